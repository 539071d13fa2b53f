import { RotateCcw } from "lucide-react";
import { duration } from "@/lib/format";
import type { Scale } from "@/lib/jobs/scale";
import type { Lane, Mark, Run, RunEnd, Span, Wait, WaitKind } from "@/lib/jobs/timeline";
import { cn } from "@/lib/utils";
import styles from "./jobs.module.css";

export interface Detail {
  title: string;
  time: string;
  text: string | null;
}

const WAIT: Record<WaitKind, { text: string; look: string }> = {
  waiting: { text: "Waiting for a worker", look: "bg-queued-soft text-queued" },
  scheduled: { text: "Scheduled for later", look: "bg-queued-soft text-queued opacity-80" },
  "backing-off": { text: "Waiting before the next try", look: "bg-warning-soft text-warning" },
  released: { text: "Given back, waiting for a worker", look: "bg-queued-soft text-queued" },
  rescued: { text: "Rescued, waiting for a worker", look: "bg-warning-soft text-warning" },
};

const END: Record<RunEnd, { text: string; block: string; fill: string }> = {
  running: { text: "Running", block: "border-running/60 bg-running-soft", fill: "fill-running/35" },
  succeeded: { text: "Succeeded", block: "border-succeeded/60 bg-succeeded-soft", fill: "fill-succeeded/30" },
  failed: { text: "Failed", block: "border-failed/60 bg-failed-soft", fill: "fill-failed/30" },
  retrying: { text: "Failed, to be tried again", block: "border-warning/60 bg-warning-soft", fill: "fill-warning/30" },
  released: { text: "Given back", block: "border-dashed border-queued/70 bg-queued-soft", fill: "fill-queued/30" },
  rescued: { text: "Worker lost", block: "border-dashed border-warning bg-warning-soft", fill: "fill-warning/30" },
  cancelled: { text: "Cancelled", block: "border-cancelled/60 bg-cancelled-soft", fill: "fill-cancelled/30" },
  unknown: { text: "Ran", block: "bg-raised", fill: "fill-strong/30" },
};

/** One attempt: its label, the wait before it, the run and the steps in it. */
export function TimelineLane({
  lane,
  scale,
  isNewLife,
  onDetail,
}: {
  lane: Lane;
  scale: Scale;
  isNewLife: boolean;
  onDetail: (detail: Detail) => void;
}) {
  return (
    <>
      <div className={cn("flex flex-col justify-center pr-2 text-xs", isNewLife && "border-t")}>
        <span className="truncate">{lane.label}</span>
        {isNewLife ? (
          <span className="flex items-center gap-1 text-[0.65rem] text-muted [&_svg]:size-3">
            <RotateCcw aria-hidden /> requeued
          </span>
        ) : null}
      </div>
      <div className={cn("relative h-11", isNewLife && "border-t")}>
        {lane.waits.map((wait) => (
          <WaitBlock key={wait.from} wait={wait} scale={scale} onDetail={onDetail} />
        ))}
        {lane.run ? <RunBlock run={lane.run} label={lane.label} scale={scale} onDetail={onDetail} /> : null}
        {lane.mark ? <MarkPoint mark={lane.mark} scale={scale} onDetail={onDetail} /> : null}
      </div>
    </>
  );
}

type Show = (detail: Detail) => void;

function WaitBlock({ wait, scale, onDetail }: { wait: Wait; scale: Scale; onDetail: Show }) {
  const look = WAIT[wait.kind];
  return (
    <Block
      span={wait}
      scale={scale}
      detail={{ title: look.text, time: lengthOf(wait), text: wait.isOpen ? "still" : null }}
      onDetail={onDetail}
      className={cn("top-3.5 h-3 rounded-sm", look.look, styles["wait"])}
    />
  );
}

function RunBlock({ run, label, scale, onDetail }: { run: Run; label: string; scale: Scale; onDetail: Show }) {
  const look = END[run.end];
  const asked = run.marks.find((mark) => mark.kind === "cancel-requested");
  const on = run.workerId ? `on ${run.workerId}` : "";
  const last = run.progress.at(-1);
  const said = last ? `${String(last.percent)} % · ${last.message}` : "";
  return (
    <>
      <Block
        span={run}
        scale={scale}
        detail={{ title: `${label}: ${look.text.toLowerCase()}`, time: lengthOf(run), text: [run.reason ?? said, on].filter(Boolean).join(" · ") || null }}
        onDetail={onDetail}
        className={cn("top-1.5 h-5 min-w-1 overflow-hidden rounded-sm border", look.block)}
      >
        <ProgressShape run={run} scale={scale} className={look.fill} />
        {asked ? <Stopping from={asked.at} run={run} scale={scale} /> : null}
      </Block>
      {run.steps.map((step) => (
        <Block
          key={`${step.name} ${String(step.to)}`}
          span={step}
          scale={scale}
          detail={{ title: `Step ${step.name}`, time: lengthOf(step), text: "done; a later attempt does not repeat it" }}
          onDetail={onDetail}
          className="top-[1.85rem] h-1.5 min-w-0.5 rounded-[2px] bg-running/60 hover:bg-running focus-visible:bg-running"
        />
      ))}
      {run.marks.map((mark, index) => (
        <MarkPoint key={`${mark.kind} ${String(index)}`} mark={mark} scale={scale} onDetail={onDetail} />
      ))}
    </>
  );
}

/** The block filled as far as the job said it was, at each moment. */
function ProgressShape({ run, scale, className }: { run: Run; scale: Scale; className: string }) {
  const from = scale.place(run.from);
  const width = scale.place(run.to) - from;
  if (run.progress.length === 0 || width <= 0) return null;
  const x = (at: number) => ((scale.place(at) - from) / width) * 100;
  let path = "M 0 100";
  let level = 100;
  for (const point of run.progress) {
    path += ` L ${x(point.at).toFixed(2)} ${String(level)}`;
    level = 100 - point.percent;
    path += ` L ${x(point.at).toFixed(2)} ${String(level)}`;
  }
  path += ` L 100 ${String(level)} L 100 100 Z`;
  return (
    <svg aria-hidden viewBox="0 0 100 100" preserveAspectRatio="none" className={cn("absolute inset-0 size-full", className)}>
      <path d={path} />
    </svg>
  );
}

/** From the moment somebody asked it to stop until it had. */
function Stopping({ from, run, scale }: { from: number; run: Run; scale: Scale }) {
  const start = scale.place(run.from);
  const width = scale.place(run.to) - start;
  const left = width <= 0 ? 0 : (scale.place(from) - start) / width;
  return <span aria-hidden className={cn("absolute inset-y-0 right-0", styles["stopping"])} style={{ left: `${String(left * 100)}%` }} />;
}

const MARK: Record<Mark["kind"], { title: string; look: string }> = {
  artifact: { title: "File", look: "bg-accent" },
  log: { title: "Log", look: "bg-strong" },
  "cancel-requested": { title: "Cancel", look: "bg-failed" },
  cancelled: { title: "Cancelled", look: "bg-cancelled" },
};

function MarkPoint({ mark, scale, onDetail }: { mark: Mark; scale: Scale; onDetail: Show }) {
  const { title, look } = MARK[mark.kind];
  const show = () => { onDetail({ title, time: "", text: mark.text }); };
  return (
    <button
      type="button"
      aria-label={`${title}: ${mark.text}`}
      onMouseEnter={show}
      onFocus={show}
      className={cn("absolute top-0 z-[1] size-1.5 -translate-x-1/2 rounded-full after:absolute after:-inset-1", look)}
      style={{ left: `${String(scale.place(mark.at) * 100)}%` }}
    />
  );
}

function Block({
  span,
  scale,
  detail,
  onDetail,
  className,
  children,
}: {
  span: Span;
  scale: Scale;
  detail: Detail;
  onDetail: Show;
  className: string;
  children?: React.ReactNode;
}) {
  const left = scale.place(span.from);
  const width = scale.place(span.to) - left;
  const show = () => { onDetail(detail); };
  return (
    <button
      type="button"
      aria-label={`${detail.title}, ${detail.time}${detail.text ? `, ${detail.text}` : ""}`}
      onMouseEnter={show}
      onFocus={show}
      className={cn("absolute hover:brightness-95 dark:hover:brightness-125", className)}
      style={{ left: `${String(Math.round(left * 100_000) / 1000)}%`, width: `${String(Math.round(width * 100_000) / 1000)}%` }}
    >
      {children}
    </button>
  );
}

function lengthOf(span: Span): string {
  return duration((span.to - span.from) / 1000);
}
