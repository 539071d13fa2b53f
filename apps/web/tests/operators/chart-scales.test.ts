import { describe, expect, it } from "vitest";
import { COUNT_STEPS, DURATION_STEPS, scaleOf, tickDuration } from "@/components/operators/chart-scales";

describe("scaleOf", () => {
  it.each([
    [0, COUNT_STEPS, [0, 1]],
    [3, COUNT_STEPS, [0, 1, 2, 3]],
    [16, COUNT_STEPS, [0, 5, 10, 15, 20]],
    [1_201, COUNT_STEPS, [0, 500, 1_000, 1_500]],
    [5, DURATION_STEPS, [0, 2, 4, 6]],
    [75, DURATION_STEPS, [0, 30, 60, 90]],
  ])("marks an axis up to %d", (largest, steps, ticks) => {
    const scale = scaleOf(largest, steps);

    expect(scale.ticks).toEqual(ticks);
    expect(scale.domain).toEqual([0, ticks.at(-1)]);
  });

  it("has room for what is beyond its largest step", () => {
    expect(scaleOf(3_000_000, DURATION_STEPS).domain[1]).toBeGreaterThanOrEqual(3_000_000);
  });
});

describe("tickDuration", () => {
  it("writes whole seconds without a fraction", () => {
    expect([0, 0.5, 2, 90].map(tickDuration)).toEqual(["0", "500 ms", "2 s", "1 min 30 s"]);
  });
});
