/** The events of one job: those of the past, then those to come. */

import type { Client, LogEvent, Store } from "../core/index.js";
import { createStore } from "../core/store.js";
import { isOutage, request, rereadMs, toError } from "./requests.js";
import { batched, debounced } from "./timing.js";
import type { History, HistoryEvent } from "./types.js";

const PAGE = 1000;
const ENDS = new Set(["job.completed", "job.failed", "job.cancelled"]);

/** What is known of a job's past. */
export interface HistoryState {
  /** Oldest first, each once. */
  readonly events: readonly HistoryEvent[];
  /** Whether the past has been read to its end; what happens since then follows by itself. */
  readonly isComplete: boolean;
  /** Whether the newest event that says so is an end; a requeue begins anew. */
  readonly hasEnded: boolean;
  readonly error: Error | undefined;
}

/** The history of job `id`, kept up to date while somebody is subscribed. */
export function createLiveHistory(client: Client, id: string, initial?: History): Store<HistoryState> {
  let events: HistoryEvent[] = initial ? [...initial.events] : [];
  let cursor = initial?.cursor;
  let isComplete = !!initial;
  let error: Error | undefined;
  let unfollow: (() => void) | undefined;
  let users = 0;
  let life = 0;
  let failures = 0;

  const state = (): HistoryState => ({ events: [...events], isComplete, hasEnded: hasEnded(events), error });
  const store = createStore(state());
  const flush = batched(() => {
    store.set(state());
  });
  const again = debounced(read);

  async function read(): Promise<void> {
    const own = life;
    const found: HistoryEvent[] = [];
    try {
      let after: string | undefined;
      for (let isMore = true; isMore; ) {
        const query = `limit=${String(PAGE)}${after === undefined ? "" : `&after=${after}`}`;
        const page = await request<History>(client, `/background-jobs/${encodeURIComponent(id)}/events?${query}`);
        if (own !== life) return;
        found.push(...page.events);
        after = page.cursor;
        isMore = page.events.length === PAGE;
      }
      const newest = found.at(-1)?.seq ?? 0;
      // What came by the stream meanwhile stays.
      events = [...found, ...(isComplete ? [] : events.filter(({ seq }) => seq > newest))];
      isComplete = true;
      error = undefined;
      failures = 0;
      cursor = after;
      if (users) follow();
    } catch (reason) {
      if (own !== life) return;
      error = toError(reason);
      if (users && isOutage(error)) again.call(rereadMs(++failures));
    }
    flush.call();
  }

  function onEvent(event: LogEvent): void {
    cursor = event.cursor;
    if (event.seq <= (events.at(-1)?.seq ?? 0)) return;
    events.push(event);
    flush.call();
  }

  function follow(): void {
    if (cursor === undefined) return;
    unfollow ??= client.follow({
      after: cursor,
      job: id,
      onEvent,
      onReset() {
        isComplete = false;
        events = [];
        again.call(0);
      },
    });
  }

  return {
    get: store.get,
    subscribe(listener) {
      const unsubscribe = store.subscribe(listener);
      if (users++ === 0) {
        if (isComplete) follow();
        else void read();
      }
      return () => {
        unsubscribe();
        if (--users > 0) return;
        life++;
        unfollow?.();
        unfollow = undefined;
        flush.stop();
        again.stop();
      };
    },
  };
}

function hasEnded(events: readonly HistoryEvent[]): boolean {
  const last = events.findLast(({ type, data }) => ENDS.has(type) || typeof data["status"] === "string");
  return !!last && (ENDS.has(last.type) || last.data["status"] === "failed" || last.data["status"] === "cancelled");
}
