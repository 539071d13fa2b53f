/** What can be said of worker processes by their reports. */
import type { JobSummary, Worker } from "@/lib/api/types";

/** A worker reports every 15 s: two reports are missing. */
export const STALE_S = 35;
/** The API forgets a worker after this; it is listed for a moment longer. */
export const GONE_S = 60;

export type Liveness = "heard" | "stale" | "gone";

/** Whether the worker has reported lately. `now` is in milliseconds; null while the server renders. */
export function livenessOf(worker: Pick<Worker, "seen_at">, now: number | null): Liveness {
  if (now === null) return "heard";
  const silentS = (now - Date.parse(worker.seen_at)) / 1000;
  if (silentS > GONE_S) return "gone";
  return silentS > STALE_S ? "stale" : "heard";
}

/** The running jobs by the worker that holds them. */
export function jobsByWorker(jobs: readonly JobSummary[]): Map<string, JobSummary[]> {
  const byWorker = new Map<string, JobSummary[]>();
  for (const job of jobs) {
    if (job.lease === null) continue;
    byWorker.set(job.lease.worker_id, [...(byWorker.get(job.lease.worker_id) ?? []), job]);
  }
  return byWorker;
}

/** How many slots are busy: the last report, or more where more jobs are known to run there. */
export function busyOf(worker: Pick<Worker, "running" | "concurrency">, known: number): number {
  return Math.min(worker.concurrency, Math.max(worker.running, known));
}

/**
 * The slots of all workers together. A silent worker's are not counted; what a draining one has left is not free.
 * `known` says how many jobs are known to run on a worker.
 */
export function slotsOf(
  workers: readonly Worker[],
  known: (worker: Worker) => number,
  now: number | null,
): { all: number; busy: number; free: number; silent: number } {
  const heard = workers.filter((worker) => livenessOf(worker, now) === "heard");
  const sum = { all: 0, busy: 0, free: 0, silent: workers.length - heard.length };
  for (const worker of heard) {
    const busy = busyOf(worker, known(worker));
    sum.all += worker.concurrency;
    sum.busy += busy;
    if (worker.state === "active") sum.free += worker.concurrency - busy;
  }
  return sum;
}
