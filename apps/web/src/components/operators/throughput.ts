/** What the charts of a queue draw, made of the API's answer. */
import type { Percentiles, Throughput, ThroughputPoint } from "@/lib/api/operators";

/** The windows that can be chosen, in minutes. */
export const WINDOWS = [15, 60, 360] as const;
export type Window = (typeof WINDOWS)[number];

/** More minutes than this make a chart wider than a phone, and take the whole row. */
export const WIDE_FROM = 120;

/** One minute of a chart: zeros where nothing ended, null where nothing was measured. */
export interface Minute {
  /** Its begin, in milliseconds. */
  at: number;
  /** Whether it has not ended yet, so that its numbers still grow. */
  isIncomplete: boolean;
  succeeded: number;
  failed: number;
  cancelled: number;
  retried: number;
  waitP50: number | null;
  waitP95: number | null;
  runP50: number | null;
  runP95: number | null;
}

export interface Totals {
  succeeded: number;
  failed: number;
  cancelled: number;
  retried: number;
}

/** The window that `text` names; an hour where it names none. */
export function windowOf(text: string | null | undefined): Window {
  return WINDOWS.find((minutes) => String(minutes) === text) ?? 60;
}

/**
 * Every minute from the answer's begin to its end, those without an entry as zero.
 *
 * With `queue` null counts are summed over all queues; percentiles cannot be, so the slowest queue's stand for the minute.
 */
export function minutesOf(answer: Throughput, queue: string | null = null): Minute[] {
  const stepMs = answer.step_s * 1000;
  if (stepMs <= 0) return [];
  const end = Date.parse(answer.to);
  const points = answer.points.filter((point) => queue === null || point.queue === queue);
  const byMinute = new Map<number, ThroughputPoint[]>();
  for (const point of points) {
    const at = floor(Date.parse(point.at), stepMs);
    byMinute.set(at, [...(byMinute.get(at) ?? []), point]);
  }
  const minutes: Minute[] = [];
  for (let at = floor(Date.parse(answer.from), stepMs); at < end; at += stepMs) {
    // The API counts the current minute in: the last one of an answer had not ended when it was given.
    minutes.push(minuteOf(at, at + stepMs >= end, byMinute.get(at) ?? []));
  }
  return minutes;
}

/** The queues that have an entry in the answer, by name. */
export function queuesIn(answer: Throughput): string[] {
  return [...new Set(answer.points.map((point) => point.queue))].sort();
}

export function totalsOf(minutes: readonly Minute[]): Totals {
  const total = (name: keyof Totals) => minutes.reduce((sum, minute) => sum + minute[name], 0);
  return { succeeded: total("succeeded"), failed: total("failed"), cancelled: total("cancelled"), retried: total("retried") };
}

/** The largest value that `name` reaches, and when; null where nothing was measured. */
export function peakOf(minutes: readonly Minute[], name: "waitP95" | "runP95"): { at: number; value: number } | null {
  let peak: { at: number; value: number } | null = null;
  for (const minute of minutes) {
    const value = minute[name];
    if (value !== null && (peak === null || value > peak.value)) peak = { at: minute.at, value };
  }
  return peak;
}

/** The highest number that the chart of ends shows. */
export function tallest(minutes: readonly Minute[]): number {
  return minutes.reduce((most, minute) => Math.max(most, minute.succeeded + minute.failed + minute.cancelled, minute.retried), 0);
}

/** The minutes that hold something: what a table of them shows. */
export function eventful(minutes: readonly Minute[]): Minute[] {
  return minutes.filter(
    (minute) => minute.succeeded + minute.failed + minute.cancelled + minute.retried > 0 || minute.waitP50 !== null || minute.runP50 !== null,
  );
}

function minuteOf(at: number, isIncomplete: boolean, points: readonly ThroughputPoint[]): Minute {
  const sum = (name: keyof Totals) => points.reduce((total, point) => total + point[name], 0);
  return {
    at,
    isIncomplete,
    succeeded: sum("succeeded"),
    failed: sum("failed"),
    cancelled: sum("cancelled"),
    retried: sum("retried"),
    waitP50: slowest(points, (point) => point.wait_s, "p50"),
    waitP95: slowest(points, (point) => point.wait_s, "p95"),
    runP50: slowest(points, (point) => point.run_s, "p50"),
    runP95: slowest(points, (point) => point.run_s, "p95"),
  };
}

function slowest(
  points: readonly ThroughputPoint[],
  of: (point: ThroughputPoint) => Percentiles | null,
  name: keyof Percentiles,
): number | null {
  const values = points.map((point) => of(point)?.[name]).filter((value) => value !== undefined);
  return values.length === 0 ? null : Math.max(...values);
}

function floor(ms: number, step: number): number {
  return Math.floor(ms / step) * step;
}
