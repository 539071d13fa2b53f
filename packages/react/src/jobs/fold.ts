/** A job and an event make the job as it is after the event. */

import type { LogEvent } from "../core/index.js";
import { isRecord } from "./requests.js";
import { isTerminal, type Artifact, type Failure, type Job, type JobStatus, type JobSummary, type Progress } from "./types.js";

/** The job after an event. `lacks`: it has something now that the event did not tell, so it should be read again. */
export interface Folded<T extends JobSummary> {
  readonly job: T;
  readonly lacks: boolean;
}

/** What only a reading of the job tells after these. */
const UNTOLD = new Set(["job.step", "job.completed", "job.failed", "job.cancelled", "job.requeued", "job.retrying"]);

/**
 * `job` after `event`. An event of another job, or of a version that is known already, changes nothing: the same
 * object comes back. Moments come from the event, so they may be some milliseconds off until the job is read again.
 */
export function foldJob<T extends JobSummary>(job: T, event: LogEvent): Folded<T> {
  if (event.job !== job.id || !event.type.startsWith("job.") || event.v === null || event.v <= job.v) {
    return { job, lacks: false };
  }
  const isGap = event.v > job.v + 1 && event.type !== "job.progress";
  const told: T = { ...job, ...changes(job, event), v: event.v };
  return { job: { ...told, label: labelOf(told, event.at) }, lacks: isGap || UNTOLD.has(event.type) };
}

function changes(job: JobSummary, { type, data, at }: LogEvent): Partial<Job> {
  const status = (data["status"] as JobStatus | undefined) ?? job.status;
  const attempt = typeof data["attempt"] === "number" ? data["attempt"] : job.attempt;
  switch (type) {
    case "job.started":
      return {
        status,
        attempt,
        progress: null,
        started_at: at,
        deadline_at: later(at, job.timeout_s),
        lease: { worker_id: typeof data["worker_id"] === "string" ? data["worker_id"] : "", expires_at: null },
      };
    case "job.progress":
      return { progress: toProgress(data) };
    case "job.artifact":
      return isRecord(data["artifact"]) ? { artifacts: withArtifact(job, data["artifact"] as unknown as Artifact) } : {};
    case "job.cancel_requested":
      return { cancel_requested_at: at };
    case "job.requeued":
      return { ...afresh(at), status, attempt, ...(job.status === "succeeded" && { artifacts: [] }) };
    case "job.retrying":
    case "job.released":
    case "job.rescued":
    case "job.completed":
    case "job.failed":
    case "job.cancelled":
      return { ...given(job, data, at, status), status, attempt, lease: null };
    default:
      return {};
  }
}

/** What changes when a worker has the job no longer. */
function given(job: JobSummary, data: LogEvent["data"], at: string, status: JobStatus): Partial<Job> {
  const error = isRecord(data["error"]) ? (data["error"] as unknown as Failure) : null;
  const isOver = isTerminal(status);
  return {
    error: status === "succeeded" ? null : (error ?? job.error),
    finished_at: isOver ? at : null,
    ...(!isOver && typeof data["delay_s"] === "number" && { run_at: later(at, data["delay_s"]) }),
    ...("verb" in data && { interruptions: job.interruptions + 1 }),
    ...(status === "succeeded" && job.progress && { progress: { ...job.progress, percent: 100 } }),
  };
}

function afresh(at: string): Partial<Job> {
  return {
    run_at: at,
    interruptions: 0,
    result: null,
    error: null,
    errors: [],
    progress: null,
    lease: null,
    started_at: null,
    finished_at: null,
    expires_at: null,
    deadline_at: null,
    cancel_requested_at: null,
  };
}

function toProgress(data: LogEvent["data"]): Progress {
  return {
    percent: typeof data["percent"] === "number" ? data["percent"] : 0,
    message: typeof data["message"] === "string" ? data["message"] : "",
    step: typeof data["step"] === "string" ? data["step"] : null,
    code: typeof data["code"] === "string" ? data["code"] : null,
    counters: isRecord(data["counters"]) ? data["counters"] : {},
  };
}

/** One of the same kind and name gives way; the address is that of the job's own links. */
function withArtifact(job: JobSummary, artifact: Artifact): Artifact[] {
  const base = job.links.self.slice(0, job.links.self.lastIndexOf("/background-jobs/"));
  const kept = job.artifacts.filter(({ kind, filename }) => kind !== artifact.kind || filename !== artifact.filename);
  return [...kept, { ...artifact, url: `${base}/artifacts/${artifact.id}` }];
}

function labelOf(job: JobSummary, at: string): string {
  if (job.status !== "queued") return job.status;
  if (job.attempt > 0) return "retrying";
  return Date.parse(job.run_at) > Date.parse(at) ? "scheduled" : "queued";
}

function later(at: string, seconds: number): string {
  return new Date(Date.parse(at) + seconds * 1000).toISOString();
}
