/** Axes that end at and step by numbers people read at a glance. */
import { duration } from "@/lib/format";

const TICKS = 4;

/** Steps for counts, up to what ten thousand workers end in a minute. */
export const COUNT_STEPS: readonly number[] = [0, 1, 2, 3, 4, 5, 6].flatMap((power) => [1, 2, 5].map((digit) => digit * 10 ** power));

/** Steps for seconds: tenths and ones, then what divides a minute and an hour. */
export const DURATION_STEPS: readonly number[] = [
  0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 21_600, 43_200, 86_400, 172_800,
];

/** The marks from 0 to at least `largest`, five at most, one step of `steps` apart. */
export function scaleOf(largest: number, steps: readonly number[]): { domain: [number, number]; ticks: number[] } {
  const last = steps.at(-1) ?? 1;
  const step = steps.find((each) => each * TICKS >= largest) ?? Math.ceil(largest / TICKS / last) * last;
  const marks = Math.max(1, Math.ceil(largest / step));
  const ticks = Array.from({ length: marks + 1 }, (_, mark) => mark * step);
  return { domain: [0, marks * step], ticks };
}

/** A duration without a fraction that is zero: `2 s`, where another would be `2.0 s`. */
export function wholeDuration(seconds: number): string {
  return duration(seconds).replace(".0 s", " s");
}

/** `0`, `500 ms`, `2 s`, `1 min 30 s`. */
export function tickDuration(seconds: number): string {
  return seconds === 0 ? "0" : wholeDuration(seconds);
}
