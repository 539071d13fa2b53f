"use client";

import { UserX } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose, DialogContent, DialogDescription, DialogFooter, DialogTitle, DialogTrigger } from "@/components/ui/dialog";
import { Field, Input } from "@/components/ui/field";
import { useRecord } from "@/lib/api/queries";
import { plural } from "@/lib/desk/tasks";
import type { Forgotten } from "@/lib/desk/types";
import { useForgetPerson } from "@/lib/desk/use-records";
import { Loaded, Problem } from "./problem";

/** Remove a person everywhere, after their address was typed: it cannot be undone. */
export function ForgetPerson({ resumeId, name }: { resumeId: string; name: string }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <Dialog open={isOpen} onOpenChange={setOpen}>
      <DialogTrigger asChild>
        <Button size="icon-sm" variant="ghost" aria-label={`Forget ${name}`}><UserX /></Button>
      </DialogTrigger>
      <DialogContent>
        <DialogTitle>Forget {name}?</DialogTitle>
        <DialogDescription>
          Every CV with this person’s address is deleted, they are taken out of every search, and the jobs whose files may name them are deleted. This cannot be undone.
        </DialogDescription>
        <Confirm resumeId={resumeId} />
      </DialogContent>
    </Dialog>
  );
}

function Confirm({ resumeId }: { resumeId: string }) {
  const query = useRecord("resume", resumeId);
  const { mutate, data, error, isPending } = useForgetPerson();
  const [typed, setTyped] = useState("");
  if (data) return <Done forgotten={data} />;
  return (
    <Loaded query={query} skeleton={<p className="text-sm text-muted">Reading the address</p>}>
      {({ value }) => {
        const email = value.resume.basics.email;
        if (email === null) return <p className="text-sm">This CV has no e-mail address, by which a person is known here. Delete the CV on its own page.</p>;
        const isSame = typed.trim().toLowerCase() === email.toLowerCase();
        return (
          <form
            className="flex flex-col gap-4"
            onSubmit={(event) => {
              event.preventDefault();
              if (isSame) mutate(email);
            }}
          >
            <Field label={`Type ${email} to confirm`}>
              {(control) => <Input {...control} autoComplete="off" value={typed} onChange={(event) => { setTyped(event.target.value); }} />}
            </Field>
            {error ? <Problem problem={error} /> : null}
            <DialogFooter>
              <DialogClose asChild><Button>Keep</Button></DialogClose>
              <Button type="submit" variant="danger" isPending={isPending} disabled={!isSame || isPending}>Forget this person</Button>
            </DialogFooter>
          </form>
        );
      }}
    </Loaded>
  );
}

function Done({ forgotten }: { forgotten: Forgotten }) {
  const left = forgotten.jobs_left.length;
  return (
    <>
      <p role="status" className="text-sm">
        Forgotten: {plural(forgotten.resumes, "CV")}, {plural(forgotten.searches, "place")} in searches, {plural(forgotten.downloads, "download")}, {plural(forgotten.jobs, "job")}.
        {left > 0 ? ` ${plural(left, "search")} still runs; ask again when it has ended.` : ""}
      </p>
      <DialogFooter><DialogClose asChild><Button>Close</Button></DialogClose></DialogFooter>
    </>
  );
}
