"use client";

import { AlertTriangle, Pause, Play } from "lucide-react";
import Link from "next/link";
import { useState, type ReactNode } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { usePauseQueue } from "@/lib/api/operators";
import type { Count, Queue } from "@/lib/api/types";
import { count, duration } from "@/lib/format";
import { cn } from "@/lib/utils";
import { PauseDialog } from "./pause-dialog";

/** From here on a wait is said in words, not only as a number. */
export const LONG_WAIT_S = 60;

/** A queue: what is in it, who serves it, and the switch that pauses it. */
export function QueueRow({ queue }: { queue: Queue }) {
  const [isAsking, setAsking] = useState(false);
  const pause = usePauseQueue();
  const set = (paused: boolean) => {
    setAsking(false);
    pause.mutate({ name: queue.name, paused });
  };
  return (
    <li className={cn("flex flex-col gap-3 border-l-2 border-l-transparent p-4", queue.paused && "border-l-warning bg-warning-soft/50")}>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <h3 className="font-mono text-sm font-medium">{queue.name}</h3>
        {queue.paused ? <Badge tone="warning"><Pause aria-hidden /> Paused</Badge> : null}
        <span className="text-xs text-muted">{served(queue.workers)}</span>
        <div className="ml-auto flex gap-1">
          <Button asChild variant="ghost" size="sm">
            <Link href={`/jobs?queue=${encodeURIComponent(queue.name)}`} aria-label={`Your jobs in ${queue.name}`}>Jobs</Link>
          </Button>
          {queue.paused ? (
            <Button variant="primary" size="sm" isPending={pause.isPending} onClick={() => { set(false); }} aria-label={`Resume ${queue.name}`}>
              <Play aria-hidden /> Resume
            </Button>
          ) : (
            <Button size="sm" isPending={pause.isPending} onClick={() => { setAsking(true); }} aria-label={`Pause ${queue.name}`}>
              <Pause aria-hidden /> Pause
            </Button>
          )}
        </div>
      </div>
      <dl className="grid grid-cols-2 gap-x-4 gap-y-3 sm:grid-cols-4">
        <Fact name="Queued"><Number of={queue.queued} /></Fact>
        <Fact name="Running"><Number of={queue.running} className="text-running" /></Fact>
        <Fact name="Failed"><Number of={queue.failed} className="text-failed" /></Fact>
        <Fact name="Oldest wait">
          {queue.oldest_wait_s === null ? <span className="text-muted">none due</span> : duration(queue.oldest_wait_s)}
        </Fact>
      </dl>
      <Notice queue={queue} />
      {queue.tasks.length === 0 ? (
        <p className="text-xs text-muted">No task uses this queue by default.</p>
      ) : (
        <details className="text-xs text-muted">
          <summary className="w-fit cursor-pointer">{queue.tasks.length === 1 ? "1 task" : `${String(queue.tasks.length)} tasks`}</summary>
          <ul className="mt-2 flex flex-wrap gap-1.5">
            {queue.tasks.map((task) => <li key={task}><Badge tone="outline" className="font-mono font-normal">{task}</Badge></li>)}
          </ul>
        </details>
      )}
      <PauseDialog queue={queue} isOpen={isAsking} onOpenChange={setAsking} onPause={() => { set(true); }} />
    </li>
  );
}

/** What is wrong with a queue, in words; null where nothing is. */
export function noticeOf(queue: Queue): string | null {
  const isWaiting = queue.queued.count > 0;
  const waited = queue.oldest_wait_s !== null && queue.oldest_wait_s > LONG_WAIT_S ? duration(queue.oldest_wait_s) : null;
  const sofar = waited === null ? "" : ` The oldest has waited for ${waited}.`;
  if (queue.paused) {
    return isWaiting
      ? `Paused: no worker takes jobs from this queue. What is queued waits until it is resumed; what runs goes on.${sofar}`
      : "Paused: no worker takes jobs from this queue. New ones will wait until it is resumed.";
  }
  if (queue.workers === 0 && isWaiting) return `No worker serves this queue: what is queued waits until one does.${sofar}`;
  return waited === null ? null : `A job that could start has waited for ${waited}: the workers do not keep up.`;
}

function Notice({ queue }: { queue: Queue }) {
  const notice = noticeOf(queue);
  if (notice === null) return null;
  return (
    <p className="flex items-start gap-2 text-sm text-warning">
      <AlertTriangle className="mt-0.5 size-4 shrink-0" aria-hidden />
      {notice}
    </p>
  );
}

function served(workers: number): string {
  if (workers === 0) return "no worker";
  return workers === 1 ? "1 worker" : `${String(workers)} workers`;
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt className="text-xs text-muted">{name}</dt>
      <dd className="text-lg font-medium tabular-nums tracking-tight">{children}</dd>
    </div>
  );
}

function Number({ of, className }: { of: Count; className?: string }) {
  return <span className={of.count > 0 ? className : "text-muted"}>{count(of.count, of.is_capped)}</span>;
}
