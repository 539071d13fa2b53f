import { Info } from "lucide-react";
import type { Note } from "@/lib/desk/types";

/** What a task wants its reader to know, one sentence each. */
export function Notes({ notes, label }: { notes: readonly Pick<Note, "code" | "message">[]; label: string }) {
  if (notes.length === 0) return null;
  return (
    <ul aria-label={label} className="flex flex-col gap-1 rounded-lg bg-warning-soft px-3.5 py-2.5 text-sm text-warning">
      {notes.map(({ code, message }, index) => (
        <li key={`${code}-${String(index)}`} className="flex items-start gap-2">
          <Info className="mt-0.5 size-4 shrink-0" aria-hidden /> {message}
        </li>
      ))}
    </ul>
  );
}
