"use client";

import { AlertTriangle } from "lucide-react";
import { Button } from "@/components/ui/button";
import { CodeBlock } from "@/components/ui/code";
import { DialogClose, DialogDescription, DialogFooter, DialogTitle } from "@/components/ui/dialog";
import type { CreatedApiKey } from "./account";
import { curlOf } from "./roles";

/** A key that was just made, to be copied now. */
export function NewKey({ created }: { created: CreatedApiKey }) {
  return (
    <>
      <DialogTitle>{created.name}: copy the key now</DialogTitle>
      <DialogDescription className="flex items-start gap-2 text-warning">
        <AlertTriangle className="mt-0.5 size-4 shrink-0" aria-hidden />
        This is the only time it is shown. Only a hash of it is kept; a lost key is replaced by a new one.
      </DialogDescription>
      <CodeBlock value={created.key} label="the API key" isWrapped />
      <div className="flex flex-col gap-1.5">
        <p className="text-sm font-medium">Try it</p>
        <CodeBlock value={curlOf(created.key)} label="command that tries the key" isWrapped />
      </div>
      <DialogFooter>
        <DialogClose asChild><Button variant="primary">I have stored it</Button></DialogClose>
      </DialogFooter>
    </>
  );
}
