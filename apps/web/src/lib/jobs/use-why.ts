"use client";

import { useQuery } from "@tanstack/react-query";
import { api } from "@/lib/api/client";
import type { Why } from "./why";

const AGAIN_MS = 10_000;

/** Why job `id` is where it is (of another `owner`, where that is set): asked again when `stamp` changes, and every ten seconds. */
export function useWhy(id: string, owner: string | null, stamp: string, isOpen: boolean): { why: Why | undefined; error: Error | null } {
  const query = useQuery({
    queryKey: ["job-why", id, owner, stamp],
    queryFn: ({ signal }) => api<Why>(`/background-jobs/${id}/why`, { query: { owner }, signal }),
    enabled: isOpen,
    refetchInterval: AGAIN_MS,
    placeholderData: (previous) => previous,
  });
  return { why: query.data, error: query.error };
}
