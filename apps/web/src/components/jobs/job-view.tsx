"use client";

import { useConnection, useJob, useJobEvents } from "@longhaul/react";
import type { History, JobAnswer } from "@/lib/api/types";
import { errorText } from "@/lib/jobs/error-text";
import { useRecheck } from "@/lib/jobs/use-recheck";
import { JobReport } from "./job-report";

/** While it runs its lease is renewed without an event; an ended job may be deleted without one. */
const CHECK_ACTIVE_MS = 10_000;
const CHECK_ENDED_MS = 30_000;

/** One of the caller's own jobs, live. */
export function JobView({ id, job: first, history }: { id: string; job: JobAnswer | null; history: History | null }) {
  const { job, error, isLoading, refetch } = useJob(id, first ? { initial: first } : {});
  const { events, isComplete } = useJobEvents(id, history ? { initial: history } : {});
  const connection = useConnection();
  const said = error ? errorText(error) : null;
  useRecheck(() => void refetch(), job && (job.status === "running" || job.status === "queued") ? CHECK_ACTIVE_MS : CHECK_ENDED_MS);
  return (
    <JobReport
      id={id}
      owner={null}
      reading={{
        job,
        events,
        isComplete,
        error: error ?? null,
        isLoading,
        isMissing: said?.isMissing ?? false,
        isOld: (said?.isOutage ?? false) || connection.state === "offline",
        refetch: () => void refetch(),
      }}
    />
  );
}
