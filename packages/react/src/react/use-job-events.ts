"use client";

import { useMemo, useState, useSyncExternalStore } from "react";

import { createLiveHistory, type History, type HistoryState } from "../jobs/index.js";
import { useClient } from "./provider.js";

/** The events of job `id`: those of the past, then those to come, each once and in order. */
export function useJobEvents(id: string, options: { initial?: History | undefined } = {}): HistoryState {
  const client = useClient();
  const [first] = useState({ id, history: options.initial });
  const live = useMemo(
    () => createLiveHistory(client, id, first.id === id ? first.history : undefined),
    [client, id, first],
  );
  return useSyncExternalStore(live.subscribe, live.get, live.get);
}
