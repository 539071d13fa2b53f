/** A job's events laid out in time: lives, attempts, the waits before them, steps and marks. Pure; draws nothing. */
import { failureOf, numberOf, textOf, type JobEvent } from "./events";

export type WaitKind = "waiting" | "scheduled" | "backing-off" | "released" | "rescued";
export type RunEnd = "running" | "succeeded" | "failed" | "retrying" | "released" | "rescued" | "cancelled" | "unknown";

export interface Span {
  from: number;
  to: number;
}

export interface Wait extends Span {
  kind: WaitKind;
  isOpen: boolean;
}

export interface StepSpan extends Span {
  name: string;
}

export interface ProgressPoint {
  at: number;
  percent: number;
  message: string;
}

export interface Mark {
  at: number;
  kind: "artifact" | "log" | "cancel-requested" | "cancelled";
  text: string;
}

export interface Run extends Span {
  attempt: number | null;
  end: RunEnd;
  workerId: string | null;
  /** Why it ended, in the log's words. */
  reason: string | null;
  steps: StepSpan[];
  progress: ProgressPoint[];
  marks: Mark[];
}

/** One line of the drawing: waiting, then running. A lane without `run` is a job that never started, or waits now. */
export interface Lane {
  key: number;
  label: string;
  /** Which life: 0, and one more after each requeue. */
  life: number;
  waits: Wait[];
  run: Run | null;
  /** What ended the job while it waited. */
  mark: Mark | null;
}

export interface Timeline extends Span {
  lanes: Lane[];
  /** Whether it goes on: the right edge is now. */
  isOpen: boolean;
  /** Whether the log no longer has the beginning. */
  isPartial: boolean;
}

interface Start {
  createdAt: string;
  runAt: string;
}

/** Lay out `events` (oldest first). `now` is milliseconds and moves the open end; `job` gives what the log has forgotten. */
export function layoutTimeline(events: readonly JobEvent[], now: number, job: Start): Timeline {
  const from = Date.parse(events[0]?.type === "job.created" ? events[0].at : job.createdAt);
  // A retry or requeue has moved `runAt`; what lies after the first start is not what that start waited for.
  const firstStart = events.find((event) => event.type === "job.started" || event.type === "job.requeued");
  const runAt = Date.parse(job.runAt);
  const builder = new Builder(from, firstStart && runAt > Date.parse(firstStart.at) ? from : runAt);
  for (const event of events) builder.take(event);
  const last = events.at(-1);
  return builder.finish(Math.max(now, last ? Date.parse(last.at) : 0), events[0]?.type !== "job.created");
}

const OPEN: Record<WaitKind, string> = {
  waiting: "Waiting",
  scheduled: "Scheduled",
  "backing-off": "Next try",
  released: "Waiting",
  rescued: "Waiting",
};

class Builder {
  private readonly lanes: Lane[] = [];
  private lane: Lane | null = null;
  private run: Run | null = null;
  private life = 0;
  private waitKind: WaitKind = "waiting";
  private waitFrom: number | null;
  private dueAt: number | null;
  private endedAt: number | null = null;
  private again = new Map<string, number>();

  constructor(private readonly from: number, runAt: number) {
    this.waitFrom = from;
    this.dueAt = runAt > from + 1000 ? runAt : null;
  }

  take(event: JobEvent): void {
    const at = Date.parse(event.at);
    switch (event.type) {
      case "job.created":
        return;
      case "job.started":
        this.start(event, at);
        return;
      case "job.progress":
        this.run?.progress.push({ at, percent: numberOf(event, "percent") ?? 0, message: textOf(event, "message") ?? "" });
        return;
      case "job.step":
        this.step(event, at);
        return;
      case "job.log":
      case "job.artifact":
        this.run?.marks.push({ at, kind: event.type === "job.log" ? "log" : "artifact", text: markText(event) });
        return;
      case "job.cancel_requested":
        this.run?.marks.push({ at, kind: "cancel-requested", text: "Asked to stop" });
        return;
      case "job.retrying":
        this.stop("retrying", at, reasonOf(event));
        this.wait("backing-off", at, at + (numberOf(event, "delay_s") ?? 0) * 1000);
        return;
      case "job.released":
        this.stop("released", at, "The worker stopped and gave the job back; this attempt does not count");
        this.wait("released", at, null);
        return;
      case "job.rescued":
        this.stop("rescued", at, "The worker was lost: its lease ran out");
        this.wait("rescued", at, null);
        return;
      case "job.completed":
        this.stop("succeeded", at, null);
        this.end(at);
        return;
      case "job.failed":
        this.stop("failed", at, reasonOf(event));
        this.end(at);
        return;
      case "job.cancelled":
        this.cancel(event, at);
        return;
      case "job.requeued":
        this.life += 1;
        this.again = new Map();
        this.endedAt = null;
        this.wait("waiting", at, null);
        return;
      default:
        return;
    }
  }

  finish(now: number, isPartial: boolean): Timeline {
    const isOpen = this.endedAt === null;
    if (isOpen && this.run) this.run.to = Math.max(this.run.from, now);
    if (isOpen && !this.run && this.waitFrom !== null) this.openWait(this.waits(now, true));
    const to = this.endedAt ?? now;
    return { from: this.from, to: Math.max(to, this.from + 1), lanes: this.lanes, isOpen, isPartial };
  }

  private start(event: JobEvent, at: number): void {
    const number = numberOf(event, "attempt");
    const attempt = String(number ?? "?");
    const times = (this.again.get(attempt) ?? 0) + 1;
    this.again.set(attempt, times);
    const lane = this.open(times > 1 ? `Attempt ${attempt}, again` : `Attempt ${attempt}`);
    lane.waits.push(...this.waits(at, false));
    this.waitFrom = null;
    this.run = { attempt: number, from: at, to: at, end: "running", workerId: textOf(event, "worker_id"), reason: null, steps: [], progress: [], marks: [] };
    lane.run = this.run;
  }

  private step(event: JobEvent, at: number): void {
    if (!this.run) return;
    const from = Math.max(this.run.from, at - (numberOf(event, "duration_ms") ?? 0));
    this.run.steps.push({ name: textOf(event, "name") ?? "", from, to: at });
  }

  private cancel(event: JobEvent, at: number): void {
    const reason = textOf(event, "reason") ?? failureOf(event)?.message ?? null;
    if (this.run) {
      this.stop("cancelled", at, reason);
    } else if (this.waitFrom !== null) {
      const lane = this.open("Never started");
      lane.waits.push(...this.waits(at, false));
      lane.mark = { at, kind: "cancelled", text: "Cancelled while it waited" };
    }
    this.end(at);
  }

  private stop(end: RunEnd, at: number, reason: string | null): void {
    if (!this.run) return;
    this.run.to = at;
    this.run.end = end;
    this.run.reason = reason;
    this.run = null;
  }

  private end(at: number): void {
    this.endedAt = at;
    this.waitFrom = null;
  }

  private wait(kind: WaitKind, from: number, dueAt: number | null): void {
    this.waitKind = kind;
    this.waitFrom = from;
    this.dueAt = dueAt;
  }

  private openWait(waits: Wait[]): void {
    this.open(OPEN[waits.at(-1)?.kind ?? "waiting"]).waits.push(...waits);
  }

  private open(label: string): Lane {
    this.lane = { key: this.lanes.length, label, life: this.life, waits: [], run: null, mark: null };
    this.lanes.push(this.lane);
    return this.lane;
  }

  /** The wait so far: until its time came it is scheduled or backing off, from then on it waits for a worker. */
  private waits(to: number, isOpen: boolean): Wait[] {
    const from = this.waitFrom;
    if (from === null || to <= from) return [];
    const { dueAt, waitKind } = this;
    const early: WaitKind = waitKind === "waiting" ? "scheduled" : waitKind;
    if (dueAt === null) return [{ kind: waitKind, from, to, isOpen }];
    if (dueAt >= to) return [{ kind: early, from, to, isOpen }];
    if (dueAt <= from) return [{ kind: "waiting", from, to, isOpen }];
    return [
      { kind: early, from, to: dueAt, isOpen: false },
      { kind: "waiting", from: dueAt, to, isOpen },
    ];
  }
}

function reasonOf(event: JobEvent): string | null {
  const failure = failureOf(event);
  return failure ? `${failure.code}: ${failure.message}` : textOf(event, "reason");
}

function markText(event: JobEvent): string {
  const artifact = event.data["artifact"];
  if (typeof artifact === "object" && artifact !== null && "filename" in artifact) return String(artifact.filename);
  const lines = event.data["lines"];
  return Array.isArray(lines) ? `${String(lines.length)} log ${lines.length === 1 ? "line" : "lines"}` : "";
}
