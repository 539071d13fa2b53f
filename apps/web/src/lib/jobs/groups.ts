/** Dead letters put together by what went wrong. */
import type { JobSummary } from "@/lib/api/types";
import { foreign } from "./address";

/** How many are read at a time: as many as the API gives. */
export const DEAD_LETTERS_PAGE = 200;

/** A failed job; `owner` is told where those of all owners are shown. */
export type FailedJob = JobSummary & { owner?: string };

export interface FailureGroup {
  key: string;
  type: string;
  code: string;
  cause: string;
  kind: string;
  /** Newest first. */
  jobs: FailedJob[];
  newest: FailedJob;
  /** When the newest and the oldest of them failed. */
  newestAt: string;
  oldestAt: string;
}

/** Failed jobs by task, error code and cause; the group with the newest failure first. */
export function groupFailures(jobs: readonly FailedJob[]): FailureGroup[] {
  const groups = new Map<string, FailedJob[]>();
  for (const job of jobs) {
    if (job.status !== "failed") continue;
    const key = [job.type, job.error?.code ?? "", job.error?.cause ?? ""].join("\n");
    const group = groups.get(key);
    if (group) group.push(job);
    else groups.set(key, [job]);
  }
  return [...groups].map(([key, members]) => toGroup(key, members)).sort((a, b) => (a.newestAt < b.newestAt ? 1 : -1));
}

/** The owner whom addresses and requests about `job` have to name; null where that is `me`, or all shown is one's own. */
export function foreignOwner(job: FailedJob, me: string | null): string | null {
  return me === null || job.owner === undefined ? null : foreign(job.owner, me);
}

export function failedAt(job: JobSummary): string {
  return job.finished_at ?? job.created_at;
}

function toGroup(key: string, members: FailedJob[]): FailureGroup {
  const jobs = [...members].sort((a, b) => (failedAt(a) < failedAt(b) ? 1 : -1));
  const [newest] = jobs;
  const oldest = jobs.at(-1);
  if (newest === undefined || oldest === undefined) throw new Error("a group has members");
  return {
    key,
    type: newest.type,
    code: newest.error?.code ?? "unknown",
    cause: newest.error?.cause ?? "error",
    kind: newest.error?.kind ?? "",
    jobs,
    newest,
    newestAt: failedAt(newest),
    oldestAt: failedAt(oldest),
  };
}
