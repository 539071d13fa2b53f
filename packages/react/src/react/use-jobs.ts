"use client";

import { useMemo, useState, useSyncExternalStore } from "react";

import { createLiveJobList, type JobFilter, type JobListState, type JobPage } from "../jobs/index.js";
import { useClient } from "./provider.js";

/** What `useJobs` gives. */
export interface UseJobs extends JobListState {
  loadMore: () => Promise<void>;
  refetch: () => Promise<void>;
}

/**
 * The jobs that match `filter`, live, newest first. `initial` is the first page, read before with the same filter and
 * limit; it belongs to the filter of the first render.
 */
export function useJobs(
  filter: JobFilter = {},
  options: { initial?: JobPage | undefined; limit?: number | undefined } = {},
): UseJobs {
  const client = useClient();
  const limit = options.limit ?? 50;
  const key = JSON.stringify([
    filter.status,
    filter.type,
    filter.queue,
    filter.tag,
    filter.created_after,
    filter.created_before,
    limit,
  ]);
  const [first] = useState({ key, page: options.initial });
  const live = useMemo(() => {
    const [status, type, queue, tag, created_after, created_before] = JSON.parse(key) as (string | string[] | null)[];
    const parts = { status, type, queue, tag, created_after, created_before };
    const wanted = Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== null && value !== ""));
    return createLiveJobList(client, wanted, limit, first.key === key ? first.page : undefined);
  }, [client, key, limit, first]);
  const state = useSyncExternalStore(live.subscribe, live.get, live.get);
  return { ...state, loadMore: live.loadMore, refetch: live.refetch };
}
