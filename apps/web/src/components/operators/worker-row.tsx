"use client";

import { AlertTriangle } from "lucide-react";
import Link from "next/link";
import { Elapsed, When } from "@/components/status/when";
import { Badge, type BadgeTone } from "@/components/ui/badge";
import type { JobSummary, Worker } from "@/lib/api/types";
import { useNow } from "@/lib/use-now";
import { cn } from "@/lib/utils";
import { Slots } from "./slots";
import { busyOf, livenessOf, type Liveness } from "./worker-facts";

const STATES: Readonly<Record<string, { text: string; tone: BadgeTone; says: string | null }>> = {
  active: { text: "Running", tone: "succeeded", says: null },
  draining: { text: "Draining", tone: "warning", says: "It has been told to stop: it ends what it runs and takes nothing more." },
};

const SILENCE = {
  heard: null,
  stale: { text: "Silent", says: "It has missed its last reports. It may be overloaded, cut off, or gone." },
  gone: { text: "Gone", says: "It has not reported for more than a minute. Other workers take over what it ran when its leases end." },
} as const satisfies Record<Liveness, { text: string; says: string } | null>;

/** A worker process: where it is, what it serves, how full it is and what it runs. */
export function WorkerRow({ worker, jobs }: { worker: Worker; jobs: readonly JobSummary[] }) {
  const silence = SILENCE[livenessOf(worker, useNow())];
  const state = STATES[worker.state] ?? { text: worker.state, tone: "neutral", says: null };
  const says = silence?.says ?? state.says;
  const busy = busyOf(worker, jobs.length);
  return (
    <li className="flex flex-col gap-3 p-4">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h3 className="min-w-0 break-words font-mono text-sm font-medium">{worker.host}<span className="whitespace-nowrap font-normal text-muted"> · pid {worker.pid}</span></h3>
        {silence ? <Badge tone="failed"><AlertTriangle aria-hidden /> {silence.text}</Badge> : <Badge tone={state.tone}>{state.text}</Badge>}
        <span className="flex-1" />
        <span className="text-xs text-muted">
          up for <Elapsed since={worker.started_at} until={null} /> · last seen{" "}
          <When iso={worker.seen_at} className={cn(silence && "font-medium text-failed")} />
        </span>
      </div>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Slots busy={busy} all={worker.concurrency} isQuiet={silence !== null} />
        <span className="text-sm tabular-nums">{busy} of {worker.concurrency} busy</span>
        <span className="text-xs text-muted">
          {worker.queues.length === 1 ? "queue " : "queues "}
          {worker.queues.map((queue, index) => (
            <span key={queue}>{index === 0 ? "" : ", "}<span className="font-mono">{queue}</span></span>
          ))}
        </span>
      </div>
      {says === null ? null : <p className="text-sm text-warning">{says}</p>}
      <Running jobs={jobs} others={Math.max(0, busy - jobs.length)} />
    </li>
  );
}

function Running({ jobs, others }: { jobs: readonly JobSummary[]; others: number }) {
  if (jobs.length === 0 && others === 0) return null;
  return (
    <ul className="flex flex-col gap-1 text-sm">
      {jobs.map((job) => (
        <li key={job.id} className="flex min-w-0 items-baseline gap-2">
          <Link href={`/jobs/${job.id}`} className="shrink-0 font-mono text-xs underline-offset-4 hover:underline">{job.type}</Link>
          <span className="min-w-0 flex-1 truncate text-xs text-muted">{job.progress?.message ?? job.label}</span>
          <span className="shrink-0 text-xs tabular-nums text-muted">
            {job.progress ? `${String(job.progress.percent)} % · ` : ""}
            {job.started_at ? <Elapsed since={job.started_at} until={null} /> : null}
          </span>
        </li>
      ))}
      {others === 0 ? null : (
        <li className="text-xs text-muted">
          {jobs.length === 0 ? "" : "and "}
          {others === 1 ? "1 job" : `${String(others)} jobs`} of other owners, or ended since its last report
        </li>
      )}
    </ul>
  );
}
