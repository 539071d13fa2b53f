/** How many jobs are in each state: as the API counted, and corrected by what the log said since. */
import type { Count, Stats, Status } from "@/lib/api/types";
import { textOf, type JobEvent } from "./events";

export type Counts = Record<Status, Count>;

/** The number before the dot of a cursor: events up to it are in the answer that came with it. */
export function seqOf(cursor: string): number {
  return Number.parseInt(cursor, 10);
}

/** `stats` after `event`. What is capped stays as it is, and so does an answer that was taken after the event. */
export function countEvent(stats: Stats, event: JobEvent & { cursor: string }): Stats {
  if (event.seq <= seqOf(stats.cursor)) return stats;
  const [from, to] = moveOf(event);
  const counts: Record<string, Count> = { ...stats.counts };
  for (const [status, by] of [[from, -1], [to, +1]] as const) {
    const count = status === null ? undefined : counts[status];
    if (status !== null && count) counts[status] = shifted(count, by);
  }
  return { ...stats, counts, cursor: event.cursor };
}

/** From which state into which an event took its job; null where it did not, or cannot be told. */
function moveOf(event: JobEvent): readonly [Status | null, Status | null] {
  switch (event.type) {
    case "job.created":
      return [null, "queued"];
    case "job.started":
      return ["queued", "running"];
    case "job.completed":
      return ["running", "succeeded"];
    case "job.failed":
      return ["running", "failed"];
    case "job.retrying":
    case "job.released":
    case "job.rescued":
      return ["running", "queued"];
    case "job.cancelled":
      return [wasRunning(event) ? "running" : "queued", "cancelled"];
    case "job.requeued":
      return [null, "queued"];
    default:
      return [null, null];
  }
}

/** Whoever holds a job says why it ends; cancelling a queued one needs no reason. */
function wasRunning(event: JobEvent): boolean {
  return textOf(event, "reason") !== null || textOf(event, "verb") !== null || "error" in event.data || "delay_s" in event.data;
}

function shifted(count: Count, by: number): Count {
  return count.is_capped ? count : { ...count, count: Math.max(0, count.count + by) };
}
