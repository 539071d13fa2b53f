/** What a list says about a job besides its state. */
import type { JobSummary } from "@/lib/api/types";

/** The state as people say it, finer than the state: `scheduled`, `retrying`, `cancelling`. `now` null leaves it to the API. */
export function labelOf(job: Pick<JobSummary, "status" | "label" | "attempt" | "run_at" | "cancel_requested_at">, now: number | null): string {
  if (job.status === "running" && job.cancel_requested_at !== null) return "cancelling";
  if (job.status !== "queued" || job.attempt > 0 || now === null) return job.status === "queued" ? job.label : job.status;
  return Date.parse(job.run_at) > now ? "scheduled" : "queued";
}

/** Seconds between its time having come and a worker having taken it (or now, where it still waits). Null: not due yet. */
export function waitedS(job: Pick<JobSummary, "status" | "run_at" | "started_at" | "finished_at">, now: number): number | null {
  const due = Date.parse(job.run_at);
  const isOver = job.status !== "queued" && job.started_at !== null;
  const end = isOver ? Date.parse(job.started_at ?? "") : job.finished_at === null ? now : Date.parse(job.finished_at);
  return end < due && !isOver ? null : Math.max(0, end - due) / 1000;
}

/** Seconds its last attempt has run; null where none has begun, or it waits for the next. */
export function ranS(job: Pick<JobSummary, "status" | "started_at" | "finished_at">, now: number): number | null {
  if (job.started_at === null || job.status === "queued") return null;
  const end = job.finished_at === null ? now : Date.parse(job.finished_at);
  return Math.max(0, end - Date.parse(job.started_at)) / 1000;
}

/** The end of an id: enough to tell it from its neighbours. */
export function shortId(id: string): string {
  return id.slice(-8);
}
