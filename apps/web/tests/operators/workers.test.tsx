import { render, screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { Slots } from "@/components/operators/slots";
import type { HeldJob } from "@/lib/api/types";
import { busyOf, livenessOf, slotsOf } from "@/components/operators/worker-facts";

const NOW = Date.parse("2026-11-27T12:00:00Z");

function held(count: number): HeldJob[] {
  return Array.from({ length: count }, (_, n) => ({ id: String(n), type: "resume.parse", owner: "ada", queue: "default", started_at: null, progress: null }));
}

describe("livenessOf", () => {
  it.each([
    [10, "heard"],
    [34, "heard"],
    [36, "stale"],
    [61, "gone"],
  ] as const)("a worker that is silent for %i s is %s", (seconds, liveness) => {
    expect(livenessOf({ seen_at: new Date(NOW - seconds * 1000).toISOString() }, NOW)).toBe(liveness);
  });

  it("takes nobody for gone before it knows the time", () => {
    expect(livenessOf({ seen_at: "2020-01-01T00:00:00Z" }, null)).toBe("heard");
  });
});

describe("busyOf", () => {
  it("believes the jobs that are held rather than the last report, but in no more than there are slots", () => {
    expect(busyOf({ running: 1, concurrency: 4, jobs: held(3) }, false)).toBe(3);
    expect(busyOf({ running: 1, concurrency: 4, jobs: held(9) }, false)).toBe(4);
    expect(busyOf({ running: 2, concurrency: 4, jobs: [] }, false)).toBe(0);
  });

  it("believes the report where not all jobs are told", () => {
    expect(busyOf({ running: 3, concurrency: 4, jobs: held(1) }, true)).toBe(3);
  });
});

describe("slotsOf", () => {
  it("counts no slot of a silent worker, and none of a draining one as free", () => {
    const worker = { id: "a", host: "h", pid: 1, queues: ["default"], concurrency: 4, running: 1, state: "active", started_at: "", seen_at: new Date(NOW).toISOString(), jobs: held(1) };
    const workers = [worker, { ...worker, id: "b", state: "draining" }, { ...worker, id: "c", seen_at: new Date(NOW - 50_000).toISOString() }];

    expect(slotsOf(workers, false, NOW)).toEqual({ all: 8, busy: 2, free: 3, silent: 1 });
  });
});

describe("Slots", () => {
  it("draws each slot and says how many are busy", () => {
    render(<Slots busy={3} all={10} />);

    const drawing = screen.getByRole("img", { name: "3 of 10 slots busy" });
    expect(drawing.children).toHaveLength(10);
    expect(drawing.querySelectorAll(".bg-accent")).toHaveLength(3);
  });

  it("draws a bar where slots are too many to count", () => {
    render(<Slots busy={50} all={200} />);

    expect(screen.getByRole("img", { name: "50 of 200 slots busy" }).children).toHaveLength(1);
  });
});
