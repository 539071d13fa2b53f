"use client";

import { useState } from "react";
import { STATUS } from "@/components/status/status-badge";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/controls";
import { Dialog, DialogContent, DialogDescription, DialogFooter, DialogTitle } from "@/components/ui/dialog";
import { Progress } from "@/components/ui/progress";
import { Failed, Skeleton } from "@/components/ui/states";
import type { Status } from "@/lib/api/types";
import { count } from "@/lib/format";
import { fittingStatuses, type BulkAction, type BulkTarget, type Outcome, type Preview } from "@/lib/jobs/bulk";
import { errorText } from "@/lib/jobs/error-text";
import { useBulk, useBulkPreview, useJobNames, type BulkState } from "@/lib/jobs/use-bulk";
import { manyOf } from "./selection-bar";

const WORDS: Record<BulkAction, { title: string; verb: string; done: string; what: string; passed: string }> = {
  cancel: {
    title: "Cancel jobs",
    verb: "Cancel",
    done: "Cancelled, or asked to stop",
    what: "Queued jobs end at once. Running ones are asked to stop, and end when their worker has stopped them.",
    passed: "had ended meanwhile",
  },
  requeue: {
    title: "Requeue jobs",
    verb: "Requeue",
    done: "Requeued",
    what: "They start anew with all their attempts. Steps that are done are not repeated, except by jobs that had succeeded.",
    passed: "had changed meanwhile",
  },
  delete: {
    title: "Delete jobs",
    verb: "Delete",
    done: "Deleted",
    what: "The jobs, their results and their files are gone for good. Their events stay in the log until they expire.",
    passed: "had changed meanwhile",
  },
};

interface BulkDialogProps {
  action: BulkAction;
  target: BulkTarget;
  /** Tasks of jobs that are known already, by id. */
  known: ReadonlyMap<string, string>;
  onClose: () => void;
  onDone: (outcome: Outcome) => void;
}

/** Says what exactly an action would touch, does it in rounds, and reports. Mounted anew for each action. */
export function BulkDialog({ action, target, known, onClose, onDone }: BulkDialogProps) {
  const words = WORDS[action];
  const fitting = fittingStatuses(action, target);
  const [chosen, setChosen] = useState<readonly Status[]>(() => (action === "requeue" && fitting.includes("failed") && target.kind === "criteria" ? ["failed"] : fitting));
  const [before] = useState(() => new Date().toISOString());
  const { preview, error, isLoading, retry } = useBulkPreview(action, target, fitting, before);
  const { state, run, stop } = useBulk();
  const wanted = preview && narrowed(preview, chosen);
  const isBusy = state.phase === "running";

  const start = async () => {
    if (!wanted) return;
    const outcome = await run(action, target, chosen, { before, preview: wanted });
    if (outcome) onDone(outcome);
  };

  return (
    <Dialog open onOpenChange={(isOpen) => { if (!isOpen && !isBusy) onClose(); }}>
      <DialogContent>
        <DialogTitle>{words.title}</DialogTitle>
        <DialogDescription>{words.what}</DialogDescription>
        {state.phase === "asking" ? (
          <>
            {error ? <Refused error={error} onRetry={retry} /> : null}
            {isLoading ? <Skeleton className="h-28 w-full" /> : null}
            {preview && wanted ? (
              <Choice preview={preview} wanted={wanted} chosen={chosen} target={target} known={known} onChoose={setChosen} />
            ) : null}
            {fitting.length === 0 ? <p className="text-sm">None of the selected jobs is in a state for this.</p> : null}
          </>
        ) : (
          <Report state={state} words={words} />
        )}
        <DialogFooter>
          {state.phase === "asking" ? (
            <>
              <Button onClick={onClose}>Keep as it is</Button>
              <Button
                variant={action === "requeue" ? "primary" : "danger"}
                disabled={!wanted || (wanted.total.count === 0 && !wanted.total.is_capped)}
                onClick={() => void start()}
              >
                {words.verb} {wanted ? `${manyOf(wanted.total)} ${wanted.total.count === 1 ? "job" : "jobs"}` : ""}
              </Button>
            </>
          ) : isBusy ? (
            <Button onClick={stop}>Stop after this round</Button>
          ) : (
            <Button variant="primary" onClick={onClose}>
              Close
            </Button>
          )}
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}

/** The preview of some of its states. */
function narrowed(preview: Preview, chosen: readonly Status[]): Preview {
  const parts = preview.parts.filter((part) => chosen.includes(part.status));
  return {
    ...preview,
    parts,
    total: {
      count: parts.reduce((sum, part) => sum + part.matched.count, 0),
      is_capped: parts.some((part) => part.matched.is_capped),
    },
  };
}

function Choice({
  preview,
  wanted,
  chosen,
  target,
  known,
  onChoose,
}: {
  preview: Preview;
  wanted: Preview;
  chosen: readonly Status[];
  target: BulkTarget;
  known: ReadonlyMap<string, string>;
  onChoose: (statuses: readonly Status[]) => void;
}) {
  const names = useJobNames(preview.first, known);
  const left = target.kind === "ids" ? target.jobs.length - preview.total.count : 0;
  return (
    <div className="flex flex-col gap-3 text-sm">
      <p className="font-medium">
        {target.kind === "ids" ? `${manyOf(wanted.total)} of the ${count(target.jobs.length)} selected` : `${manyOf(wanted.total)} ${target.statuses.length === 0 && Object.keys(target.criteria).length === 0 ? "of all your jobs" : "that match the filters"}`}
      </p>
      {preview.parts.length > 1 ? (
        <fieldset className="flex flex-wrap gap-x-4 gap-y-2">
          <legend className="sr-only">States to include</legend>
          {preview.parts.map((part) => (
            <label key={part.status} className="flex items-center gap-2">
              <Checkbox
                checked={chosen.includes(part.status)}
                onCheckedChange={(isOn) => {
                  onChoose(isOn === true ? [...chosen, part.status] : chosen.filter((status) => status !== part.status));
                }}
              />
              {STATUS[part.status].text} <span className="font-mono text-xs text-muted">{manyOf(part.matched)}</span>
            </label>
          ))}
        </fieldset>
      ) : null}
      {left > 0 ? <p className="text-muted">{count(left)} of the selected are left alone: their state does not allow it.</p> : null}
      {preview.first.length > 0 ? (
        <ul aria-label="The first of them" className="max-h-40 overflow-y-auto rounded-md border">
          {preview.first.map((id) => (
            <li key={id} className="flex justify-between gap-3 border-b px-3 py-1.5 text-xs last:border-0">
              <span>{names.get(id) ?? <span className="text-muted">…</span>}</span>
              <span className="font-mono text-muted">{id}</span>
            </li>
          ))}
          {preview.total.count > preview.first.length ? (
            <li className="px-3 py-1.5 text-xs text-muted">and {manyOf({ ...preview.total, count: preview.total.count - preview.first.length })}{preview.total.is_capped ? "" : " more"}</li>
          ) : null}
        </ul>
      ) : null}
      {target.kind === "criteria" ? <p className="text-xs text-muted">Jobs that are created from now on are left alone.</p> : null}
    </div>
  );
}

function Report({ state, words }: { state: Exclude<BulkState, { phase: "asking" }>; words: (typeof WORDS)[BulkAction] }) {
  if (state.phase === "failed") {
    return (
      <div className="flex flex-col gap-3">
        <Refused error={state.error} />
        <p className="text-sm">{state.progress.done === 0 ? "Nothing was changed." : `${words.done} before that: ${count(state.progress.done)}.`}</p>
      </div>
    );
  }
  if (state.phase === "running") {
    const { done, total } = state.progress;
    return (
      <div className="flex flex-col gap-2" aria-live="polite">
        <p className="text-sm tabular-nums">
          {count(done)} {total === null ? "done" : `of ${count(total)}`}
        </p>
        <Progress percent={total === null || total === 0 ? null : (100 * done) / total} label={words.title} isMoving />
      </div>
    );
  }
  const { done, passed, end } = state.outcome;
  return (
    <div role="status" className="flex flex-col gap-1 text-sm">
      <p className="font-medium">
        {words.done}: {count(done)}.
      </p>
      {passed > 0 ? (
        <p className="text-muted">
          {count(passed)} {words.passed}.
        </p>
      ) : null}
      {end === "stopped" ? <p className="text-muted">Stopped; the others are as they were.</p> : null}
      {end === "came-again" ? <p className="text-muted">Ended here: some of them came back already.</p> : null}
    </div>
  );
}

function Refused({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const said = errorText(error);
  return (
    <Failed
      title={said.title}
      detail={said.detail}
      requestId={said.requestId}
      action={onRetry ? <Button size="sm" onClick={onRetry}>Ask again</Button> : undefined}
    />
  );
}
