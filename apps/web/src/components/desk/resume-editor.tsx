"use client";

import { Plus } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Field, Input, Textarea } from "@/components/ui/field";
import { ApiProblem } from "@/lib/api/client";
import { applyDraft, draftErrors, draftOf, isChanged, NEW_WORK, refusedFields, type Draft, type WorkDraft } from "@/lib/desk/edit";
import type { Resume } from "@/lib/desk/types";
import { useUnsavedGuard } from "@/lib/desk/use-unsaved-guard";
import { Problem } from "./problem";
import { WorkFields } from "./work-fields";

const BASICS = [
  ["name", "Name"],
  ["label", "Headline"],
  ["email", "E-mail"],
  ["phone", "Phone"],
  ["location", "Place"],
  ["url", "Website"],
] as const satisfies readonly (readonly [keyof Draft, string])[];

export interface ResumeEditorProps {
  resume: Resume;
  onSave: (resume: Resume) => Promise<void>;
  onClose: () => void;
}

/** The CV as a form. Nothing is lost by a refusal: the fields that were refused say why, the rest stays. */
export function ResumeEditor({ resume, onSave, onClose }: ResumeEditorProps) {
  const [draft, setDraft] = useState(() => draftOf(resume));
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [problem, setProblem] = useState<Error | null>(null);
  const [isPending, setPending] = useState(false);
  const isDirty = isChanged(resume, draft);
  useUnsavedGuard(isDirty);

  const change = (part: Partial<Draft>) => { setDraft({ ...draft, ...part }); };
  const changeWork = (at: number, part: Partial<WorkDraft>) => {
    change({ work: draft.work.map((work, index) => (index === at ? { ...work, ...part } : work)) });
  };
  const swap = (at: number, other: number) => {
    const work = [...draft.work];
    const [one, two] = [work[at], work[other]];
    if (!one || !two) return;
    work[at] = two;
    work[other] = one;
    change({ work });
  };

  const save = async () => {
    const found = draftErrors(draft);
    setErrors(found);
    setProblem(null);
    if (Object.keys(found).length > 0) return;
    setPending(true);
    try {
      await onSave(applyDraft(resume, draft));
    } catch (error) {
      if (error instanceof ApiProblem) setErrors(refusedFields(error.fields));
      setProblem(error instanceof Error ? error : new Error(String(error)));
    } finally {
      setPending(false);
    }
  };
  const close = () => {
    if (!isDirty || window.confirm("Throw away the changes?")) onClose();
  };

  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
      className="flex flex-col gap-6"
    >
      <div className="grid gap-3 sm:grid-cols-2">
        {BASICS.map(([name, label]) => (
          <Field key={name} label={label} error={errors[name]}>
            {(control) => <Input {...control} value={draft[name]} onChange={(event) => { change({ [name]: event.target.value }); }} />}
          </Field>
        ))}
      </div>
      <Field label="Summary" error={errors["summary"]}>
        {(control) => <Textarea {...control} rows={4} value={draft.summary} onChange={(event) => { change({ summary: event.target.value }); }} />}
      </Field>

      <fieldset className="flex flex-col gap-3">
        <legend className="mb-2 text-sm font-semibold">Skills</legend>
        {draft.skills.map((group, at) => {
          const set = (part: Partial<typeof group>) => { change({ skills: draft.skills.map((each, index) => (index === at ? { ...each, ...part } : each)) }); };
          return (
            <div key={at} className="grid gap-3 sm:grid-cols-[1fr_3fr]">
              <Field label="Group">{(control) => <Input {...control} placeholder="No name" value={group.name} onChange={(event) => { set({ name: event.target.value }); }} />}</Field>
              <Field label="Skills of the group" hint="Separated by commas." error={errors[`skills.${String(at)}.keywords`]}>
                {(control) => <Textarea {...control} rows={2} className="min-h-9" value={group.keywords} onChange={(event) => { set({ keywords: event.target.value }); }} />}
              </Field>
            </div>
          );
        })}
        <Button size="sm" className="self-start" onClick={() => { change({ skills: [...draft.skills, { name: "", keywords: "" }] }); }}><Plus /> Add a group</Button>
      </fieldset>

      <fieldset className="flex flex-col gap-4">
        <legend className="mb-2 text-sm font-semibold">Experience</legend>
        {draft.work.map((work, at) => (
          <WorkFields
            key={at}
            work={work}
            errorOf={(name) => errors[`work.${String(at)}.${name}`]}
            onChange={(part) => { changeWork(at, part); }}
            onUp={at === 0 ? null : () => { swap(at, at - 1); }}
            onDown={at === draft.work.length - 1 ? null : () => { swap(at, at + 1); }}
            onRemove={() => { change({ work: draft.work.filter((_, index) => index !== at) }); }}
          />
        ))}
        <Button size="sm" className="self-start" onClick={() => { change({ work: [NEW_WORK, ...draft.work] }); }}><Plus /> Add a post at the top</Button>
      </fieldset>

      {problem ? <Problem problem={problem} /> : null}
      {Object.keys(errors).length > 0 ? <p role="alert" className="text-sm text-failed">Not saved: {Object.keys(errors).length === 1 ? "a field above needs" : "fields above need"} a change.</p> : null}
      <div className="sticky bottom-0 -mx-4 flex flex-wrap items-center gap-2 border-t bg-surface px-4 py-3">
        <Button type="submit" variant="primary" isPending={isPending} disabled={!isDirty || isPending}>Save</Button>
        <Button variant="ghost" onClick={close}>{isDirty ? "Throw away" : "Close"}</Button>
        <span role="status" className="text-xs text-muted">{isDirty ? "Changes are not saved yet." : "Nothing changed."}</span>
      </div>
    </form>
  );
}
