"use client";

import { useMemo, useState, useSyncExternalStore } from "react";

import { createLiveJob, type JobAnswer, type JobState } from "../jobs/index.js";
import { useClient } from "./provider.js";

/**
 * Job `id`, live. `initial` is a reading made before, for instance on the server: it is shown at once, and events
 * continue from its cursor. Only the first `initial` of an id counts.
 */
export function useJob(id: string, options: { initial?: JobAnswer | undefined } = {}): JobState & { refetch: () => Promise<void> } {
  const client = useClient();
  const [first] = useState(options.initial);
  const live = useMemo(() => createLiveJob(client, id, first?.id === id ? first : undefined), [client, id, first]);
  const state = useSyncExternalStore(live.subscribe, live.get, live.get);
  return { ...state, refetch: live.refetch };
}
