/** What the event client takes and gives. */

/** How an event stream is at this moment. */
export type ConnectionState =
  | "idle" // nobody follows
  | "connecting" // the first connection is being made
  | "catching-up" // connected; what was missed is being delivered
  | "live" // connected, and nothing is missing
  | "reconnecting" // the connection was lost; `attempt` counts the tries
  | "polling" // live too, by repeated requests, because nothing better gets through
  | "offline" // as `reconnecting`, while the browser says that it has no network
  | "signed-out"; // the API answered 401, or a tab signed out; `retryNow` tries again

/** The state of the one connection of this browser, whichever tab holds it. */
export interface Connection {
  readonly state: ConnectionState;
  /** When this state began, in milliseconds since 1970. */
  readonly since: number;
  /** How many connections in a row have failed; 0 while all is well. */
  readonly attempt: number;
  /** Whether this tab holds the connection. */
  readonly isLeader: boolean;
}

/** A value that changes, in the form that `useSyncExternalStore` takes. */
export interface Store<T> {
  readonly get: () => T;
  /** Calls `listener` after each change; the answer ends that. */
  readonly subscribe: (listener: () => void) => () => void;
}

/** An entry of the log. */
export interface LogEvent {
  /** Its number. Numbers rise; those missing in between belong to others. */
  readonly seq: number;
  /** The job or record that it is about. */
  readonly job: string | null;
  /** The version that the job has since then. */
  readonly v: number | null;
  readonly type: string;
  /** ISO-8601 in UTC. */
  readonly at: string;
  readonly data: Readonly<Record<string, unknown>>;
  /** The place just after this event. */
  readonly cursor: string;
}

/** The log cannot continue a place: read the state anew; events after `cursor` follow. */
export interface Reset {
  readonly reason: string;
  readonly cursor: string;
}

/** What to follow, and from where. */
export interface FollowOptions {
  /** The cursor that came with the snapshot which these events continue. */
  readonly after: string;
  /** Only the events of this job. */
  readonly job?: string;
  /** Only these types. */
  readonly types?: readonly string[];
  /** Gets each event after `after` once, in the order of the log. */
  readonly onEvent: (event: LogEvent) => void;
  readonly onReset: (reset: Reset) => void;
  /** Nothing is missing now: called when that becomes true, again after each reconnect. */
  readonly onLive?: () => void;
}

/** How `createClient` is set up. Everything is optional. */
export interface ClientOptions {
  /** What paths of the API begin with; `/api` by default. */
  readonly baseUrl?: string;
  readonly fetch?: typeof fetch;
  /** `auto` by default: server-sent events, else WebSocket, else long poll. */
  readonly transport?: "auto" | "sse" | "websocket" | "poll";
  /**
   * One stream for all tabs of this origin; true by default. A text keeps apart what must not be shared, such as the
   * owner's id where several people sign in within one browser.
   */
  readonly shared?: boolean | string;
  /** A fresh one-time ticket, asked for before each connection. */
  readonly ticket?: () => Promise<string>;
  /** Headers of every request that is not a stream. With it, such requests go without ticket. */
  readonly headers?: () => HeadersInit;
  /** The API answered 401 to this tab, which tries nothing more. Who renews credentials here calls `retryNow` then. */
  readonly onUnauthorized?: () => void | Promise<void>;
}

/** The event client of a page. */
export interface Client {
  readonly connection: Store<Connection>;
  /** Begins to follow; the answer ends it. Nothing is delivered before it has returned. */
  readonly follow: (options: FollowOptions) => () => void;
  /** Tries at once what would be tried later, also after `signed-out`. */
  readonly retryNow: () => void;
  /** Ends everything of this tab; with `everywhere` the streams of all tabs, which then are `signed-out`. */
  readonly close: (options?: { everywhere?: boolean }) => void;
  /** A request to the API: `path` without the base; the headers of the options are added; a 401 is noticed. */
  readonly fetch: (path: string, init?: RequestInit) => Promise<Response>;
}

/** A page of `GET /events`. */
export interface EventPage {
  readonly events: readonly Omit<LogEvent, "cursor">[];
  readonly cursor: string;
  readonly reset?: { readonly reason: string };
}

/** What a connection delivers to. */
export interface Sink {
  /** Everything up to `cursor` was delivered with this. Without an `event` nothing is missing now: it is in `state`. */
  readonly take: (cursor: string, event?: LogEvent, state?: ConnectionState) => void;
  readonly reset: (reset: Reset) => void;
  /** It is over. `isRefused`: the API or somebody in between did not want it. */
  readonly end: (isRefused?: boolean) => void;
}

/** Opens a connection that continues after `place`; the answer closes it. */
export type Transport = (place: string, sink: Sink, wire: Wire) => Promise<() => void>;

/** What a transport needs of its client. */
export interface Wire {
  /** The address of `path` with `query`, with a fresh ticket where there are tickets. */
  readonly url: (path: string, query: Record<string, string>, isStream?: boolean) => Promise<string>;
  /** The events after `place`, at once or within `wait` seconds. */
  readonly page: (place: string, query?: Record<string, string>) => Promise<EventPage>;
  /** The event with the cursor behind it. */
  readonly event: (event: Omit<LogEvent, "cursor">) => LogEvent;
}
