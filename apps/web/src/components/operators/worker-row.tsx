"use client";

import { AlertTriangle } from "lucide-react";
import Link from "next/link";
import { Elapsed, When } from "@/components/status/when";
import { Badge, type BadgeTone } from "@/components/ui/badge";
import type { HeldJob, Worker } from "@/lib/api/types";
import { foreign, jobPath } from "@/lib/jobs/address";
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
export function WorkerRow({ worker, isCapped, me }: { worker: Worker; isCapped: boolean; me: string }) {
  const silence = SILENCE[livenessOf(worker, useNow())];
  const state = STATES[worker.state] ?? { text: worker.state, tone: "neutral", says: null };
  const says = silence?.says ?? state.says;
  const busy = busyOf(worker, isCapped);
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
      <Running jobs={worker.jobs} me={me} others={Math.max(0, busy - worker.jobs.length)} />
    </li>
  );
}

function Running({ jobs, me, others }: { jobs: readonly HeldJob[]; me: string; others: number }) {
  if (jobs.length === 0 && others === 0) return null;
  return (
    <ul className="flex flex-col gap-1 text-sm">
      {jobs.map((job) => (
        <li key={job.id} className="flex min-w-0 items-baseline gap-x-2 max-sm:flex-wrap">
          <Link href={jobPath(job.id, foreign(job.owner, me))} className="shrink-0 font-mono text-xs underline-offset-4 hover:underline">{job.type}</Link>
          {job.owner === me ? null : <span className="min-w-0 max-w-56 truncate text-xs max-sm:flex-1 sm:shrink-0" title={`owner ${job.owner}`}>of <span className="font-mono">{job.owner}</span></span>}
          <span className="min-w-0 flex-1 truncate text-xs text-muted max-sm:order-last max-sm:basis-full">{job.progress?.message ?? "running"}</span>
          <span className="ml-auto shrink-0 text-xs tabular-nums text-muted">
            {job.progress ? `${String(job.progress.percent)} % · ` : ""}
            {job.started_at ? <Elapsed since={job.started_at} until={null} /> : null}
          </span>
        </li>
      ))}
      {others === 0 ? null : (
        <li className="text-xs text-muted">
          {others === 1 ? "1 more" : `${String(others)} more`}: no more than 200 are listed
        </li>
      )}
    </ul>
  );
}
