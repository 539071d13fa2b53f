"use client";

import { useCancel, useJob } from "@longhaul/react";
import { usePathname } from "next/navigation";
import { useRecord } from "@/lib/api/queries";
import type { Job, JobSummary } from "@/lib/api/types";
import type { AskedJob } from "@/lib/desk/asked";
import { taskOutcome, taskSubject, type Outcome } from "@/lib/desk/tasks";
import { JobCard, type CardJob } from "./job-card";

/** A job as its asking answered, until the job itself is read. */
function justAsked({ id, type, at }: AskedJob): CardJob {
  return {
    id,
    type,
    status: "queued",
    label: "queued",
    progress: null,
    error: null,
    attempt: 0,
    max_attempts: 1,
    cancel_requested_at: null,
    run_at: at,
    created_at: at,
    started_at: null,
    finished_at: null,
  };
}

/** A refusal is shown by the hook's `error`; the promise says it a second time. */
const noMore = (): void => undefined;

/** The card of a job that follows it live: from the list's summary or the asking's answer to the job's own end. */
export function LiveCard({
  id,
  summary,
  asked,
  onDismiss,
}: {
  id: string;
  summary?: JobSummary | undefined;
  asked?: AskedJob | undefined;
  onDismiss?: (() => void) | undefined;
}) {
  const { job, error } = useJob(id);
  const { cancel, requeue, isPending, error: refusal } = useCancel();
  const shown: CardJob | undefined = job ?? summary ?? (asked && !error ? justAsked(asked) : undefined);
  const subject = useSubject(job, asked);
  const path = usePathname();
  if (!shown) {
    return error ? (
      <article className="rounded-lg border bg-surface p-3.5 text-sm text-muted">This job is no longer kept. What it made is on the shelves.</article>
    ) : (
      <div aria-hidden className="h-36 animate-pulse rounded-lg border bg-raised" />
    );
  }
  return (
    <JobCard
      job={shown}
      subject={subject}
      outcome={job?.status === "succeeded" ? seenFrom(path, taskOutcome(job.type, job)) : null}
      onCancel={() => { cancel(id).catch(noMore); }}
      onRetry={() => { requeue(id).catch(noMore); }}
      onDismiss={onDismiss}
      isBusy={isPending}
      refusal={refusal ? refusal.message : null}
    />
  );
}

/** The outcome without its link where that leads to the page it stands on. */
function seenFrom(path: string, outcome: Outcome | null): Outcome | null {
  return outcome?.href?.split("?")[0] === path ? { ...outcome, href: null } : outcome;
}

/** What the job is about: from its arguments, or the title of the advert that they name. */
function useSubject(job: Pick<Job, "type" | "args"> | undefined, asked: AskedJob | undefined): string | null {
  const own = job ? taskSubject(job.type, job.args) : null;
  const known = own ?? asked?.subject ?? null;
  const args = known === null ? job?.args : undefined;
  const postingId = typeof args?.["posting_id"] === "string" ? args["posting_id"] : null;
  const resumeId = postingId === null && typeof args?.["resume_id"] === "string" ? args["resume_id"] : null;
  const posting = useRecord("posting", postingId).data;
  const resume = useRecord("resume", resumeId).data;
  return known ?? posting?.title ?? resume?.value.resume.basics.name ?? null;
}
