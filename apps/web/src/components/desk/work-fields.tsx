"use client";

import { ArrowDown, ArrowUp, Trash2 } from "lucide-react";
import { useId } from "react";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/controls";
import { Field, Input, Textarea } from "@/components/ui/field";
import type { WorkDraft } from "@/lib/desk/edit";

/** One post of a CV as fields. */
export function WorkFields({
  work,
  errorOf,
  onChange,
  onUp,
  onDown,
  onRemove,
}: {
  work: WorkDraft;
  errorOf: (name: keyof WorkDraft) => string | undefined;
  onChange: (part: Partial<WorkDraft>) => void;
  onUp: (() => void) | null;
  onDown: (() => void) | null;
  onRemove: () => void;
}) {
  const currentId = useId();
  const name = work.position || work.name || "new post";
  const line = (field: "position" | "name" | "location" | "startDate" | "endDate", label: string, placeholder?: string, isDisabled = false) => (
    <Field label={label} error={errorOf(field)}>
      {(control) => (
        <Input {...control} placeholder={placeholder} disabled={isDisabled} value={isDisabled ? "" : work[field]} onChange={(event) => { onChange({ [field]: event.target.value }); }} />
      )}
    </Field>
  );
  return (
    <div role="group" aria-label={name} className="flex flex-col gap-3 rounded-lg border p-3.5">
      <div className="grid gap-3 sm:grid-cols-3">
        {line("position", "Post")}
        {line("name", "Employer")}
        {line("location", "Place")}
      </div>
      <div className="grid items-start gap-3 sm:grid-cols-3">
        {line("startDate", "From", "2021-03")}
        {line("endDate", "To", work.current ? "today" : "2024-08", work.current)}
        <div className="flex h-9 items-center gap-2 sm:mt-[1.625rem]">
          <Checkbox id={currentId} checked={work.current} onCheckedChange={(checked) => { onChange({ current: checked === true }); }} />
          <label htmlFor={currentId} className="text-sm">Still there</label>
        </div>
      </div>
      <Field label="Summary" error={errorOf("summary")}>
        {(control) => <Textarea {...control} rows={2} className="min-h-9" value={work.summary} onChange={(event) => { onChange({ summary: event.target.value }); }} />}
      </Field>
      <Field label="Points" hint="One a line." error={errorOf("highlights")}>
        {(control) => <Textarea {...control} rows={Math.min(8, work.highlights.split("\n").length + 1)} value={work.highlights} onChange={(event) => { onChange({ highlights: event.target.value }); }} />}
      </Field>
      <div className="flex gap-1">
        <Button size="icon-sm" variant="ghost" aria-label={`Move up: ${name}`} disabled={onUp === null} onClick={() => onUp?.()}><ArrowUp /></Button>
        <Button size="icon-sm" variant="ghost" aria-label={`Move down: ${name}`} disabled={onDown === null} onClick={() => onDown?.()}><ArrowDown /></Button>
        <Button size="icon-sm" variant="ghost" aria-label={`Remove: ${name}`} onClick={onRemove}><Trash2 /></Button>
      </div>
    </div>
  );
}
