"use client";

import { isTerminal } from "@longhaul/react";
import { ArrowUpRight, RotateCcw, Square, X } from "lucide-react";
import Link from "next/link";
import { JobProgress } from "@/components/status/job-progress";
import { StatusBadge } from "@/components/status/status-badge";
import { Elapsed, When } from "@/components/status/when";
import { Button } from "@/components/ui/button";
import type { JobSummary } from "@/lib/api/types";
import { taskTitle, type Outcome } from "@/lib/desk/tasks";
import { cn } from "@/lib/utils";

export type CardJob = Pick<
  JobSummary,
  "id" | "type" | "status" | "label" | "progress" | "error" | "attempt" | "max_attempts" | "cancel_requested_at" | "run_at" | "created_at" | "started_at" | "finished_at"
>;

export interface JobCardProps {
  job: CardJob;
  subject: string | null;
  outcome: Outcome | null;
  onCancel: () => void;
  onRetry: () => void;
  /** Where given, an ended job's card can be put away. */
  onDismiss?: (() => void) | undefined;
  isBusy?: boolean;
  /** Why the last cancel or retry was refused. */
  refusal?: string | null;
}

/** One job of the desk as it goes: what it is, how far, what it says, and at its end where its result is. */
export function JobCard({ job, subject, outcome, onCancel, onRetry, onDismiss, isBusy = false, refusal = null }: JobCardProps) {
  const isActive = !isTerminal(job.status);
  const title = taskTitle(job.type);
  return (
    <article
      aria-label={subject ? `${title}: ${subject}` : title}
      data-job={job.id}
      data-status={job.status}
      className={cn("flex min-w-0 flex-col gap-2.5 rounded-lg border bg-surface p-3.5", job.status === "failed" && "border-failed/40")}
    >
      <div className="flex items-start justify-between gap-3">
        <div className="min-w-0">
          <h3 className="text-sm font-medium">
            <Link href={`/jobs/${job.id}`} className="hover:underline">
              {title}
            </Link>
          </h3>
          <p className="truncate text-xs text-muted" title={subject ?? undefined}>
            {subject ?? " "}
          </p>
        </div>
        <StatusBadge status={job.status} label={job.label} />
      </div>
      <Middle job={job} outcome={outcome} name={subject ? `${title}: ${subject}` : title} />
      {refusal ? <p role="alert" className="text-xs text-failed">{refusal}</p> : null}
      <div className="mt-auto flex min-h-7 items-center justify-between gap-2">
        <span className="truncate text-xs tabular-nums text-muted">
          <Timing job={job} />
        </span>
        <div className="flex shrink-0 items-center gap-1.5">
          {isActive ? (
            <Button size="sm" variant="ghost" onClick={onCancel} disabled={isBusy || job.cancel_requested_at !== null}>
              <Square /> {job.cancel_requested_at === null ? "Cancel" : "Cancelling"}
            </Button>
          ) : null}
          {job.status === "failed" || job.status === "cancelled" ? (
            <Button size="sm" onClick={onRetry} disabled={isBusy}>
              <RotateCcw /> Try again
            </Button>
          ) : null}
          {job.status === "succeeded" && outcome?.href ? (
            <Button size="sm" asChild>
              <Link href={outcome.href}>
                {outcome.action} <ArrowUpRight />
              </Link>
            </Button>
          ) : null}
          {!isActive && onDismiss ? (
            <Button size="icon-sm" variant="ghost" aria-label={`Put away: ${title}`} onClick={onDismiss}>
              <X />
            </Button>
          ) : null}
        </div>
      </div>
    </article>
  );
}

/** Bar and message while it goes; the outcome or the error after. Of one height, so that the card does not jump. */
function Middle({ job, outcome, name }: { job: CardJob; outcome: Outcome | null; name: string }) {
  if (job.status === "failed") {
    return (
      <div className="min-h-11 text-xs">
        <p className="break-words font-medium text-failed">{job.error?.message ?? "It failed."}</p>
        {job.error?.hint ? <p className="mt-0.5 break-words">{job.error.hint}</p> : null}
        {job.error ? <p className="mt-0.5 font-mono text-muted">{job.error.code}</p> : null}
      </div>
    );
  }
  if (job.status === "succeeded") {
    return <p className="line-clamp-3 min-h-11 text-sm">{outcome?.text ?? "Done."}</p>;
  }
  if (job.status === "cancelled") {
    return <p className="min-h-11 text-sm text-muted">Cancelled{job.progress ? ` at ${String(job.progress.percent)} %: ${job.progress.message}` : "."}</p>;
  }
  return (
    <div className="min-h-11">
      <JobProgress job={job} name={name} />
      {job.status === "queued" && job.error ? (
        <p className="mt-1.5 truncate text-xs text-warning" title={job.error.message}>{job.error.message}</p>
      ) : (
        <Counters job={job} />
      )}
    </div>
  );
}

/** The step it is at and what it has counted so far. */
function Counters({ job }: { job: CardJob }) {
  const { step, counters = {} } = job.progress ?? { step: null };
  const counted = Object.entries(counters).filter((entry): entry is [string, number] => typeof entry[1] === "number");
  const parts = [...(step ? [step.replaceAll("_", " ")] : []), ...counted.map(([name, value]) => `${name.replaceAll("_", " ")} ${value.toLocaleString("en")}`)];
  return <p className="mt-1.5 truncate font-mono text-xs text-muted">{parts.length > 0 ? parts.join(" · ") : " "}</p>;
}

function Timing({ job }: { job: CardJob }) {
  const attempt = job.attempt > 1 ? `attempt ${String(job.attempt)} of ${String(job.max_attempts)}` : null;
  if (job.status === "queued") {
    if (job.label === "scheduled" || job.label === "retrying") return <>starts <When iso={job.run_at} /></>;
    return <>asked <When iso={job.created_at} /></>;
  }
  if (job.started_at === null) return <When iso={job.finished_at ?? job.created_at} />;
  if (job.status === "running") return <><Elapsed since={job.started_at} until={null} />{attempt ? `, ${attempt}` : ""}</>;
  return <>took <Elapsed since={job.started_at} until={job.finished_at} />{attempt ? `, ${attempt}` : ""}</>;
}
