/** Places in the log, and the readers that move along it. */

import type { EventPage, LogEvent, Reset } from "./types.js";

/** The number in a cursor. */
export const seqOf = (cursor: string): number => parseInt(cursor, 10);

/** An event with the cursor behind it, which the log writes as number and moment. */
export const withCursor = (event: Omit<LogEvent, "cursor">): LogEvent => ({
  ...event,
  cursor: `${event.seq}.${Date.parse(event.at).toString(36)}`,
});

/** How long to wait before try number `attempt`: anything up to a bound that doubles, so that not all come at once. */
export const backoffMs = (attempt: number): number => Math.random() * Math.min(30_000, 500 * 2 ** attempt);

/** A place in the log that only moves forward, without leaving anything out. */
export interface Reader {
  place(): string;
  /** Whether it is fetching what it missed. */
  isBusy(): boolean;
  /**
   * Between place number `from` and `to` there is `event`, or nothing. Known things are ignored; where it does not
   * continue its own place, it fetches what is missing.
   */
  push(from: number, to: string, event?: LogEvent): void;
  reset(reset: Reset): void;
  stop(): void;
}

/** Where a reader gives what it finds, and where it fetches what it missed. */
export interface ReaderOptions {
  readonly page: (place: string) => Promise<EventPage>;
  readonly onMove: (from: number, to: string, event?: LogEvent) => void;
  readonly onReset: (reset: Reset) => void;
  /** It began to fetch, or has caught up. */
  readonly onBusy: () => void;
}

export function createReader(place: string, { page, onMove, onReset, onBusy }: ReaderOptions): Reader {
  let target = 0;
  let isBusy = false;
  let isStopped = false;

  const push: Reader["push"] = (from, to, event) => {
    const at = seqOf(place);
    if (isStopped) return;
    if (from > at) void fill(seqOf(to));
    else if (seqOf(to) > at) {
      place = to;
      onMove(at, to, event);
    }
  };

  const reset: Reader["reset"] = (reset) => {
    place = reset.cursor;
    target = 0;
    if (!isStopped) onReset(reset);
  };

  async function fill(upTo: number): Promise<void> {
    target = Math.max(target, upTo);
    if (isBusy) return;
    isBusy = true;
    onBusy();
    for (let failures = 0; !isStopped && seqOf(place) < target; ) {
      const from = place;
      try {
        const found = await page(from);
        // Meanwhile it may have been reset to another place; what was asked for is then of no use.
        if (isStopped || seqOf(place) < seqOf(from)) continue;
        if (found.reset) reset({ ...found.reset, cursor: found.cursor });
        let at = seqOf(from);
        for (const event of found.events.map(withCursor)) {
          push(at, event.cursor, event);
          at = event.seq;
        }
        push(at, found.cursor);
      } catch (error) {
        if (error === 401) break;
      }
      if (place !== from) failures = 0;
      else await new Promise((resolve) => setTimeout(resolve, backoffMs(++failures)));
    }
    isBusy = false;
    if (!isStopped) onBusy();
  }

  return {
    place: () => place,
    isBusy: () => isBusy,
    push,
    reset,
    stop() {
      isStopped = true;
    },
  };
}
