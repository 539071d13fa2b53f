/** What can be said of worker processes by their reports. */
import type { Worker } from "@/lib/api/types";

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

/** How many slots are busy: by the jobs it holds, which are as of now, or by its report where not all are told. */
export function busyOf(worker: Pick<Worker, "running" | "concurrency" | "jobs">, isCapped: boolean): number {
  const held = worker.jobs.length;
  return Math.min(worker.concurrency, isCapped ? Math.max(worker.running, held) : held);
}

/**
 * The slots of all workers together. A silent worker's are not counted; what a draining one has left is not free.
 * `isCapped` says that not all jobs they hold are told.
 */
export function slotsOf(
  workers: readonly Worker[],
  isCapped: boolean,
  now: number | null,
): { all: number; busy: number; free: number; silent: number } {
  const heard = workers.filter((worker) => livenessOf(worker, now) === "heard");
  const sum = { all: 0, busy: 0, free: 0, silent: workers.length - heard.length };
  for (const worker of heard) {
    const busy = busyOf(worker, isCapped);
    sum.all += worker.concurrency;
    sum.busy += busy;
    if (worker.state === "active") sum.free += worker.concurrency - busy;
  }
  return sum;
}
