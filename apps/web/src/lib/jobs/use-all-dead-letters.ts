"use client";

import { useEvents } from "@longhaul/react";
import { useInfiniteQuery, useQueryClient, type InfiniteData } from "@tanstack/react-query";
import { api } from "@/lib/api/client";
import { isRefusal, REFRESH_MS } from "@/lib/api/operators";
import type { DeadLetter, DeadLetterPage } from "@/lib/api/types";
import { DEAD_LETTERS_PAGE } from "./groups";
import { useGently } from "./use-gently";

const SETTLE_MS = 1_000;
const KEY = ["operators", "dead-letters"] as const;

/**
 * The failed jobs of all owners, newest first: read anew every five seconds for each page that is shown, and soon after
 * one of the caller's own failed or was put back, which the stream tells.
 */
export function useAllDeadLetters({ type, queue }: { type: string | null; queue: string | null }, first: DeadLetterPage | null) {
  const queries = useQueryClient();
  const query = useInfiniteQuery({
    queryKey: [...KEY, type, queue],
    queryFn: ({ pageParam, signal }) => api<DeadLetterPage>("/dead-letters", { query: { type, queue, limit: DEAD_LETTERS_PAGE, page: pageParam }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_page,
    staleTime: REFRESH_MS,
    refetchInterval: ({ state }) => (isRefusal(state.error) ? false : REFRESH_MS * (state.data?.pages.length ?? 1)),
    select: (data: InfiniteData<DeadLetterPage, string | null>): DeadLetter[] => unique(data.pages.flatMap((page) => page.jobs)),
    ...(first ? { initialData: { pages: [first], pageParams: [null] } } : {}),
  });
  const settle = useGently(() => void queries.invalidateQueries({ queryKey: KEY }), SETTLE_MS);
  useEvents(["job.failed", "job.requeued"], settle, { onReset: settle, ...(first ? { after: first.cursor } : {}) });
  return {
    jobs: query.data ?? [],
    error: query.error,
    isLoading: query.isLoading,
    hasMore: query.hasNextPage,
    isOutdated: query.failureReason !== null && query.data !== undefined,
    loadMore: () => query.fetchNextPage(),
    refetch: () => void query.refetch(),
  };
}

/** Pages are read one after the other: what failed meanwhile moves the end of one onto the next. */
function unique(jobs: readonly DeadLetter[]): DeadLetter[] {
  return [...new Map(jobs.map((job) => [job.id, job])).values()];
}
