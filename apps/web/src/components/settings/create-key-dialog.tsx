"use client";

import { Plus } from "lucide-react";
import { useId, useState, type FormEvent } from "react";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/controls";
import { Dialog, DialogClose, DialogContent, DialogDescription, DialogFooter, DialogTitle, DialogTrigger } from "@/components/ui/dialog";
import { Field, Input, NativeSelect } from "@/components/ui/field";
import { Failed } from "@/components/ui/states";
import { ApiProblem } from "@/lib/api/client";
import { useCreateApiKey, type NewApiKey, type Role } from "./account";
import { NewKey } from "./new-key";
import { ROLES, rolesToOffer } from "./roles";

const NAME_LENGTH = 100;
const EXPIRIES = [
  { days: 7, text: "7 days" },
  { days: 30, text: "30 days" },
  { days: 90, text: "90 days" },
  { days: 365, text: "a year" },
  { days: null, text: "never" },
] as const;
const USUAL_DAYS = "90";

/** Makes an API key and shows it, once: closing forgets it. */
export function CreateKeyDialog({ own }: { own: readonly Role[] }) {
  const [isOpen, setOpen] = useState(false);
  const create = useCreateApiKey();
  const change = (open: boolean) => {
    setOpen(open);
    if (!open) create.reset();
  };
  const stay = (event: Event) => {
    // A stray click or key must not lose what cannot be shown again.
    if (create.data) event.preventDefault();
  };
  return (
    <Dialog open={isOpen} onOpenChange={change}>
      <DialogTrigger asChild>
        <Button size="sm"><Plus aria-hidden /> New key</Button>
      </DialogTrigger>
      <DialogContent onInteractOutside={stay} onEscapeKeyDown={stay}>
        {create.data ? (
          <NewKey created={create.data} />
        ) : (
          <KeyForm own={own} error={create.error} isPending={create.isPending} onCreate={(key) => { create.mutate(key); }} />
        )}
      </DialogContent>
    </Dialog>
  );
}

function KeyForm({
  own,
  error,
  isPending,
  onCreate,
}: {
  own: readonly Role[];
  error: Error | null;
  isPending: boolean;
  onCreate: (key: NewApiKey) => void;
}) {
  const [name, setName] = useState("");
  const [roles, setRoles] = useState<readonly Role[]>(["user"]);
  const [days, setDays] = useState(USUAL_DAYS);
  const [isTried, setTried] = useState(false);
  const nameError = isTried && name.trim() === "" ? "Say what the key is for; it is how you find it again." : refusalOf(error, "name");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (name.trim() === "") return;
    onCreate({ name: name.trim(), roles: [...roles], ...(days === "" ? {} : { expires_in_days: Number(days) }) });
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-4" noValidate>
      <DialogTitle>New API key</DialogTitle>
      <DialogDescription>For programs that ask the API in your name. Whoever has the key can do what you can, within its roles.</DialogDescription>
      <Field label="Name" error={nameError}>
        {(control) => <Input {...control} value={name} maxLength={NAME_LENGTH} autoComplete="off" placeholder="nightly import" onChange={(event) => { setName(event.target.value); }} />}
      </Field>
      <fieldset className="flex flex-col gap-2">
        <legend className="mb-1.5 text-sm font-medium">Roles</legend>
        {rolesToOffer(own).map((role) => (
          <RoleChoice
            key={role}
            role={role}
            isChosen={roles.includes(role)}
            onChange={(isChosen) => { setRoles(isChosen ? [...roles, role] : roles.filter((each) => each !== role)); }}
          />
        ))}
      </fieldset>
      <Field label="Expires after" hint={days === "" ? "A key that never expires works until somebody revokes it." : undefined}>
        {(control) => (
          <NativeSelect {...control} className="self-start" value={days} onChange={(event) => { setDays(event.target.value); }}>
            {EXPIRIES.map((each) => <option key={each.text} value={each.days ?? ""}>{each.text}</option>)}
          </NativeSelect>
        )}
      </Field>
      {error === null || refusalOf(error, "name") ? null : (
        <Failed
          title={error instanceof ApiProblem ? error.title : "The key could not be made"}
          detail={error.message}
          requestId={error instanceof ApiProblem ? error.requestId : undefined}
        />
      )}
      <DialogFooter>
        <DialogClose asChild><Button>Cancel</Button></DialogClose>
        <Button type="submit" variant="primary" isPending={isPending}>Make the key</Button>
      </DialogFooter>
    </form>
  );
}

function RoleChoice({ role, isChosen, onChange }: { role: Role; isChosen: boolean; onChange: (isChosen: boolean) => void }) {
  const id = useId();
  return (
    <div className="flex items-start gap-2.5">
      <Checkbox id={id} className="mt-0.5" checked={isChosen} disabled={role === "user"} onCheckedChange={(checked) => { onChange(checked === true); }} />
      <label htmlFor={id} className="text-sm">
        <span className="font-medium">{ROLES[role].text}</span>
        <span className="block text-xs text-muted">{ROLES[role].says}{role === "user" ? " Every key has it." : ""}</span>
      </label>
    </div>
  );
}

/** What the API refused of one field. */
function refusalOf(error: Error | null, field: string): string | null {
  if (!(error instanceof ApiProblem)) return null;
  return error.fields.find((each) => each.field === field || each.field.endsWith(`.${field}`))?.message ?? null;
}
