import { render, screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { Slots } from "@/components/operators/slots";
import { busyOf, livenessOf, slotsOf } from "@/components/operators/worker-facts";

const NOW = Date.parse("2026-11-27T12:00:00Z");

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
  it("believes in jobs that started since the last report, but in no more than there are slots", () => {
    expect(busyOf({ running: 1, concurrency: 4 }, 3)).toBe(3);
    expect(busyOf({ running: 1, concurrency: 4 }, 9)).toBe(4);
    expect(busyOf({ running: 2, concurrency: 4 }, 0)).toBe(2);
  });
});

describe("slotsOf", () => {
  it("counts no slot of a silent worker, and none of a draining one as free", () => {
    const worker = { id: "a", host: "h", pid: 1, queues: ["default"], concurrency: 4, running: 1, state: "active", started_at: "", seen_at: new Date(NOW).toISOString() };
    const workers = [worker, { ...worker, id: "b", state: "draining" }, { ...worker, id: "c", seen_at: new Date(NOW - 50_000).toISOString() }];

    expect(slotsOf(workers, () => 0, NOW)).toEqual({ all: 8, busy: 2, free: 3, silent: 1 });
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
