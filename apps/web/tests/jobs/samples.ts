import type { JobSummary } from "@/lib/api/types";
import type { JobEvent } from "@/lib/jobs/events";

export const START = Date.parse("2026-11-27T12:00:00Z");

/** The moment `seconds` after the start, as the API writes it. */
export function at(seconds: number): string {
  return new Date(START + seconds * 1000).toISOString();
}

/** An id that sorts by `n`, as ids sort by the time of their making. */
export function idOf(n: number): string {
  return n.toString(16).padStart(24, "0");
}

export function aJob(n: number, facts: Partial<JobSummary> = {}): JobSummary {
  const id = idOf(n);
  const path = `/background-jobs/${id}`;
  const status = facts.status ?? "queued";
  return {
    id,
    type: "resume.parse",
    queue: "default",
    status,
    label: status,
    priority: 5,
    run_at: at(n),
    progress: null,
    error: null,
    attempt: 0,
    max_attempts: 3,
    interruptions: 0,
    timeout_s: 60,
    deadline_at: null,
    cancel_requested_at: null,
    idempotency_key: null,
    unique_key: null,
    tags: [],
    parent: null,
    artifacts: [],
    lease: null,
    peak_rss_mb: null,
    v: 1,
    created_at: at(n),
    started_at: null,
    finished_at: null,
    expires_at: null,
    links: { self: path, events: `${path}/events`, artifacts: `${path}/artifacts`, stream: "", cancel: `${path}/cancel`, requeue: `${path}/requeue` },
    ...facts,
  };
}

/** A history from `[seconds, type, data]`. */
export function history(...entries: [number, string, Record<string, unknown>?][]): JobEvent[] {
  return entries.map(([seconds, type, data], index) => ({ seq: index + 1, v: index + 1, type: `job.${type}`, at: at(seconds), data: data ?? {} }));
}
