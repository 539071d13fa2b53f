"use client";

import { isTerminal } from "@longhaul/react";
import { useQuery, useQueryClient, type QueryClient } from "@tanstack/react-query";
import { api } from "@/lib/api/client";
import { isRefusal } from "@/lib/api/operators";
import type { History, HistoryEntry, JobAnswer } from "@/lib/api/types";
import { seqOf } from "./counts";

/** How often a job of another owner is asked for: the stream of this browser is of its own owner alone. */
const ACTIVE_MS = 3_000;
const ENDED_MS = 30_000;
const PAGE = 1000;

/** A job and its past, as far as they were read. */
export interface OthersJob {
  job: JobAnswer;
  events: readonly HistoryEntry[];
  /** Up to where the events are known. */
  cursor: string;
}

export const othersJobKey = (id: string, owner: string) => ["others-job", owner, id] as const;

/** Job `id` of `owner`, for operators: asked for again and again while the page is looked at, until the API refuses. */
export function useOthersJob(id: string, owner: string, first: OthersJob | null) {
  const queries = useQueryClient();
  return useQuery({
    queryKey: othersJobKey(id, owner),
    queryFn: ({ signal }) => read(queries, id, owner, signal),
    staleTime: ACTIVE_MS,
    refetchInterval: ({ state }) => (isRefusal(state.error) ? false : everyMs(state.data)),
    ...(first ? { initialData: first } : {}),
  });
}

/** How long until a job that was read so is asked for anew; one that was not read yet is asked for soon. */
export function everyMs(known: OthersJob | undefined): number {
  return known !== undefined && isTerminal(known.job.status) ? ENDED_MS : ACTIVE_MS;
}

async function read(queries: QueryClient, id: string, owner: string, signal: AbortSignal): Promise<OthersJob> {
  const path = `/background-jobs/${encodeURIComponent(id)}`;
  const job = await api<JobAnswer>(path, { query: { owner }, signal });
  const before = queries.getQueryData<OthersJob>(othersJobKey(id, owner));
  // A log that is behind where this reader was is another one, of a database that was restored.
  const known = before && seqOf(job.cursor) >= seqOf(before.cursor) ? before : null;
  const events = [...(known?.events ?? [])];
  let cursor = known?.cursor;
  for (let isMore = true; isMore; ) {
    const page = await api<History>(`${path}/events`, { query: { owner, limit: PAGE, after: cursor }, signal });
    events.push(...page.events);
    cursor = page.cursor;
    isMore = page.events.length === PAGE;
  }
  return { job, events, cursor: cursor ?? job.cursor };
}
