"use client";

import { Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose, DialogContent, DialogDescription, DialogFooter, DialogTitle, DialogTrigger } from "@/components/ui/dialog";
import { useDeleteRecord } from "@/lib/desk/use-records";
import { Problem } from "./problem";

/** Delete what the page is about, after asking; then back to the desk. */
export function DeleteButton({ kind, id, noun, consequence }: { kind: Parameters<typeof useDeleteRecord>[0]; id: string; noun: string; consequence: string }) {
  const router = useRouter();
  const [isOpen, setOpen] = useState(false);
  const { mutate, isPending, error } = useDeleteRecord(kind, () => { router.push("/"); });
  return (
    <Dialog open={isOpen} onOpenChange={setOpen}>
      <DialogTrigger asChild>
        <Button variant="ghost" size="icon" aria-label={`Delete this ${noun}`}><Trash2 /></Button>
      </DialogTrigger>
      <DialogContent>
        <DialogTitle>Delete this {noun}?</DialogTitle>
        <DialogDescription>{consequence}</DialogDescription>
        {error ? <Problem problem={error} /> : null}
        <DialogFooter>
          <DialogClose asChild><Button>Keep it</Button></DialogClose>
          <Button variant="danger" isPending={isPending} onClick={() => { mutate(id); }}>Delete</Button>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}
