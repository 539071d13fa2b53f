"use client";

import { useSyncExternalStore } from "react";
import { askedJobs, noAskedJobs, subscribeToAsked, type AskedJob } from "./asked";

/** The jobs asked for in this tab, newest first; none while the server renders. */
export function useAsked(): readonly AskedJob[] {
  return useSyncExternalStore(subscribeToAsked, askedJobs, noAskedJobs);
}
