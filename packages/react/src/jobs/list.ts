/** A list of jobs, live. */

import type { Client, LogEvent, Store } from "../core/index.js";
import { createStore } from "../core/store.js";
import { foldJob } from "./fold.js";
import { mayEnter, matches, mergePage, toQuery } from "./rows.js";
import { isOutage, request, rereadMs, toError } from "./requests.js";
import { batched, debounced } from "./timing.js";
import type { JobFilter, JobPage, JobSummary } from "./types.js";

const ENTER_MS = 300;
const LEAVE_MS = 3_000;
const FLASH_MS = 2_000;
const MAX_PAGE = 200;

/** What is known of a list. */
export interface JobListState {
  /** Newest first. */
  readonly jobs: readonly JobSummary[];
  readonly error: Error | undefined;
  readonly isLoading: boolean;
  readonly hasMore: boolean;
  /** The jobs that an event has changed or brought within the last two seconds. */
  readonly changed: ReadonlySet<string>;
  /** Jobs that no longer match the filter: they stay until the list is read again, some seconds later. */
  readonly left: ReadonlySet<string>;
}

/** A list that keeps itself up to date while somebody is subscribed. */
export interface LiveJobList extends Store<JobListState> {
  /** Reads the next page. */
  readonly loadMore: () => Promise<void>;
  /** Reads what is shown anew, up to 200 jobs; what was loaded beyond is loaded again by `loadMore`. */
  readonly refetch: () => Promise<void>;
}

/**
 * The jobs that match `filter`. Rows change in place by events. A job that may have come in, or one that has left,
 * leads to one reading of the first page, however many there are at once.
 */
export function createLiveJobList(client: Client, filter: JobFilter, limit: number, initial?: JobPage): LiveJobList {
  let jobs: readonly JobSummary[] = initial?.jobs ?? [];
  let nextPage = initial?.next_page ?? null;
  let isRead = !!initial;
  let error: Error | undefined;
  let cursor = initial?.cursor;
  let unfollow: (() => void) | undefined;
  let users = 0;
  let life = 0;
  let readings = 0;
  let failures = 0;
  /** Which log this is; a reset begins another, in which what is shown counts for nothing once it has been read. */
  let era = 0;
  let shownEra = 0;
  let isLoadingMore = false;
  let position = new Map(jobs.map(({ id }, index) => [id, index]));
  /** Events since a reading began: what it brings may be older than they are. */
  let meanwhile: LogEvent[] = [];
  const touched = new Map<string, number>();
  let cooling: ReturnType<typeof setTimeout> | undefined;

  const state = (): JobListState => ({
    jobs,
    error,
    isLoading: !isRead && !error,
    hasMore: nextPage !== null,
    changed: new Set(touched.keys()),
    left: new Set(jobs.filter((job) => !matches(job, filter)).map(({ id }) => id)),
  });
  const store = createStore(state());
  const flush = batched(() => {
    clearTimeout(cooling);
    const now = Date.now();
    for (const [id, at] of touched) if (now - at >= FLASH_MS) touched.delete(id);
    if (touched.size && users) cooling = setTimeout(flush.call, FLASH_MS);
    store.set(state());
  });
  const soon = debounced(() => read(limit));

  function show(rows: readonly JobSummary[]): void {
    jobs = rows;
    position = new Map(rows.map(({ id }, index) => [id, index]));
  }

  /** Runs `load`, whose answer `use` takes, and folds into it what happened meanwhile. */
  async function reading(size: number, page: string | null, use: (answer: JobPage) => void): Promise<void> {
    const own = life;
    const from = era;
    readings++;
    try {
      const path = `/background-jobs?${toQuery(filter, size, page)}`;
      const answer = await request<JobPage>(client, path);
      if (own !== life || from !== era) return;
      const fresh = answer.jobs.map((job) => {
        const known = shownEra === era ? rowOf(job.id) : undefined;
        return known && known.v > job.v ? known : meanwhile.reduce((row, event) => foldJob(row, event).job, job);
      });
      use({ ...answer, jobs: fresh });
      shownEra = era;
      error = undefined;
      failures = 0;
    } catch (reason) {
      if (own !== life) return;
      error = toError(reason);
      if (users && isOutage(error)) soon.call(rereadMs(++failures));
    } finally {
      if (own === life) {
        if (--readings === 0) meanwhile = [];
        flush.call();
      }
    }
  }

  const rowOf = (id: string): JobSummary | undefined => {
    const index = position.get(id);
    return index === undefined ? undefined : jobs[index];
  };

  function read(size: number): Promise<void> {
    return reading(size, null, (answer) => {
      const before = position;
      const merged = shownEra === era ? mergePage(jobs, answer) : answer.jobs;
      if (isRead) for (const { id } of answer.jobs) if (!before.has(id)) touched.set(id, Date.now());
      if (merged.length === answer.jobs.length) nextPage = answer.next_page;
      show(merged);
      isRead = true;
      cursor ??= answer.cursor;
      if (users) follow();
    });
  }

  async function loadMore(): Promise<void> {
    if (nextPage === null || isLoadingMore) return;
    isLoadingMore = true;
    await reading(limit, nextPage, (answer) => {
      nextPage = answer.next_page;
      show([...jobs, ...answer.jobs.filter(({ id }) => !position.has(id))]);
    });
    isLoadingMore = false;
  }

  async function refetch(): Promise<void> {
    const size = Math.min(MAX_PAGE, Math.max(limit, jobs.length));
    await reading(size, null, (answer) => {
      nextPage = answer.next_page;
      show(answer.jobs);
      isRead = true;
      cursor ??= answer.cursor;
      if (users) follow();
    });
  }

  /** The rows that events of the current batch have changed; written into `jobs` at once, copied once per frame. */
  function onEvent(event: LogEvent): void {
    cursor = event.cursor;
    if (event.job === null || !event.type.startsWith("job.")) return;
    if (readings) meanwhile.push(event);
    const index = position.get(event.job);
    const row = index === undefined ? undefined : jobs[index];
    if (index === undefined || !row) {
      if (mayEnter(event, filter)) soon.call(ENTER_MS);
      return;
    }
    const { job } = foldJob(row, event);
    if (job === row) return;
    if (!matches(job, filter)) soon.call(LEAVE_MS);
    touched.set(job.id, Date.now());
    if (jobs === store.get().jobs) jobs = [...jobs];
    (jobs as JobSummary[])[index] = job;
    flush.call();
  }

  function follow(): void {
    if (cursor === undefined) return;
    unfollow ??= client.follow({
      after: cursor,
      onEvent,
      onReset(reset) {
        cursor = reset.cursor;
        era++;
        meanwhile = [];
        void refetch();
      },
    });
  }

  return {
    get: store.get,
    loadMore,
    refetch,
    subscribe(listener) {
      const unsubscribe = store.subscribe(listener);
      if (users++ === 0) {
        if (cursor === undefined) void read(limit);
        else follow();
      }
      return () => {
        unsubscribe();
        if (--users > 0) return;
        life++;
        readings = 0;
        meanwhile = [];
        clearTimeout(cooling);
        unfollow?.();
        unfollow = undefined;
        flush.stop();
        soon.stop();
      };
    },
  };
}
