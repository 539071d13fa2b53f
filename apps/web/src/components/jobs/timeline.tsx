"use client";

import { isTerminal } from "@longhaul/react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Card, CardHeader, CardTitle } from "@/components/ui/card";
import type { Job } from "@/lib/api/types";
import { duration } from "@/lib/format";
import type { JobEvent } from "@/lib/jobs/events";
import { scaleOf } from "@/lib/jobs/scale";
import { layoutTimeline } from "@/lib/jobs/timeline";
import { useLiveNow } from "@/lib/jobs/use-live-now";
import { cn } from "@/lib/utils";
import styles from "./jobs.module.css";
import { TimelineLane, type Detail } from "./timeline-lane";

/** The job's life on a time axis: one lane per attempt, with the wait before it, its steps and its progress. */
export function JobTimeline({ events, job }: { events: readonly JobEvent[]; job: Job }) {
  const isActive = !isTerminal(job.status);
  const last = events.at(-1);
  const now = useLiveNow(isActive, Date.parse(job.finished_at ?? last?.at ?? job.created_at));
  const [detail, setDetail] = useState<Detail | null>(null);
  const [isShort, setShort] = useState(true);
  const timeline = layoutTimeline(events, now, { createdAt: job.created_at, runAt: job.run_at });
  const short = scaleOf(timeline, true);
  const scale = isShort ? short : scaleOf(timeline, false);
  const lives = new Set(timeline.lanes.map((lane) => lane.life)).size;

  return (
    <Card>
      <CardHeader className="items-center">
        <CardTitle>Timeline</CardTitle>
        <div className="flex items-center gap-2 text-xs text-muted">
          <span className="font-mono tabular-nums">{duration((timeline.to - timeline.from) / 1000)}</span>
          {short.breaks.length > 0 ? (
            <Button variant="ghost" size="sm" aria-pressed={!isShort} onClick={() => { setShort(!isShort); }}>
              {isShort ? "True to time" : "Shorten waits"}
            </Button>
          ) : null}
        </div>
      </CardHeader>
      <div className="px-4 pb-3 pt-2">
        {timeline.isPartial ? <p className="pb-2 text-xs text-muted">The log no longer has the beginning of this job&apos;s history.</p> : null}
        <div className="grid grid-cols-[4.5rem_minmax(0,1fr)] sm:grid-cols-[8rem_minmax(0,1fr)]">
          <div />
          <div aria-hidden className="relative h-5 border-b">
            {scale.ticks.map((tick, index) => (
              <span
                key={tick.seconds}
                className={cn(
                  "absolute bottom-0.5 whitespace-nowrap font-mono text-[0.65rem] tabular-nums text-muted",
                  tick.x > 0.94 ? "-translate-x-full" : tick.x > 0.02 && "-translate-x-1/2",
                  index % 2 === 1 && "hidden sm:block",
                )}
                style={{ left: percent(tick.x) }}
              >
                {tick.seconds === 0 ? "0" : `+${duration(tick.seconds)}`}
              </span>
            ))}
          </div>
          <div className="relative col-span-2 grid grid-cols-subgrid" onMouseLeave={() => { setDetail(null); }}>
            <div aria-hidden className="pointer-events-none absolute inset-y-0 left-[4.5rem] right-0 sm:left-32">
              {scale.ticks.map((tick) => (
                <span key={tick.seconds} className="absolute inset-y-0 w-px bg-border/60" style={{ left: percent(tick.x) }} />
              ))}
            </div>
            {timeline.lanes.map((lane, index) => (
              <TimelineLane
                key={lane.key}
                lane={lane}
                scale={scale}
                isNewLife={lives > 1 && lane.life > 0 && timeline.lanes[index - 1]?.life !== lane.life}
                onDetail={setDetail}
              />
            ))}
            <div aria-hidden className="pointer-events-none absolute inset-y-0 left-[4.5rem] right-0 sm:left-32">
              {scale.breaks.map((each) => (
                <span
                  key={each.from}
                  className="absolute inset-y-0 flex items-end justify-center border-x border-dashed border-strong/50 pb-0.5"
                  style={{ left: percent(each.x), width: percent(each.width) }}
                >
                  <span className="whitespace-nowrap rounded bg-surface px-1 font-mono max-sm:hidden text-[0.65rem] text-muted">{duration((each.to - each.from) / 1000)}</span>
                </span>
              ))}
              {timeline.isOpen ? <span className={cn("absolute inset-y-0 right-0 w-0.5 bg-accent", styles["edge"])} /> : null}
            </div>
          </div>
        </div>
        <div className="mt-2 flex min-h-10 flex-wrap items-baseline gap-x-3 border-t pt-2 text-xs" aria-live="polite">
          {detail ? (
            <>
              <span className="font-medium">{detail.title}</span>
              <span className="font-mono tabular-nums text-muted">{detail.time}</span>
              {detail.text ? <span className="min-w-0 break-words text-muted">{detail.text}</span> : null}
            </>
          ) : (
            <Legend />
          )}
        </div>
      </div>
    </Card>
  );
}

function Legend() {
  return (
    <span className="flex flex-wrap gap-x-4 gap-y-1 text-muted">
      <span className="flex items-center gap-1.5">
        <span aria-hidden className={cn("h-2.5 w-5 rounded-sm bg-queued-soft text-queued", styles["wait"])} />
        waiting
      </span>
      <span className="flex items-center gap-1.5">
        <span aria-hidden className={cn("h-2.5 w-5 rounded-sm bg-warning-soft text-warning", styles["wait"])} />
        before another try
      </span>
      <span className="flex items-center gap-1.5">
        <span aria-hidden className="h-2.5 w-5 rounded-sm bg-running-soft" />
        running, filled by progress
      </span>
      <span className="flex items-center gap-1.5">
        <span aria-hidden className="h-1.5 w-5 rounded-sm bg-running/60" />
        steps
      </span>
    </span>
  );
}

export function percent(share: number): string {
  return `${String(Math.round(share * 100_000) / 1000)}%`;
}
