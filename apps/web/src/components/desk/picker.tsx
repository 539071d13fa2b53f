"use client";

import { useState, type ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent, DialogDescription, DialogTitle, DialogTrigger } from "@/components/ui/dialog";
import { Field, Input } from "@/components/ui/field";

export interface Choice {
  id: string;
  title: string;
  note?: string | null;
}

const SHOWN = 50;

/** Every word of the search, in any order, in title or note. */
export function matching(choices: readonly Choice[], search: string): Choice[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return choices.filter(({ title, note }) => {
    const hay = `${title} ${note ?? ""}`.toLowerCase();
    return words.every((word) => hay.includes(word));
  });
}

/** A button that asks which one, and does something with the answer. */
export function Picker({
  label,
  icon,
  title,
  description,
  choices,
  empty,
  onPick,
  isPending = false,
}: {
  label: string;
  icon?: ReactNode;
  title: string;
  description: string;
  choices: readonly Choice[];
  empty: string;
  onPick: (choice: Choice) => void;
  isPending?: boolean;
}) {
  const [isOpen, setOpen] = useState(false);
  const [search, setSearch] = useState("");
  const found = matching(choices, search);
  return (
    <Dialog open={isOpen} onOpenChange={(open) => { setOpen(open); setSearch(""); }}>
      <DialogTrigger asChild>
        <Button isPending={isPending}>{icon}{label}</Button>
      </DialogTrigger>
      <DialogContent>
        <DialogTitle>{title}</DialogTitle>
        <DialogDescription>{description}</DialogDescription>
        {choices.length > 8 ? (
          <Field label="Search" isLabelHidden>
            {(control) => <Input {...control} type="search" placeholder="Search" value={search} onChange={(event) => { setSearch(event.target.value); }} />}
          </Field>
        ) : null}
        <ul className="-mx-2 max-h-80 overflow-y-auto" tabIndex={-1}>
          {found.slice(0, SHOWN).map((choice) => (
            <li key={choice.id}>
              <button
                type="button"
                className="w-full rounded-md px-2 py-1.5 text-left hover:bg-raised"
                onClick={() => {
                  setOpen(false);
                  onPick(choice);
                }}
              >
                <span className="block truncate text-sm">{choice.title}</span>
                {choice.note ? <span className="block truncate text-xs text-muted">{choice.note}</span> : null}
              </button>
            </li>
          ))}
        </ul>
        {found.length === 0 ? <p className="text-sm text-muted">{choices.length === 0 ? empty : "Nothing has these words."}</p> : null}
        {found.length > SHOWN ? <p className="text-xs text-muted">{found.length - SHOWN} more: search for one.</p> : null}
      </DialogContent>
    </Dialog>
  );
}
