"use client";

import { useJobs } from "@longhaul/react";
import { useState } from "react";
import type { JobPage, JobSummary } from "@/lib/api/types";
import { forgetAsked, type AskedJob } from "./asked";
import { isDeskTask } from "./tasks";
import { useAsked } from "./use-asked";

const SHOWN = 9;
/** Of the jobs that others asked for, or another tab, so many stay after their end. */
const ENDED_OF_OTHERS = 3;

export interface UnderWayCard {
  id: string;
  summary: JobSummary | undefined;
  asked: AskedJob | undefined;
  at: string;
}

/** The desk's active jobs as the server found them. */
export interface ActiveJobs {
  running: JobPage | null;
  queued: JobPage | null;
}

/**
 * What is under way: every active job of the desk, what this tab asked for, and what ended while the page was open.
 *
 * A card stays when its job ends, so that its result can be seen, until it is put away.
 */
export function useUnderWay(initial: ActiveJobs) {
  const running = useJobs({ status: "running" }, { ...(initial.running ? { initial: initial.running } : {}), limit: 50 });
  const queued = useJobs({ status: "queued" }, { ...(initial.queued ? { initial: initial.queued } : {}), limit: 50 });
  const asked = useAsked();
  const [seen, setSeen] = useState<ReadonlyMap<string, JobSummary>>(new Map());
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());

  const active = [...running.jobs, ...queued.jobs].filter((job) => isDeskTask(job.type));
  const fresh = active.filter((job) => (seen.get(job.id)?.v ?? -1) < job.v);
  if (fresh.length > 0) setSeen(new Map([...seen, ...fresh.map((job) => [job.id, job] as const)]));

  const cards = new Map<string, UnderWayCard>();
  for (const job of [...active, ...seen.values()]) {
    if (!cards.has(job.id)) cards.set(job.id, { id: job.id, summary: job, asked: undefined, at: job.created_at });
  }
  for (const job of asked) {
    cards.set(job.id, { id: job.id, at: job.at, summary: undefined, ...cards.get(job.id), asked: job });
  }
  const activeIds = new Set(active.map(({ id }) => id));
  let ended = 0;
  const shown = [...cards.values()]
    .filter(({ id }) => !hidden.has(id))
    .sort((one, other) => (one.at < other.at ? 1 : one.at > other.at ? -1 : 0))
    .filter((card) => card.asked !== undefined || activeIds.has(card.id) || ++ended <= ENDED_OF_OTHERS);

  return {
    cards: shown.slice(0, SHOWN),
    more: Math.max(0, shown.length - SHOWN),
    error: running.error ?? queued.error,
    isShown: (id: string) => shown.slice(0, SHOWN).some((card) => card.id === id),
    dismiss: (id: string) => {
      forgetAsked(id);
      setHidden(new Set([...hidden, id]));
    },
  };
}
