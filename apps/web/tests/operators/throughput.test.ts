import { describe, expect, it } from "vitest";
import { ticksOf } from "@/components/operators/chart-parts";
import { eventful, minutesOf, peakOf, queuesIn, totalsOf, windowOf } from "@/components/operators/throughput";
import { durationSummary, endsSummary } from "@/components/operators/throughput-words";
import type { Throughput, ThroughputPoint } from "@/lib/api/operators";

function point(at: string, changes: Partial<ThroughputPoint> = {}): ThroughputPoint {
  return { at: `2026-11-27T${at}:00Z`, queue: "default", succeeded: 0, failed: 0, cancelled: 0, retried: 0, wait_s: null, run_s: null, ...changes };
}

function answer(from: string, to: string, points: ThroughputPoint[]): Throughput {
  return { from: `2026-11-27T${from}:00Z`, to: `2026-11-27T${to}:00Z`, step_s: 60, points };
}

describe("minutesOf", () => {
  it("fills minutes in which nothing ended with zeros", () => {
    const minutes = minutesOf(answer("12:00", "12:04", [point("12:01", { succeeded: 3 }), point("12:03", { failed: 1 })]));

    expect(minutes.map((minute) => [minute.succeeded, minute.failed])).toEqual([[0, 0], [3, 0], [0, 0], [0, 1]]);
  });

  it("leaves durations of such minutes unknown, so that no line bridges them", () => {
    const minutes = minutesOf(answer("12:00", "12:03", [point("12:00", { wait_s: { p50: 1, p95: 2 } }), point("12:02", { wait_s: { p50: 3, p95: 4 } })]));

    expect(minutes.map((minute) => minute.waitP95)).toEqual([2, null, 4]);
  });

  it("marks the last minute alone as incomplete", () => {
    const minutes = minutesOf(answer("12:00", "12:03", []));

    expect(minutes.map((minute) => minute.isIncomplete)).toEqual([false, false, true]);
  });

  it("marks it also where the answer ends within a minute", () => {
    const minutes = minutesOf({ ...answer("12:00", "12:00", []), to: "2026-11-27T12:01:20Z" });

    expect(minutes.map((minute) => minute.isIncomplete)).toEqual([false, true]);
  });

  it("adds counts over queues and lets the slowest stand for the durations", () => {
    const points = [
      point("12:00", { succeeded: 2, retried: 1, run_s: { p50: 1, p95: 9 } }),
      point("12:00", { queue: "mail", succeeded: 5, run_s: { p50: 2, p95: 3 } }),
    ];

    const [minute] = minutesOf(answer("12:00", "12:01", points));

    expect(minute).toMatchObject({ succeeded: 7, retried: 1, runP50: 2, runP95: 9 });
  });

  it("shows one queue where one is chosen", () => {
    const points = [point("12:00", { succeeded: 2 }), point("12:00", { queue: "mail", succeeded: 5 })];

    expect(minutesOf(answer("12:00", "12:01", points), "mail")[0]?.succeeded).toBe(5);
  });

  it("shows six hours as 360 minutes", () => {
    expect(minutesOf(answer("06:00", "12:00", []))).toHaveLength(360);
  });
});

describe("what is said of minutes", () => {
  it("sums what ended", () => {
    const minutes = minutesOf(answer("12:00", "12:15", [point("12:01", { succeeded: 1200, failed: 2 }), point("12:02", { succeeded: 1, retried: 4 })]));

    expect(endsSummary(minutes)).toBe("In the last 15 minutes: 1,201 succeeded, 2 failed, 0 cancelled; 4 tried again.");
  });

  it("says that nothing ended", () => {
    expect(endsSummary(minutesOf(answer("06:00", "12:00", [])))).toBe("Nothing ended in the last 6 hours.");
  });

  it("names the worst minute", () => {
    const minutes = minutesOf(answer("12:00", "12:02", [point("12:00", { wait_s: { p50: 1, p95: 75 } }), point("12:01", { wait_s: { p50: 1, p95: 2 } })]));

    expect(peakOf(minutes, "waitP95")?.value).toBe(75);
    expect(durationSummary("waited", "waitP95", minutes, false)).toMatch(/95 % waited at most 1 min 15 s\.$/);
  });

  it("lists only minutes with something in them", () => {
    const minutes = minutesOf(answer("12:00", "13:00", [point("12:07", { cancelled: 1 })]));

    expect(eventful(minutes)).toHaveLength(1);
    expect(totalsOf(minutes).cancelled).toBe(1);
  });

  it("finds the queues of an answer, each once", () => {
    expect(queuesIn(answer("12:00", "12:02", [point("12:00", { queue: "b" }), point("12:01", { queue: "a" }), point("12:01", { queue: "b" })]))).toEqual(["a", "b"]);
  });

  it.each([15, 60, 360])("names at most six times on an axis of %i minutes", (length) => {
    const minutes = Array.from({ length }, (_, index) => minutesOf(answer("12:00", "12:01", [])).map((each) => ({ ...each, at: each.at + index * 60_000 }))[0]).filter((each) => each !== undefined);

    expect(ticksOf(minutes).length).toBeGreaterThanOrEqual(3);
    expect(ticksOf(minutes).length).toBeLessThanOrEqual(6);
  });
});

describe("windowOf", () => {
  it("takes an hour for what is no window", () => {
    expect([windowOf("15"), windowOf("360"), windowOf("17"), windowOf(null)]).toEqual([15, 360, 60, 60]);
  });
});
