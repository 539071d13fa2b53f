/** Cancelling, requeueing and deleting many jobs: what it would touch, and doing it in rounds. */
import { api } from "@/lib/api/client";
import type { Count, Status } from "@/lib/api/types";
import type { Criteria } from "./filters";

export type BulkAction = "cancel" | "requeue" | "delete";

/** Jobs picked one by one, or all that match. */
export type BulkTarget =
  | { kind: "ids"; jobs: readonly PickedJob[] }
  | { kind: "criteria"; criteria: Criteria; statuses: readonly Status[] };

export interface PickedJob {
  id: string;
  type: string;
  status: Status;
  /** Set where it is another owner's, for operators. */
  owner?: string | null;
}

export interface BulkAnswer {
  preview: boolean;
  matched: Count;
  job_ids: string[];
}

export interface Preview {
  total: Count;
  /** By state, for a choice of which to include. */
  parts: { status: Status; matched: Count }[];
  /** The first of them, oldest first. */
  first: string[];
}

export interface Progress {
  done: number;
  /** How many were previewed; null where counting stopped early. */
  total: number | null;
}

export interface Outcome {
  done: number;
  /** Picked or previewed, and not done because they had changed by then. */
  passed: number;
  end: "finished" | "stopped" | "came-again";
}

/** The API does so many at once. */
export const ROUND = 1000;
const PREVIEWED = 8;

/** Which states each action is for. */
export const FITTING: Record<BulkAction, readonly Status[]> = {
  cancel: ["queued", "running"],
  requeue: ["failed", "cancelled", "succeeded"],
  delete: ["succeeded", "failed", "cancelled"],
};

/** The states of `target` that `action` can touch. */
export function fittingStatuses(action: BulkAction, target: BulkTarget): readonly Status[] {
  const fitting = FITTING[action];
  if (target.kind === "ids") return fitting.filter((status) => target.jobs.some((job) => job.status === status));
  return target.statuses.length === 0 ? fitting : fitting.filter((status) => target.statuses.includes(status));
}

/** What `action` would touch among `statuses`; changes nothing. Picked jobs are counted here, matching ones by the API. */
export async function previewBulk(
  action: BulkAction,
  target: BulkTarget,
  statuses: readonly Status[],
  before: string,
  signal?: AbortSignal,
): Promise<Preview> {
  if (target.kind === "ids") {
    const parts = statuses.map((status) => ({ status, matched: exactly(target.jobs.filter((job) => job.status === status).length) }));
    const first = target.jobs.filter((job) => statuses.includes(job.status)).map((job) => job.id);
    return { total: sum(parts.map((part) => part.matched)), parts, first: first.slice(0, PREVIEWED) };
  }
  const answers = await Promise.all(
    statuses.map(async (status) => ({
      status,
      answer: await ask(action, { ...bounded(target.criteria, before), status, limit: PREVIEWED, preview: true }, { signal }),
    })),
  );
  return {
    total: sum(answers.map(({ answer }) => answer.matched)),
    parts: answers.map(({ status, answer }) => ({ status, matched: answer.matched })),
    first: answers.flatMap(({ answer }) => answer.job_ids).slice(0, PREVIEWED),
  };
}

/**
 * Do it, at most 1000 at a time, telling `onProgress` after each round.
 *
 * Jobs created after `before` are left alone. Ends early when `signal` aborts (between rounds), and when a job comes a
 * second time: a requeued one may have failed again already, and would go round for ever.
 */
export async function runBulk(
  action: BulkAction,
  target: BulkTarget,
  statuses: readonly Status[],
  plan: { before: string; total: Count; onProgress: (progress: Progress) => void; signal?: AbortSignal },
): Promise<Outcome> {
  const total = plan.total.is_capped ? null : plan.total.count;
  const seen = new Set<string>();
  const passed = () => (total === null ? 0 : Math.max(0, total - seen.size));
  for await (const ids of rounds(action, target, statuses, plan.before, () => (total === null ? ROUND : total - seen.size))) {
    const again = ids.some((id) => seen.has(id));
    for (const id of ids) seen.add(id);
    plan.onProgress({ done: seen.size, total });
    if (again) return { done: seen.size, passed: passed(), end: "came-again" };
    if (plan.signal?.aborted) return { done: seen.size, passed: 0, end: "stopped" };
  }
  return { done: seen.size, passed: passed(), end: "finished" };
}

async function* rounds(
  action: BulkAction,
  target: BulkTarget,
  statuses: readonly Status[],
  before: string,
  left: () => number,
): AsyncGenerator<string[]> {
  if (target.kind === "ids") {
    const jobs = target.jobs.filter((job) => statuses.includes(job.status));
    // A request is for one owner's jobs.
    for (const owner of new Set(jobs.map((job) => job.owner ?? null))) {
      const ids = jobs.filter((job) => (job.owner ?? null) === owner).map((job) => job.id);
      for (let at = 0; at < ids.length; at += ROUND) {
        yield (await ask(action, { ids: ids.slice(at, at + ROUND), limit: ROUND, preview: false }, { owner })).job_ids;
      }
    }
    return;
  }
  for (const status of statuses) {
    for (;;) {
      const limit = Math.min(ROUND, left());
      if (limit <= 0) return;
      const { job_ids: ids } = await ask(action, { ...bounded(target.criteria, before), status, limit, preview: false });
      yield ids;
      if (ids.length < limit) break;
    }
  }
}

function ask(
  action: BulkAction,
  body: Record<string, unknown>,
  { owner = null, signal }: { owner?: string | null; signal?: AbortSignal | undefined } = {},
): Promise<BulkAnswer> {
  return api<BulkAnswer>(`/background-jobs/${action}`, { method: "POST", body, query: { owner }, signal });
}

function bounded(criteria: Criteria, before: string): Criteria {
  const own = criteria.created_before;
  return { ...criteria, created_before: own !== undefined && own < before ? own : before };
}

function exactly(count: number): Count {
  return { count, is_capped: false };
}

function sum(counts: readonly Count[]): Count {
  return { count: counts.reduce((total, each) => total + each.count, 0), is_capped: counts.some((each) => each.is_capped) };
}
