/**
 * What a live list shows, held steady for its reader.
 *
 * New jobs wait outside while the reader is busy; a job that no longer matches stays where it is, marked, until the
 * reader refreshes. Pure: `steady` takes what was shown and what is true now.
 */
import type { JobSummary, Status } from "@/lib/api/types";

export interface SteadyRow {
  job: JobSummary;
  /** It is shown though the list would not bring it now: it is in another state, or not there any more. */
  left: "changed" | "gone" | null;
  /** It came while the list was being watched. */
  isNew: boolean;
  /** Rises with each change of state that was seen; 0 for none. */
  changes: number;
}

export interface Steady {
  /** Which list this is: another key starts afresh. */
  key: string;
  rows: SteadyRow[];
  /** Ids that came and are not shown yet. */
  waiting: string[];
}

export interface Now {
  key: string;
  /** The list as the hook has it: newest first. */
  jobs: readonly JobSummary[];
  /** The states the filter asks for; none is any. */
  statuses: readonly Status[];
  /** Show no new rows above what is being read. */
  isHeld: boolean;
  /** Jobs that are known to be deleted. */
  gone?: ReadonlySet<string>;
  /** Whether there are older jobs than the list carries. */
  hasMore?: boolean;
}

export function steady(before: Steady | null, now: Now): Steady {
  const isGone = (job: JobSummary) => now.gone?.has(job.id) ?? false;
  const matches = (job: JobSummary) => !isGone(job) && (now.statuses.length === 0 || now.statuses.includes(job.status));
  if (before?.key !== now.key) {
    return { key: now.key, rows: now.jobs.filter(matches).map((job) => ({ job, left: null, isNew: false, changes: 0 })), waiting: [] };
  }
  const live = new Map(now.jobs.map((job) => [job.id, job]));
  const shown = new Set(before.rows.map((row) => row.job.id));
  const newest = before.rows[0]?.job.id ?? "";
  const oldest = now.jobs.at(-1)?.id ?? "";
  // A row older than all the list carries was only not read again.
  const isBeyond = (job: JobSummary) => now.hasMore === true && job.id < oldest;
  const kept = before.rows
    .filter((row) => !isGone(row.job))
    .map((row) => keep(row, live.get(row.job.id), live.has(row.job.id) || isBeyond(row.job), matches));
  const fresh = now.jobs.filter((job) => !shown.has(job.id) && matches(job));
  // What is newer than the first row came by itself; what is older was asked for ("load more") and is always shown.
  const above = fresh.filter((job) => newest === "" || job.id > newest);
  const arrived = now.isHeld && before.rows.length > 0 ? [] : above;
  const added = [...fresh.filter((job) => !above.includes(job)), ...arrived];
  const rows = added.length === 0 ? kept : merge(kept, added.map((job) => ({ job, left: null, isNew: arrived.includes(job), changes: 0 })));
  const waiting = arrived.length === above.length ? [] : above.map((job) => job.id);
  return isSame(before, rows, waiting) ? before : { key: now.key, rows, waiting };
}

/** The list without the rows that have left. */
export function withoutLeft(before: Steady): Steady {
  return { ...before, rows: before.rows.filter((row) => row.left === null) };
}

function keep(row: SteadyRow, job: JobSummary | undefined, isLive: boolean, matches: (job: JobSummary) => boolean): SteadyRow {
  const current = job ?? row.job;
  const left = !matches(current) ? "changed" : isLive ? null : "gone";
  const hasChanged = current.status !== row.job.status || current.label !== row.job.label || current.attempt !== row.job.attempt;
  if (current === row.job && left === row.left) return row;
  return { job: current, left, isNew: row.isNew, changes: row.changes + (hasChanged ? 1 : 0) };
}

/** Ids rise with time, so newest first is by id, falling. */
function merge(rows: SteadyRow[], added: SteadyRow[]): SteadyRow[] {
  return [...rows, ...added].sort((a, b) => (a.job.id < b.job.id ? 1 : -1));
}

function isSame(before: Steady, rows: SteadyRow[], waiting: string[]): boolean {
  return (
    before.rows.length === rows.length &&
    before.waiting.length === waiting.length &&
    before.rows.every((row, index) => row === rows[index]) &&
    before.waiting.every((id, index) => id === waiting[index])
  );
}
