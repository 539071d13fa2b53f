/** From time to place: a scale on which long idle stretches can be drawn short, and the ticks along it. */
import type { Span, Timeline } from "./timeline";

export interface Break extends Span {
  /** Where it is drawn, 0 to 1. */
  x: number;
  width: number;
}

export interface Scale {
  /** 0 at the beginning, 1 at the end. */
  place(at: number): number;
  breaks: Break[];
  ticks: { x: number; seconds: number }[];
}

/** An idle stretch that is longer than all the work is drawn as this part of it. */
const IDLE_SHARE = 0.3;
const TICKS = 6;
const STEPS_S = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600, 7200, 21_600, 86_400];

/** The scale of `timeline`. With `isShort` long idle stretches (nobody ran it) take a third of what the work takes. */
export function scaleOf(timeline: Timeline, isShort: boolean): Scale {
  const idle = isShort ? idleOf(timeline) : [];
  const total = timeline.to - timeline.from;
  const idleTotal = idle.reduce((sum, span) => sum + span.to - span.from, 0);
  const work = total - idleTotal;
  const cap = Math.max(work * IDLE_SHARE, 1);
  const short = idle.filter((span) => span.to - span.from > Math.max(work, 2 * cap));
  if (idleTotal >= total) short.length = 0;
  const drawn = total - short.reduce((sum, span) => sum + (span.to - span.from) - cap, 0);

  const place = (at: number): number => {
    let x = Math.min(Math.max(at, timeline.from), timeline.to) - timeline.from;
    for (const span of short) {
      if (at >= span.to) x -= span.to - span.from - cap;
      else if (at > span.from) x -= (at - span.from) * (1 - cap / (span.to - span.from));
    }
    return drawn === 0 ? 0 : x / drawn;
  };
  const breaks = short.map((span) => ({ ...span, x: place(span.from), width: cap / drawn }));
  return { place, breaks, ticks: ticksOf(timeline, drawn, place, breaks) };
}

function idleOf(timeline: Timeline): Span[] {
  const runs = timeline.lanes.flatMap((lane) => (lane.run ? [lane.run] : []));
  const idle: Span[] = [];
  let at = timeline.from;
  for (const run of runs) {
    if (run.from > at) idle.push({ from: at, to: run.from });
    at = Math.max(at, run.to);
  }
  if (timeline.to > at) idle.push({ from: at, to: timeline.to });
  return idle;
}

function ticksOf(timeline: Timeline, drawn: number, place: (at: number) => number, breaks: Break[]): Scale["ticks"] {
  const wanted = drawn / 1000 / TICKS;
  const step = STEPS_S.find((each) => each >= wanted) ?? Math.ceil(wanted / 86_400) * 86_400;
  const total = (timeline.to - timeline.from) / 1000;
  const ticks: Scale["ticks"] = [];
  const isFree = (seconds: number) => {
    const at = timeline.from + seconds * 1000;
    return !breaks.some((each) => at > each.from && at < each.to);
  };
  // Within a break no tick is drawn, so the loop jumps over it: a break may be days of millisecond steps.
  for (let n = 0; n * step <= total && ticks.length < 4 * TICKS; n += 1) {
    const seconds = n * step;
    if (isFree(seconds)) {
      ticks.push({ x: place(timeline.from + seconds * 1000), seconds });
      continue;
    }
    const inside = breaks.find((each) => timeline.from + seconds * 1000 > each.from && timeline.from + seconds * 1000 < each.to);
    if (inside) n = Math.max(n, Math.ceil((inside.to - timeline.from) / 1000 / step) - 1);
  }
  return ticks;
}
