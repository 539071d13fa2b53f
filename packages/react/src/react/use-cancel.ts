"use client";

import { useCallback } from "react";

import { cancelJob, requeueJob, type JobAnswer } from "../jobs/index.js";
import { useClient } from "./provider.js";
import { usePending } from "./use-pending.js";

/** What `useCancel` gives. Both throw what `error` then holds. */
export interface UseCancel {
  /** Cancels a queued job, asks a running one to stop. */
  cancel: (id: string) => Promise<JobAnswer>;
  /** Starts an ended job anew. */
  requeue: (id: string) => Promise<JobAnswer>;
  isPending: boolean;
  error: Error | undefined;
}

/** Cancelling jobs and putting them back. The change itself arrives by the stream. */
export function useCancel(): UseCancel {
  const client = useClient();
  const { run, isPending, error } = usePending();
  return {
    cancel: useCallback((id) => run(() => cancelJob(client, id)), [client, run]),
    requeue: useCallback((id) => run(() => requeueJob(client, id)), [client, run]),
    isPending,
    error,
  };
}
