/** Which jobs the list shows, as the address holds it and as the API is asked for it. */
import type { Status } from "@/lib/api/types";

export const STATUSES = ["queued", "running", "succeeded", "failed", "cancelled"] as const satisfies readonly Status[];

/** How far back; null is any time. */
export const RANGES = { "15m": 15 * 60, "1h": 3_600, "24h": 86_400, "7d": 7 * 86_400 } as const;
export type Range = keyof typeof RANGES;
export const RANGE_NAMES: Record<Range, string> = { "15m": "15 min", "1h": "1 h", "24h": "24 h", "7d": "7 d" };

export interface Filters {
  /** Any of these; none is any state. */
  statuses: readonly Status[];
  type: string | null;
  queue: string | null;
  tag: string | null;
  range: Range | null;
  /** Exact bounds, ISO; `after` gives way to `range`. */
  after: string | null;
  before: string | null;
}

export const NO_FILTERS: Filters = { statuses: [], type: null, queue: null, tag: null, range: null, after: null, before: null };

/** What the API's lists and bulk routes take; what is absent does not restrict. */
export interface Criteria {
  type?: string;
  queue?: string;
  tag?: string;
  created_after?: string;
  created_before?: string;
}

const QUEUE = /^[a-z0-9_-]{1,64}$/;
const LONGEST = 100;

type Source = Pick<URLSearchParams, "get" | "getAll">;

/** The filters an address asks for. What the API would refuse is left out, so an old or mistyped link still shows a list. */
export function readFilters(source: Source): Filters {
  const range = source.get("range");
  const queue = text(source.get("queue"));
  return {
    statuses: inOrder(source.getAll("status").filter(isStatus)),
    type: text(source.get("task")),
    queue: queue !== null && QUEUE.test(queue) ? queue : null,
    tag: text(source.get("tag")),
    range: isRange(range) ? range : null,
    after: moment(source.get("after")),
    before: moment(source.get("before")),
  };
}

/** The address of `filters`: `?status=failed&status=cancelled&task=resume.parse`; empty where nothing is filtered. */
export function writeFilters(filters: Filters): string {
  const pairs: [string, string | null][] = [
    ...filters.statuses.map((status): [string, string] => ["status", status]),
    ["task", filters.type],
    ["queue", filters.queue],
    ["tag", filters.tag],
    ["range", filters.range],
    ["after", filters.range === null ? filters.after : null],
    ["before", filters.before],
  ];
  const set = pairs.filter((pair): pair is [string, string] => pair[1] !== null && pair[1] !== "");
  return set.length === 0 ? "" : `?${new URLSearchParams(set).toString()}`;
}

/** All of `filters` but the states, for the API. `asOf` (milliseconds) is the moment a range counts back from. */
export function criteriaOf(filters: Filters, asOf: number): Criteria {
  const after = filters.range === null ? filters.after : new Date(asOf - RANGES[filters.range] * 1000).toISOString();
  return {
    ...(filters.type === null ? {} : { type: filters.type }),
    ...(filters.queue === null ? {} : { queue: filters.queue }),
    ...(filters.tag === null ? {} : { tag: filters.tag }),
    ...(after === null ? {} : { created_after: after }),
    ...(filters.before === null ? {} : { created_before: filters.before }),
  };
}

/** Whether anything besides the states narrows the list. */
export function isNarrowed(filters: Filters): boolean {
  return writeFilters({ ...filters, statuses: [] }) !== "";
}

/** The id in what somebody typed or pasted: an id, or an address that has one. Null where there is none. */
export function findJobId(typed: string): string | null {
  return /(?<![0-9a-f])[0-9a-f]{24}(?![0-9a-f])/i.exec(typed.trim())?.[0].toLowerCase() ?? null;
}

/** `statuses` each once and in the order of a job's life; none where they are all there are. */
export function inOrder(statuses: readonly Status[]): readonly Status[] {
  const chosen = STATUSES.filter((status) => statuses.includes(status));
  return chosen.length === STATUSES.length ? [] : chosen;
}

function isStatus(value: string): value is Status {
  return (STATUSES as readonly string[]).includes(value);
}

function isRange(value: string | null): value is Range {
  return value !== null && Object.hasOwn(RANGES, value);
}

function text(value: string | null): string | null {
  const trimmed = value?.trim() ?? "";
  return trimmed === "" || trimmed.length > LONGEST ? null : trimmed;
}

function moment(value: string | null): string | null {
  const at = value === null ? Number.NaN : Date.parse(value);
  return Number.isNaN(at) ? null : new Date(at).toISOString();
}
