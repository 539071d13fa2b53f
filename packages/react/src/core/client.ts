/** The client of a page: its followers, and the place of its tab among all tabs that share one stream. */

import { createConnection } from "./connection.js";
import { createReader, seqOf, withCursor, type Reader } from "./places.js";
import { createStore } from "./store.js";
import { joinTabs, type Seat, type TabMessage } from "./tabs.js";
import type { Client, ClientOptions, Connection, ConnectionState, EventPage, FollowOptions, Wire } from "./types.js";

const LINGER_MS = 1_000;

interface Follower {
  readonly options: FollowOptions;
  reader: Reader | undefined;
}

/** Whether nothing is missing in this state. */
const isComplete = (state: ConnectionState): boolean => state === "live" || state === "polling";

/** A client. It opens nothing before the first follower, and touches no browser before that. */
export function createClient(options: ClientOptions = {}): Client {
  const base = options.baseUrl ?? "/api";
  const name = options.shared === false ? "" : `longhaul ${base} ${options.shared}`;
  const followers = new Set<Follower>();
  const connection = createStore<Connection>({ state: "idle", since: Date.now(), attempt: 0, isLeader: false });
  let told: [ConnectionState, number] = ["idle", 0];
  let root: Reader | undefined;
  let seat: Seat | undefined;
  let isHalted = false;
  let lingering: ReturnType<typeof setTimeout> | undefined;
  let listening: AbortController | undefined;

  const place = (): string => root?.place() ?? "";

  // ---- requests

  async function request(path: string, init?: RequestInit): Promise<Response> {
    const [all, own] = [options.headers?.(), init?.headers].map((some) => Object.fromEntries(new Headers(some)));
    const response = await (options.fetch ?? fetch)(path, { ...init, headers: { ...all, ...own } });
    if (response.status === 401) unauthorized();
    return response;
  }

  const wire: Wire = {
    event: withCursor,
    async url(path, query, isStream) {
      const search = new URLSearchParams(query);
      if (options.ticket && (isStream ?? !options.headers)) search.set("ticket", await options.ticket());
      return `${base}${path}?${search.toString()}`;
    },
    async page(after, query) {
      const url = await wire.url("/events", { after, limit: "1000", ...query });
      const response = await request(url, { signal: AbortSignal.timeout(30_000) });
      if (response.ok) return response.json() as Promise<EventPage>;
      throw response.status; // eslint-disable-line @typescript-eslint/only-throw-error
    },
  };

  function unauthorized(): void {
    if (isHalted) return;
    halt();
    options.onUnauthorized?.() as unknown;
  }

  // ---- states

  function tell(state: ConnectionState, attempt = 0): void {
    told = [state, attempt];
    const before = connection.get();
    const isLeader = !!seat?.isLeader();
    if (isLeader) seat?.post(["s", state, attempt, place()]);
    if (root?.isBusy() && isComplete(state)) state = "catching-up";
    if (state === "reconnecting" && globalThis.navigator?.onLine === false) state = "offline";
    const isSame = state === before.state;
    if (isSame && attempt === before.attempt && isLeader === before.isLeader) return;
    connection.set({ state, since: isSame ? before.since : Date.now(), attempt, isLeader });
    if (isComplete(state) && !isComplete(before.state)) followers.forEach(greet);
  }

  /** Tells a follower that nothing is missing, if so. */
  function greet({ options, reader }: Follower): void {
    if (isComplete(connection.get().state) && reader && !reader.isBusy()) options.onLive?.();
  }

  // ---- the tab among the tabs

  const stream = createConnection({
    transport: options.transport,
    wire,
    place,
    onMove(from, to, event) {
      seat?.post(["m", from, to, event]);
      root?.push(from, to, event);
    },
    onReset(reset) {
      seat?.post(["r", reset]);
      root?.reset(reset);
    },
    onState: tell,
  });

  function hear(message: TabMessage): void {
    const [kind, a, b, c] = message;
    if (kind === "m") root?.push(a, b, c);
    else if (kind === "r") root?.reset(a);
    else if (kind === "x") halt();
    else if (seat?.isLeader()) {
      if (kind === "t") retryNow();
      if (kind !== "s") tell(...told);
    } else if (kind === "s") {
      isHalted = a === "signed-out";
      // Up to there the leader has told everything: what is missing before that, this tab fetches.
      root?.push(seqOf(c), c);
      tell(a, b);
    }
  }

  function begin(): void {
    if (seat || !followers.size) return;
    root ??= createRoot();
    followers.forEach(join);
    tell(isHalted ? "signed-out" : "connecting");
    seat = joinTabs(name, hear, (isLeader) => {
      if (!isLeader) stream.close();
      else if (!isHalted) stream.open();
      tell(...told);
    });
    listen();
  }

  /** Leaves the other tabs and closes the stream; places stay. */
  function pause(): void {
    stream.close();
    seat = void seat?.leave();
  }

  function end(): void {
    pause();
    listening?.abort();
    listening = root = void root?.stop();
    tell("idle");
  }

  function halt(): void {
    isHalted = true;
    stream.close();
    tell("signed-out");
  }

  function retryNow(): void {
    isHalted = false;
    if (!seat) begin();
    else if (seat.isLeader()) stream.check();
    else seat.post(["t"]);
  }

  function listen(): void {
    if (listening) return;
    listening = new AbortController();
    const { signal } = listening;
    const look = (): void => {
      if (!isHalted && globalThis.document?.visibilityState !== "hidden") retryNow();
    };
    const listeners = {
      pagehide: pause,
      pageshow: begin,
      online: look,
      offline() {
        if (seat?.isLeader() && !isHalted) stream.open();
      },
      // These happen to the document, and reach the window too.
      freeze: pause,
      resume: begin,
      visibilitychange: look,
    };
    for (const [type, listener] of Object.entries(listeners)) globalThis.addEventListener?.(type, listener, { signal });
  }

  // ---- followers

  function createRoot(): Reader {
    const places = [...followers].map(({ options }) => options.after).sort((a, b) => seqOf(a) - seqOf(b));
    return createReader(
      places[0] ?? "",
      {
        page: wire.page,
        onMove(from, to, event) {
          followers.forEach(({ reader }) => reader?.push(from, to, event));
        },
        onReset(reset) {
          followers.forEach(({ reader }) => reader?.reset(reset));
        },
        onBusy() {
          tell(...told);
        },
      },
    );
  }

  function join(follower: Follower): void {
    const { after, job, types, onEvent, onReset } = follower.options;
    if (follower.reader || !root) return;
    const reader = (follower.reader = createReader(after, {
      page: (place) => wire.page(place, { job: job ?? "", types: String(types ?? "") }),
      onMove(_from, _to, event) {
        if (event && (!job || event.job === job) && (!types?.[0] || types.includes(event.type)))
          guarded(onEvent, event);
      },
      onReset,
      onBusy() {
        greet(follower);
      },
    }));
    // Where it is behind the tab, this is a hole, which it fills by itself.
    reader.push(seqOf(root.place()), root.place());
    greet(follower);
  }

  return {
    connection,
    fetch: (path, init) => request(base + path, init),
    retryNow,
    follow(options) {
      const follower: Follower = { options, reader: undefined };
      followers.add(follower);
      clearTimeout(lingering);
      queueMicrotask(() => {
        if (!followers.has(follower)) return;
        begin();
        join(follower);
      });
      return () => {
        follower.reader?.stop();
        if (!followers.delete(follower) || followers.size) return;
        clearTimeout(lingering);
        lingering = setTimeout(end, LINGER_MS);
      };
    },
    close({ everywhere } = {}) {
      followers.forEach(({ reader }) => reader?.stop());
      followers.clear();
      clearTimeout(lingering);
      if (everywhere) (seat ??= joinTabs(name, hear, () => undefined)).post(["x"]);
      end();
      if (everywhere) halt();
    },
  };
}

/** What a follower throws must not stop the others. */
function guarded<T>(action: (value: T) => void, value: T): void {
  try {
    action(value);
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}
