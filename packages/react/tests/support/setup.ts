import { afterEach, beforeEach, vi } from "vitest";

import { World } from "./world.js";

/** A new world before each test, with a clock that only tests move. */
export function useWorld(): { world: World } {
  const held = { world: new World() };
  beforeEach(() => {
    vi.useFakeTimers();
    vi.spyOn(Math, "random").mockReturnValue(0.5);
    sessionStorage.clear();
    held.world = new World();
    held.world.install();
  });
  afterEach(() => {
    for (const client of held.world.clients) client.close();
    vi.clearAllTimers();
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });
  return held;
}

/** Lets `ms` pass, and everything that happens within. */
export async function pass(ms = 0): Promise<void> {
  await vi.advanceTimersByTimeAsync(ms);
}

/** What a follower got. */
export class Seen {
  readonly seqs: number[] = [];
  readonly resets: string[] = [];
  live = 0;

  get options(): { onEvent: (e: { seq: number }) => void; onReset: (r: { reason: string }) => void; onLive: () => void } {
    return {
      onEvent: ({ seq }) => this.seqs.push(seq),
      onReset: ({ reason }) => this.resets.push(reason),
      onLive: () => this.live++,
    };
  }
}
