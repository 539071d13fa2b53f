"use client";

import { useEvents } from "@longhaul/react";
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef } from "react";

/** What moves a job from one count to another. */
const MOVES = [
  "job.created",
  "job.started",
  "job.retrying",
  "job.released",
  "job.rescued",
  "job.completed",
  "job.failed",
  "job.cancelled",
  "job.requeued",
];
const AT_MOST_EVERY_MS = 2_000;

/** Read the queries under `key` again when a job moves, at most every two seconds; the last move is never missed. */
export function useRefreshOnJobs(key: readonly string[]): void {
  const queries = useQueryClient();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const last = useRef(0);
  useEffect(() => () => { clearTimeout(timer.current); timer.current = undefined; }, []);
  const refresh = useCallback(() => {
    if (timer.current !== undefined) return;
    timer.current = setTimeout(() => {
      timer.current = undefined;
      last.current = Date.now();
      if (document.visibilityState === "visible") void queries.invalidateQueries({ queryKey: key });
    }, Math.max(0, last.current + AT_MOST_EVERY_MS - Date.now()));
  }, [queries, key]);
  useEvents(MOVES, refresh, { onReset: refresh });
}
