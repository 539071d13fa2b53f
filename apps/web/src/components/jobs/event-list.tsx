"use client";

import { ChevronRight } from "lucide-react";
import { memo, useState } from "react";
import { Button } from "@/components/ui/button";
import { Empty } from "@/components/ui/states";
import { duration } from "@/lib/format";
import { EVENT_NAMES, linesOf, summaryOf, type JobEvent } from "@/lib/jobs/events";
import { useParam } from "@/lib/jobs/use-param";
import { cn } from "@/lib/utils";
import { JsonTree } from "./json-tree";

const SHOWN = 200;

const DOT: Readonly<Record<string, string>> = {
  "job.started": "bg-running",
  "job.completed": "bg-succeeded",
  "job.failed": "bg-failed",
  "job.cancelled": "bg-cancelled",
  "job.cancel_requested": "bg-cancelled",
  "job.retrying": "bg-warning",
  "job.rescued": "bg-warning",
  "job.released": "bg-queued",
  "job.created": "bg-queued",
  "job.requeued": "bg-queued",
  "job.artifact": "bg-accent",
};

const LEVEL: Readonly<Record<string, string>> = { warning: "text-warning", warn: "text-warning", error: "text-failed", critical: "text-failed" };

/** Everything the log holds about the job, newest last; each type can be left out. */
export function EventList({ events, createdAt, isComplete }: { events: readonly JobEvent[]; createdAt: string; isComplete: boolean }) {
  const [only, setOnly] = useParam("events");
  const [most, setMost] = useState(SHOWN);
  const types = Object.keys(EVENT_NAMES).filter((type) => events.some((event) => event.type === type));
  const wanted = only === null ? events : events.filter((event) => event.type === only);
  const shown = wanted.slice(-most);
  const start = Date.parse(events[0]?.at ?? createdAt);
  if (events.length === 0) {
    return <Empty title={isComplete ? "The log holds no events of this job" : "Reading the log …"}>{isComplete ? "Events expire before jobs do." : null}</Empty>;
  }
  return (
    <div className="flex flex-col gap-2">
      <div role="group" aria-label="Show only" className="flex flex-wrap gap-1">
        <Chip isOn={only === null} onClick={() => { setOnly(null); }}>
          All {events.length}
        </Chip>
        {types.map((type) => (
          <Chip key={type} isOn={only === type} onClick={() => { setOnly(only === type ? null : type); }}>
            {EVENT_NAMES[type]} {events.filter((event) => event.type === type).length}
          </Chip>
        ))}
      </div>
      {wanted.length > shown.length ? (
        <Button size="sm" variant="ghost" className="self-start" onClick={() => { setMost(most + SHOWN); }}>
          {wanted.length - shown.length} earlier
        </Button>
      ) : null}
      <ol className="overflow-hidden rounded-md border text-xs">
        {shown.map((event) => (
          <EventItem key={event.seq} event={event} start={start} />
        ))}
      </ol>
    </div>
  );
}

function Chip({ isOn, onClick, children }: { isOn: boolean; onClick: () => void; children: React.ReactNode }) {
  return (
    <button
      type="button"
      aria-pressed={isOn}
      onClick={onClick}
      className={cn("rounded-full border px-2.5 py-0.5 text-xs tabular-nums text-muted hover:bg-raised", isOn && "border-strong bg-raised text-foreground")}
    >
      {children}
    </button>
  );
}

const EventItem = memo(function EventItem({ event, start }: { event: JobEvent; start: number }) {
  const [isOpen, setOpen] = useState(false);
  const lines = event.type === "job.log" ? linesOf(event) : [];
  return (
    <li className="border-b last:border-0">
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={() => { setOpen(!isOpen); }}
        className="flex w-full flex-wrap items-baseline gap-x-2 px-2 py-1.5 text-left sm:flex-nowrap -outline-offset-2 hover:bg-raised/60"
      >
        <ChevronRight aria-hidden className={cn("size-3.5 shrink-0 self-center text-muted transition-transform", isOpen && "rotate-90")} />
        <span className="w-24 shrink-0 whitespace-nowrap font-mono tabular-nums text-muted" title={event.at}>
          +{duration(Math.max(0, Date.parse(event.at) - start) / 1000)}
        </span>
        <span className="flex w-24 shrink-0 items-baseline gap-1.5">
          <span aria-hidden className={cn("size-1.5 self-center rounded-full", DOT[event.type] ?? "bg-border")} />
          {EVENT_NAMES[event.type] ?? event.type}
        </span>
        <span className="min-w-0 basis-full pl-5 text-muted empty:hidden sm:flex-1 sm:basis-0 sm:pl-0">
          {lines.length > 0 ? (
            lines.map((line, index) => (
              <span key={index} className="block break-words font-mono">
                <span className={cn("mr-2 uppercase", LEVEL[line.level] ?? "text-muted")}>{line.level}</span>
                <span className="text-foreground">{line.message}</span>
                {line.fields ? <span className="ml-2">{Object.entries(line.fields).map(([name, value]) => `${name}=${String(value)}`).join(" ")}</span> : null}
              </span>
            ))
          ) : (
            <span className={isOpen ? "break-words" : "line-clamp-1 break-all"}>{summaryOf(event)}</span>
          )}
        </span>
      </button>
      {isOpen ? (
        <div className="px-2 pb-2 sm:pl-8">
          <p className="pb-1 font-mono text-muted">
            {event.type} · seq {event.seq}
            {event.v === null ? "" : ` · v${String(event.v)}`} · {event.at}
          </p>
          <JsonTree value={event.data} label={`Data of event ${String(event.seq)}`} />
        </div>
      ) : null}
    </li>
  );
});
