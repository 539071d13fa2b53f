import { describe, expect, it } from "vitest";
import { steady, withoutLeft, type Now } from "@/lib/jobs/rows";
import { aJob, idOf } from "./samples";

const shownIds = (state: { rows: { job: { id: string } }[] }) => state.rows.map((row) => Number.parseInt(row.job.id, 16));
const list = (jobs: Now["jobs"], facts: Partial<Now> = {}): Now => ({ key: "a", jobs, statuses: [], isHeld: false, ...facts });

describe("the rows of a live list", () => {
  it("take new jobs in on top while the reader is free", () => {
    const before = steady(null, list([aJob(2), aJob(1)]));

    const after = steady(before, list([aJob(3), aJob(2), aJob(1)]));

    expect(shownIds(after)).toEqual([3, 2, 1]);
    expect(after.rows.map((row) => row.isNew)).toEqual([true, false, false]);
  });

  it("keep new jobs waiting while the reader is busy, and let them in afterwards", () => {
    const before = steady(null, list([aJob(1)]));

    const held = steady(before, list([aJob(3), aJob(2), aJob(1)], { isHeld: true }));
    const free = steady(held, list([aJob(3), aJob(2), aJob(1)]));

    expect([shownIds(held), held.waiting]).toEqual([[1], [idOf(3), idOf(2)]]);
    expect([shownIds(free), free.waiting]).toEqual([[3, 2, 1], []]);
  });

  it("add older jobs below even while the reader is busy: they were asked for", () => {
    const before = steady(null, list([aJob(5), aJob(4)]));

    const after = steady(before, list([aJob(5), aJob(4), aJob(3)], { isHeld: true }));

    expect([shownIds(after), after.waiting]).toEqual([[5, 4, 3], []]);
  });

  it("leave a job that no longer matches where it is, with its new state", () => {
    const before = steady(null, list([aJob(2, { status: "running" }), aJob(1, { status: "running" })], { statuses: ["running"] }));

    const ended = steady(before, list([aJob(2, { status: "succeeded", v: 2 }), aJob(1, { status: "running" })], { statuses: ["running"] }));
    const dropped = steady(ended, list([aJob(1, { status: "running" })], { statuses: ["running"] }));

    expect(dropped.rows.map((row) => [row.job.status, row.left])).toEqual([["succeeded", "changed"], ["running", null]]);
    expect(shownIds(withoutLeft(dropped))).toEqual([1]);
  });

  it("mark a job that is not there any more as such", () => {
    const before = steady(null, list([aJob(2), aJob(1)]));

    const after = steady(before, list([aJob(1)]));

    expect(after.rows.map((row) => row.left)).toEqual(["gone", null]);
  });

  it("take back a row that matches again", () => {
    const running = list([aJob(1, { status: "running" })], { statuses: ["running"] });
    const left = steady(steady(null, running), list([aJob(1, { status: "queued", v: 2 })], { statuses: ["running"] }));

    const back = steady(left, list([aJob(1, { status: "running", v: 3 })], { statuses: ["running"] }));

    expect(back.rows[0]).toMatchObject({ left: null, changes: 2 });
  });

  it("count a change of state and not one of progress", () => {
    const before = steady(null, list([aJob(1, { status: "running" })]));
    const progress = { percent: 5, message: "", step: null, code: null, counters: {} };

    const moved = steady(before, list([aJob(1, { status: "running", progress })]));
    const ended = steady(moved, list([aJob(1, { status: "failed" })]));

    expect([moved.rows[0]?.changes, ended.rows[0]?.changes]).toEqual([0, 1]);
  });

  it("do not take rows for gone that were only not read again", () => {
    const before = steady(null, list([aJob(3), aJob(2), aJob(1)]));

    const after = steady(before, list([aJob(3), aJob(2)], { hasMore: true }));

    expect(after.rows.map((row) => row.left)).toEqual([null, null, null]);
  });

  it("forget jobs that are known to be deleted", () => {
    const before = steady(null, list([aJob(2), aJob(1)]));

    const after = steady(before, list([aJob(2), aJob(1)], { gone: new Set([idOf(2)]) }));

    expect(shownIds(after)).toEqual([1]);
  });

  it("start afresh for another list", () => {
    const before = steady(null, list([aJob(2), aJob(1)]));

    expect(shownIds(steady(before, list([aJob(9)], { key: "b" })))).toEqual([9]);
  });

  it("stay the same object while nothing changes", () => {
    const jobs = [aJob(2), aJob(1)];
    const before = steady(null, list(jobs));

    expect(steady(before, list([...jobs]))).toBe(before);
  });
});
