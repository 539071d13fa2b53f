/** The one connection: opens it, watches it, opens it again, and changes the way where one does not get through. */

import { backoffMs, seqOf } from "./places.js";
import { sse } from "./sse.js";
import type { ClientOptions, ConnectionState, LogEvent, Reset, Sink, Transport, Wire } from "./types.js";

/** Two and a half heartbeats of the server. */
export const STALL_MS = 37_500;
const FIRST_BYTE_MS = 5_000;

/** What the connection reports to its tab. */
export interface ConnectionOptions {
  readonly transport: ClientOptions["transport"];
  readonly wire: Wire;
  /** Where to continue. */
  place(): string;
  onMove(from: number, to: string, event?: LogEvent): void;
  onReset(reset: Reset): void;
  readonly onState: (state: ConnectionState, attempt: number) => void;
}

/** The leader's connection. */
export interface StreamConnection {
  /** Opens it, or opens it anew. */
  open(): void;
  close(): void;
  /** Opens it anew where it is not well: not live, or silent for too long. */
  check(): void;
}

/** Loaded only where server-sent events do not get through. */
const loadFallback = () => import("./fallback.js");

export function createConnection(options: ConnectionOptions): StreamConnection {
  const { transport = "auto", wire, onState } = options;
  const isAuto = transport === "auto";
  let attempt = 0;
  let isLive = false;
  let heardAt = 0;
  let turn = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let stop: (() => void) | undefined;

  const close = (): void => {
    clearTimeout(timer);
    stop = void stop?.();
    isLive = false;
    turn++;
  };

  function open(): void {
    close();
    if (!attempt) onState("connecting", 0);
    // What it delivers is told to other tabs as continuing from here, so it begins exactly here.
    const place = options.place();
    let at = seqOf(place);
    let isSilent = true;
    const own = turn;

    /** Something came, or is to come; the next must come within `ms`. */
    const watch = (ms: number): void => {
      heardAt = Date.now();
      clearTimeout(timer);
      timer = setTimeout(sink.end, ms);
    };

    const sink: Sink = {
      take(cursor, event, state = "live") {
        if (own !== turn) return;
        isSilent = false;
        watch(STALL_MS);
        if (!event) {
          isLive = true;
          attempt = 0;
          onState(state, 0);
        } else if (!isLive) onState("catching-up", attempt);
        options.onMove(at, cursor, event);
        at = seqOf(cursor);
      },
      reset(reset) {
        if (own !== turn) return;
        isSilent = false;
        watch(STALL_MS);
        at = seqOf(reset.cursor);
        options.onReset(reset);
      },
      end(isRefused) {
        if (own !== turn) return;
        close();
        onState("reconnecting", ++attempt);
        const after = turn;
        void (async () => isSilent && isBlocked(isRefused))().then((isBlocked) => {
          if (after !== turn) return;
          if (isBlocked) open();
          else timer = setTimeout(open, backoffMs(attempt));
        });
      },
    };

    watch(FIRST_BYTE_MS);
    pick()
      .then(async (way = sse) => {
        const closeIt = await way(place, sink, wire);
        if (own === turn) stop = closeIt;
        else closeIt();
      })
      .catch(sink.end);
  }

  /** The way to use, where it is not server-sent events: asked for, or found before in this session of the browser. */
  async function pick(): Promise<Transport | undefined> {
    try {
      if (isAuto ? sessionStorage.getItem("longhaul") : transport !== "sse")
        return (await loadFallback()).choose(transport);
    } catch {
      // No storage, or what was to be loaded is away.
    }
    return;
  }

  /** Nothing came: is it the API that is away, the credentials, or only this way of reaching it? */
  async function isBlocked(isRefused?: boolean): Promise<boolean | undefined> {
    try {
      await wire.page(options.place(), { limit: "1" });
      return isAuto && (await loadFallback()).fall(attempt, isRefused);
    } catch {
      return; // away, or signed out, which has been noticed by now
    }
  }

  return {
    open,
    close,
    check() {
      if (!isLive || Date.now() - heardAt > STALL_MS) open();
    },
  };
}
