/** Dead letters put together by what went wrong. */
import type { JobSummary } from "@/lib/api/types";

export interface FailureGroup {
  key: string;
  type: string;
  code: string;
  cause: string;
  kind: string;
  /** Newest first. */
  jobs: JobSummary[];
  newest: JobSummary;
  /** When the newest and the oldest of them failed. */
  newestAt: string;
  oldestAt: string;
}

/** Failed jobs by task, error code and cause; the group with the newest failure first. */
export function groupFailures(jobs: readonly JobSummary[]): FailureGroup[] {
  const groups = new Map<string, JobSummary[]>();
  for (const job of jobs) {
    if (job.status !== "failed") continue;
    const key = [job.type, job.error?.code ?? "", job.error?.cause ?? ""].join("\n");
    const group = groups.get(key);
    if (group) group.push(job);
    else groups.set(key, [job]);
  }
  return [...groups].map(([key, members]) => toGroup(key, members)).sort((a, b) => (a.newestAt < b.newestAt ? 1 : -1));
}

export function failedAt(job: JobSummary): string {
  return job.finished_at ?? job.created_at;
}

function toGroup(key: string, members: JobSummary[]): FailureGroup {
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
