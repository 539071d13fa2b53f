"use client";

import { useQuery } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { api } from "@/lib/api/client";
import type { Job, Status } from "@/lib/api/types";
import { previewBulk, runBulk, type BulkAction, type BulkTarget, type Outcome, type Preview, type Progress } from "./bulk";

const NAMED = 8;

interface PreviewState {
  preview: Preview | undefined;
  error: Error | null;
  isLoading: boolean;
  retry: () => void;
}

/** What `action` would touch, asked once per choice of states. `before` bounds it to jobs that were there then. */
export function useBulkPreview(action: BulkAction, target: BulkTarget, statuses: readonly Status[], before: string): PreviewState {
  const query = useQuery({
    queryKey: ["bulk-preview", action, target, statuses, before],
    queryFn: ({ signal }) => previewBulk(action, target, statuses, before, signal),
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
    enabled: statuses.length > 0,
  });
  return { preview: query.data, error: query.error, isLoading: query.isLoading, retry: () => void query.refetch() };
}

/** The tasks of `ids`, as far as they are not in `known` already: the first few are looked up. */
export function useJobNames(ids: readonly string[], known: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const missing = ids.filter((id) => !known.has(id)).slice(0, NAMED);
  const found = useQuery({
    queryKey: ["job-names", missing],
    queryFn: async ({ signal }) => Promise.all(missing.map((id) => api<Job>(`/background-jobs/${id}`, { signal }))),
    enabled: missing.length > 0,
    retry: false,
  });
  return new Map([...known, ...(found.data ?? []).map((job) => [job.id, job.type] as const)]);
}

export type BulkState =
  | { phase: "asking" }
  | { phase: "running"; progress: Progress }
  | { phase: "done"; outcome: Outcome }
  | { phase: "failed"; error: unknown; progress: Progress };

interface Bulk {
  state: BulkState;
  run: (action: BulkAction, target: BulkTarget, statuses: readonly Status[], plan: { before: string; preview: Preview }) => Promise<Outcome | null>;
  stop: () => void;
}

/** Runs one bulk action and says how far it is. `stop` ends it after the round under way. */
export function useBulk(): Bulk {
  const [state, setState] = useState<BulkState>({ phase: "asking" });
  const stopping = useRef<AbortController | null>(null);
  return {
    state,
    stop: () => {
      stopping.current?.abort();
    },
    run: async (action, target, statuses, { before, preview }) => {
      const total = preview.total.is_capped ? null : preview.total.count;
      let progress: Progress = { done: 0, total };
      stopping.current = new AbortController();
      setState({ phase: "running", progress });
      try {
        const outcome = await runBulk(action, target, statuses, {
          before,
          total: preview.total,
          signal: stopping.current.signal,
          onProgress: (next) => {
            progress = next;
            setState({ phase: "running", progress });
          },
        });
        setState({ phase: "done", outcome });
        return outcome;
      } catch (error) {
        setState({ phase: "failed", error, progress });
        return null;
      }
    },
  };
}
