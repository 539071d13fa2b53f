"use client";

import { useNow } from "@/lib/use-now";

/** Whole seconds until `until` (milliseconds since 1970); 0 once it is over or where there is nothing to wait for. */
export function useCountdown(until: number | null): number {
  const now = useNow();
  return until === null || now === null ? 0 : Math.max(0, Math.ceil((until - now) / 1000));
}
