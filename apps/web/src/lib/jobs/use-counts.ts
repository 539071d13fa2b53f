"use client";

import { useEvents } from "@longhaul/react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "@/lib/api/client";
import type { Stats } from "@/lib/api/types";
import { previewBulk, type BulkAction } from "./bulk";
import { countEvent, type Counts } from "./counts";
import { STATE_EVENTS } from "./events";
import { criteriaOf, isNarrowed, STATUSES, writeFilters, type Filters } from "./filters";
import { useGently } from "./use-gently";

const SETTLE_MS = 3_000;
/** Counting what filters leave takes a request for each state. */
const SETTLE_NARROWED_MS = 8_000;

/** How many jobs are in each state, live; of those that `filters` leave, where they narrow. Null: not known yet. */
export function useCounts(filters: Filters, asOf: number, initial: Stats | null): Partial<Counts> | null {
  const queries = useQueryClient();
  const isOfSome = isNarrowed(filters);
  const stats = useQuery({
    queryKey: ["job-stats"],
    queryFn: ({ signal }) => api<Stats>("/background-jobs/stats", { signal }),
    ...(initial ? { initialData: initial } : {}),
  });
  const narrowed = useQuery({
    queryKey: ["job-counts", writeFilters({ ...filters, statuses: [] }), asOf],
    queryFn: ({ signal }) => countMatching(filters, asOf, signal),
    enabled: isOfSome,
    placeholderData: (previous) => previous,
  });
  const settle = useGently(
    () => void queries.invalidateQueries({ queryKey: [isOfSome ? "job-counts" : "job-stats"] }),
    isOfSome ? SETTLE_NARROWED_MS : SETTLE_MS,
  );
  useEvents(
    STATE_EVENTS,
    (event) => {
      queries.setQueryData<Stats>(["job-stats"], (before) => (before ? countEvent(before, event) : before));
      settle();
    },
    { onReset: settle, ...(initial ? { after: initial.cursor } : {}) },
  );
  return isOfSome ? (narrowed.data ?? null) : (stats.data?.counts ?? null);
}

const COUNTED_BY: Record<(typeof STATUSES)[number], BulkAction> = {
  queued: "cancel",
  running: "cancel",
  succeeded: "requeue",
  failed: "requeue",
  cancelled: "requeue",
};

/** Previews of the bulk routes count exactly what a filter matches, and change nothing. */
async function countMatching(filters: Filters, asOf: number, signal: AbortSignal): Promise<Partial<Counts>> {
  const criteria = criteriaOf(filters, asOf);
  const target = { kind: "criteria", criteria, statuses: [] } as const;
  const before = criteria.created_before ?? new Date(Date.now() + 86_400_000).toISOString();
  const counted = await Promise.all(
    STATUSES.map(async (status) => [status, (await previewBulk(COUNTED_BY[status], target, [status], before, signal)).total] as const),
  );
  return Object.fromEntries(counted);
}
