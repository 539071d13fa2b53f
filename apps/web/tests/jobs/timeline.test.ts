import { describe, expect, it } from "vitest";
import { scaleOf } from "@/lib/jobs/scale";
import { layoutTimeline, type Timeline } from "@/lib/jobs/timeline";
import { at, history, START } from "./samples";

const s = (ms: number) => (ms - START) / 1000;
const layout = (events: ReturnType<typeof history>, now = 100, runAt = at(0)) => layoutTimeline(events, START + now * 1000, { createdAt: at(0), runAt });
const waits = (timeline: Timeline) => timeline.lanes.map((lane) => lane.waits.map((wait) => [wait.kind, s(wait.from), s(wait.to)]));
const runs = (timeline: Timeline) => timeline.lanes.map((lane) => lane.run && [lane.label, lane.run.end, s(lane.run.from), s(lane.run.to)]);
const started = (attempt: number) => ({ status: "running", attempt, worker_id: `w${String(attempt)}` });
const error = { cause: "error", kind: "transient", code: "TIMEOUT", message: "too slow", attempt: 1 };

describe("the timeline of a job", () => {
  it("shows the wait and the run of a job that succeeded", () => {
    const timeline = layout(history([0, "created"], [2, "started", started(1)], [5, "completed", { status: "succeeded" }]));

    expect(waits(timeline)).toEqual([[["waiting", 0, 2]]]);
    expect(runs(timeline)).toEqual([["Attempt 1", "succeeded", 2, 5]]);
    expect([timeline.isOpen, s(timeline.to)]).toEqual([false, 5]);
  });

  it("shows steps and progress inside their attempt, a step never before its start", () => {
    const timeline = layout(
      history(
        [0, "created"],
        [1, "started", started(1)],
        [2, "progress", { percent: 40, message: "Reading" }],
        [3, "step", { name: "read", duration_ms: 1500 }],
        [4, "step", { name: "early", duration_ms: 60_000 }],
        [5, "completed"],
      ),
    );

    const run = timeline.lanes[0]?.run;
    expect(run?.progress).toEqual([{ at: START + 2000, percent: 40, message: "Reading" }]);
    expect(run?.steps.map((step) => [step.name, s(step.from), s(step.to)])).toEqual([["read", 1.5, 3], ["early", 1, 4]]);
  });

  it("splits the time between two attempts into back-off and waiting for a worker", () => {
    const timeline = layout(
      history([0, "created"], [1, "started", started(1)], [2, "retrying", { status: "queued", error, delay_s: 4 }], [9, "started", started(2)], [10, "completed"]),
    );

    expect(waits(timeline)[1]).toEqual([["backing-off", 2, 6], ["waiting", 6, 9]]);
    expect(runs(timeline)).toEqual([["Attempt 1", "retrying", 1, 2], ["Attempt 2", "succeeded", 9, 10]]);
    expect(timeline.lanes[0]?.run?.reason).toBe("TIMEOUT: too slow");
  });

  it("names an attempt that is run again after a release as such", () => {
    const timeline = layout(
      history([0, "created"], [1, "started", started(1)], [3, "released", { status: "queued", verb: "release", worker_id: "w1" }], [4, "started", started(1)], [6, "completed"]),
    );

    expect(runs(timeline)).toEqual([["Attempt 1", "released", 1, 3], ["Attempt 1, again", "succeeded", 4, 6]]);
    expect(waits(timeline)[1]).toEqual([["released", 3, 4]]);
  });

  it("ends the run of a lost worker at its rescue", () => {
    const timeline = layout(history([0, "created"], [1, "started", started(1)], [16, "rescued", { status: "queued", verb: "rescue" }], [17, "started", started(2)]), 20);

    expect(runs(timeline)).toEqual([["Attempt 1", "rescued", 1, 16], ["Attempt 2", "running", 17, 20]]);
    expect(waits(timeline)[1]).toEqual([["rescued", 16, 17]]);
  });

  it("shows when a running job was asked to stop and when it had stopped", () => {
    const timeline = layout(history([0, "created"], [1, "started", started(1)], [3, "cancel_requested", { status: "running" }], [4, "cancelled", { status: "cancelled", reason: "asked" }]));

    expect(runs(timeline)).toEqual([["Attempt 1", "cancelled", 1, 4]]);
    expect(timeline.lanes[0]?.run?.marks).toMatchObject([{ kind: "cancel-requested", at: START + 3000 }]);
  });

  it("shows a job that was cancelled before it started", () => {
    const timeline = layout(history([0, "created"], [7, "cancelled", { status: "cancelled" }]));

    expect([runs(timeline), waits(timeline)]).toEqual([[null], [[["waiting", 0, 7]]]]);
    expect(timeline.lanes[0]).toMatchObject({ label: "Never started", mark: { kind: "cancelled" } });
    expect(timeline.isOpen).toBe(false);
  });

  it("begins another life with a requeue, without the time in which it had ended", () => {
    const timeline = layout(
      history([0, "created"], [1, "started", started(1)], [2, "failed", { status: "failed", error }], [50, "requeued", { status: "queued", attempt: 0 }], [51, "started", started(1)], [52, "completed"]),
    );

    expect(runs(timeline)).toEqual([["Attempt 1", "failed", 1, 2], ["Attempt 1", "succeeded", 51, 52]]);
    expect(timeline.lanes.map((lane) => lane.life)).toEqual([0, 1]);
    expect(waits(timeline)[1]).toEqual([["waiting", 50, 51]]);
  });

  it("moves its open end with the time, and never before the last event", () => {
    const events = history([0, "created"], [10, "started", started(1)]);

    expect([s(layout(events, 30).to), s(layout(events, 5).to)]).toEqual([30, 10]);
    expect(layout(events, 30).isOpen).toBe(true);
  });

  it("shows a job that waits now, scheduled until its time comes", () => {
    const timeline = layout(history([0, "created"]), 8, at(5));

    expect(waits(timeline)).toEqual([[["scheduled", 0, 5], ["waiting", 5, 8]]]);
    expect(timeline.lanes[0]?.waits.map((wait) => wait.isOpen)).toEqual([false, true]);
  });

  it("does not take the time of a retry for that of the first start", () => {
    const timeline = layout(history([0, "created"], [3, "started", started(1)], [4, "retrying", { delay_s: 6, error }]), 8, at(10));

    expect(waits(timeline)).toEqual([[["waiting", 0, 3]], [["backing-off", 4, 8]]]);
    expect(timeline.lanes.at(-1)?.label).toBe("Next try");
  });

  it("says that the log has forgotten the beginning", () => {
    const timeline = layout(history([30, "progress", { percent: 5 }], [40, "completed"]));

    expect([timeline.isPartial, s(timeline.from)]).toEqual([true, 0]);
  });
});

describe("the scale of the timeline", () => {
  const long = layout(history([0, "created"], [1, "started", started(1)], [2, "retrying", { delay_s: 600, error }], [602, "started", started(2)], [603, "completed"]));

  it("is true to time where that is asked for", () => {
    expect(scaleOf(long, false).place(START + 301_500)).toBeCloseTo(0.5);
    expect(scaleOf(long, false).breaks).toEqual([]);
  });

  it("draws a long wait short, so that the runs can be seen", () => {
    const scale = scaleOf(long, true);

    const [first, second] = long.lanes.map((lane) => (lane.run ? scale.place(lane.run.to) - scale.place(lane.run.from) : 0));
    expect(first).toBeGreaterThan(0.2);
    expect(second).toBeCloseTo(first ?? 0);
    expect(scale.breaks).toHaveLength(1);
    expect([scale.place(long.from), scale.place(long.to)]).toEqual([0, 1]);
  });

  it("never goes back", () => {
    const scale = scaleOf(long, true);
    const places = Array.from({ length: 604 }, (_, second) => scale.place(START + second * 1000));

    expect(places).toEqual([...places].sort((a, b) => a - b));
  });

  it("puts no tick into a stretch that is drawn short, and few in all", () => {
    const scale = scaleOf(long, true);

    expect(scale.ticks.filter((tick) => tick.seconds > 2 && tick.seconds < 602)).toEqual([]);
    expect(scale.ticks.length).toBeLessThan(15);
  });

  it("keeps a job that only waits true to time", () => {
    expect(scaleOf(layout(history([0, "created"]), 900), true).breaks).toEqual([]);
  });
});
