/** What the API answers about jobs, as far as this package reads it. Times are ISO-8601 in UTC. */

import type { LogEvent } from "../core/index.js";

/** Where a job is in its life. */
export type JobStatus = "queued" | "running" | "succeeded" | "failed" | "cancelled";

/** How far a job is; `percent` from 0 to 100. */
export interface Progress {
  percent: number;
  message: string;
  step: string | null;
  code: string | null;
  counters: Record<string, unknown>;
}

/** Why an attempt did not succeed. */
export interface Failure {
  cause: string;
  kind: string;
  code: string;
  message: string;
  hint: string | null;
  attempt: number | null;
  at: string | null;
}

/** A stored file and where to get it. */
export interface Artifact {
  id: string;
  kind: string;
  filename: string;
  content_type: string;
  size: number;
  sha256: string;
  url: string;
}

/** Where to go from a job. */
export interface JobLinks {
  self: string;
  events: string;
  artifacts: string;
  stream: string;
  cancel: string;
  requeue: string;
}

/** A job as lists show it. `v` rises with every change. */
export interface JobSummary {
  id: string;
  type: string;
  queue: string;
  status: JobStatus;
  /** The status as people say it: also `scheduled` and `retrying`. */
  label: string;
  priority: number;
  run_at: string;
  progress: Progress | null;
  error: Failure | null;
  attempt: number;
  max_attempts: number;
  interruptions: number;
  timeout_s: number;
  deadline_at: string | null;
  cancel_requested_at: string | null;
  idempotency_key: string | null;
  unique_key: string | null;
  tags: string[];
  parent: string | null;
  artifacts: Artifact[];
  lease: { worker_id: string; expires_at: string | null } | null;
  peak_rss_mb: number | null;
  v: number;
  created_at: string;
  started_at: string | null;
  finished_at: string | null;
  expires_at: string | null;
  links: JobLinks;
}

/** A job with everything in it. */
export interface Job extends JobSummary {
  owner: string;
  args: Record<string, unknown>;
  result: Record<string, unknown> | null;
  errors: Failure[];
  steps: Record<string, unknown>;
}

/** A job, and the cursor from which a stream continues this reading. */
export interface JobAnswer extends Job {
  cursor: string;
}

/** Some jobs, newest first; `next_page` continues, `cursor` is where a stream takes over. */
export interface JobPage {
  jobs: JobSummary[];
  next_page: string | null;
  cursor: string;
}

/** Which jobs a list shows; what is left out does not restrict. */
export interface JobFilter {
  /** One, or any of several; an empty list is any. */
  status?: JobStatus | readonly JobStatus[] | undefined;
  type?: string | undefined;
  queue?: string | undefined;
  tag?: string | undefined;
  created_after?: string | undefined;
  created_before?: string | undefined;
}

/** An event of a job's history; as answered it has no cursor of its own. */
export type HistoryEvent = Omit<LogEvent, "cursor">;

/** The events of one job as far as the log remembers, oldest first. */
export interface History {
  events: HistoryEvent[];
  cursor: string;
}

/** What asking for a job gave. `job` is there where the request waited for its end. */
export interface Enqueued {
  job_id: string;
  type: string;
  status: JobStatus;
  message: string;
  cursor: string;
  v: number;
  links: JobLinks;
  job?: Job | null;
}

/** Whether a job in this state has ended; only a requeue starts it again. */
export function isTerminal(status: JobStatus): boolean {
  return status === "succeeded" || status === "failed" || status === "cancelled";
}
