"use client";

import { useCallback } from "react";

import { ask, enqueue, type AskOptions, type EnqueueOptions, type Enqueued } from "../jobs/index.js";
import { useClient } from "./provider.js";
import { usePending } from "./use-pending.js";

/** What `useEnqueue` gives. Both throw what `error` then holds. */
export interface UseEnqueue {
  /** Asks for a job of `type`. */
  enqueue: (type: string, args: object, options?: EnqueueOptions) => Promise<Enqueued>;
  /** Posts JSON or a form to a route that answers with a job. */
  ask: (path: string, body: unknown, options?: AskOptions) => Promise<Enqueued>;
  isPending: boolean;
  error: Error | undefined;
}

/** Asking for jobs. Each call is one job, also where it had to be sent twice. */
export function useEnqueue(): UseEnqueue {
  const client = useClient();
  const { run, isPending, error } = usePending();
  return {
    enqueue: useCallback((type, args, options) => run(() => enqueue(client, type, args, options)), [client, run]),
    ask: useCallback((path, body, options) => run(() => ask(client, path, body, options)), [client, run]),
    isPending,
    error,
  };
}
