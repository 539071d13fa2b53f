/** One job, live. */

import type { Client, LogEvent, Store } from "../core/index.js";
import { createStore } from "../core/store.js";
import { foldJob } from "./fold.js";
import { isOutage, request, rereadMs, toError } from "./requests.js";
import { batched, debounced } from "./timing.js";
import type { Job, JobAnswer } from "./types.js";

const REFETCH_MS = 150;

/** What is known about a job. */
export interface JobState {
  /** `undefined` until it has been read. */
  readonly job: Job | undefined;
  /** Why the last reading failed; the job stays as it was. */
  readonly error: Error | undefined;
  readonly isLoading: boolean;
}

/** A job that keeps itself up to date while somebody is subscribed. */
export interface LiveJob extends Store<JobState> {
  /** Reads the job now. */
  readonly refetch: () => Promise<void>;
}

/**
 * Job `id`: a reading, then its events. `v` never goes back: neither an old event nor a late answer undoes a newer one.
 * What an event does not tell, such as the result, is read once shortly after.
 */
export function createLiveJob(client: Client, id: string, initial?: JobAnswer): LiveJob {
  const store = createStore<JobState>({ job: initial, error: undefined, isLoading: !initial });
  let job: Job | undefined = initial;
  let error: Error | undefined;
  let cursor = initial?.cursor;
  let unfollow: (() => void) | undefined;
  let users = 0;
  let life = 0;
  let failures = 0;
  /** Since a reset: the events to fold into the next answer, which counts whatever its `v`, for it is of another log. */
  let anew: LogEvent[] | undefined;

  const flush = batched(() => {
    store.set({ job, error, isLoading: !job && !error });
  });
  const soon = debounced(refetch);

  async function refetch(): Promise<void> {
    const own = life;
    const asked = anew;
    try {
      const answer = await request<JobAnswer>(client, `/background-jobs/${encodeURIComponent(id)}`);
      if (own !== life) return;
      error = undefined;
      failures = 0;
      if (asked && asked === anew) {
        job = asked.reduce((known, event) => foldJob(known, event).job, answer);
        anew = undefined;
      } else if (!job || (!anew && answer.v >= job.v)) job = answer;
      else soon.call(REFETCH_MS); // read before the event that is known already
      cursor = answer.cursor;
      if (users) follow(cursor);
    } catch (reason) {
      if (own !== life) return;
      error = toError(reason);
      if (users && isOutage(error)) soon.call(rereadMs(++failures));
    }
    flush.call();
  }

  function onEvent(event: LogEvent): void {
    anew?.push(event);
    if (!job) return;
    const { job: next, lacks } = foldJob(job, event);
    cursor = event.cursor;
    if (next === job) return;
    job = next;
    flush.call();
    if (lacks) soon.call(REFETCH_MS);
  }

  function follow(after: string): void {
    unfollow ??= client.follow({
      after,
      job: id,
      onEvent,
      onReset(reset) {
        cursor = reset.cursor;
        anew = [];
        soon.call(0);
      },
    });
  }

  function start(): void {
    if (cursor !== undefined) follow(cursor);
    else void refetch();
  }

  function stop(): void {
    life++;
    unfollow?.();
    unfollow = undefined;
    flush.stop();
    soon.stop();
  }

  return {
    get: store.get,
    refetch,
    subscribe(listener) {
      const unsubscribe = store.subscribe(listener);
      if (users++ === 0) start();
      return () => {
        unsubscribe();
        if (--users === 0) stop();
      };
    },
  };
}
