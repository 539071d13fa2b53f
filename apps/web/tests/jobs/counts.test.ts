import { describe, expect, it } from "vitest";
import type { Stats, Status } from "@/lib/api/types";
import { countEvent } from "@/lib/jobs/counts";
import { at } from "./samples";

const stats = (queued: number, running: number, isCapped = false): Stats => ({
  counts: Object.fromEntries(
    (["queued", "running", "succeeded", "failed", "cancelled"] as Status[]).map((status) => [status, { count: { queued, running }[status as "queued" | "running"] ?? 0, is_capped: isCapped }]),
  ),
  stuck: [],
  cursor: "100.abc",
});
const event = (type: string, data: Record<string, unknown> = {}, seq = 101) => ({ seq, v: 1, type: `job.${type}`, at: at(0), data, cursor: `${String(seq)}.abc` });
const numbers = (of: Stats) => ["queued", "running", "succeeded", "failed", "cancelled"].map((status) => of.counts[status]?.count);

describe("the counts of the states", () => {
  it.each([
    ["created", {}, [6, 2, 0, 0, 0]],
    ["started", {}, [4, 3, 0, 0, 0]],
    ["completed", {}, [5, 1, 1, 0, 0]],
    ["failed", {}, [5, 1, 0, 1, 0]],
    ["rescued", {}, [6, 1, 0, 0, 0]],
    ["cancelled", { status: "cancelled" }, [4, 2, 0, 0, 1]],
    ["cancelled", { status: "cancelled", reason: "asked" }, [5, 1, 0, 0, 1]],
    ["progress", {}, [5, 2, 0, 0, 0]],
  ])("follow job.%s %j", (type, data, expected) => {
    expect(numbers(countEvent(stats(5, 2), event(type, data)))).toEqual(expected);
  });

  it("do not count an event twice that the answer had seen", () => {
    expect(numbers(countEvent(stats(5, 2), event("created", {}, 100)))).toEqual([5, 2, 0, 0, 0]);
  });

  it("leave alone what was not counted to its end", () => {
    expect(numbers(countEvent(stats(10_000, 10_000, true), event("started")))).toEqual([10_000, 10_000, 0, 0, 0]);
  });
});
