/** What is used where server-sent events do not get through; loaded only then. */

import type { ClientOptions, LogEvent, Transport } from "./types.js";

type Message = Omit<LogEvent, "cursor"> & { readonly cursor?: string; readonly reason?: string };

const POLL_S = 20;
const POLL_LIMIT = 200;
const RETRY_MS = 600_000;
const MEMORY = "longhaul";
const REFUSALS = 3;

/** What is remembered where the browser gives no storage. */
let memory = "";

/** The way that is used since when: 0 server-sent events, 1 WebSocket, 2 long poll. */
function recall(): { way: number; since: number } {
  try {
    memory = sessionStorage.getItem(MEMORY) ?? "";
  } catch {
    // It holds as long as the page.
  }
  const [way = 0, since = 0] = memory.split(" ").map(Number);
  return { way, since };
}

function remember(way: number): void {
  memory = way ? `${way} ${Date.now()}` : "";
  try {
    if (memory) sessionStorage.setItem(MEMORY, memory);
    else sessionStorage.removeItem(MEMORY);
  } catch {
    // As above.
  }
}

/** Whether it is time to try server-sent events again. */
const isStale = (since: number): boolean => Date.now() - since > RETRY_MS;

/** The way to use now: the one asked for, else the best that gets through; none where that is server-sent events. */
export function choose(transport: ClientOptions["transport"]): Transport | undefined {
  if (transport === "websocket") return websocket;
  if (transport === "poll") return poll;
  const { way, since } = recall();
  if (way && isStale(since)) remember(0);
  else if (way === 1) return websocket;
  else if (way) return pollFor(since);
  return;
}

/** How often server-sent events were refused since it was live. */
let refusals = 0;

/**
 * Attempt number `attempt` brought nothing while the API answered: whether there is another way to try. Where it was
 * refused, server-sent events get three chances, since something else may have been the matter; what is next gets one.
 */
export function fall(attempt: number, isRefused = false): boolean {
  const { way } = recall();
  refusals = (attempt > 1 ? refusals : 0) + (isRefused ? 1 : REFUSALS);
  if (way > 1 || (!way && refusals < REFUSALS)) return false;
  remember(way + 1);
  return true;
}

/** Events over a WebSocket. */
export const websocket: Transport = async (place, sink, wire) => {
  const url = new URL(await wire.url("/ws/events", { after: place }, true), globalThis.location?.href);
  const socket = new WebSocket(url.href.replace(/^http/, "ws"));
  socket.onclose = () => {
    sink.end(true);
  };
  socket.onmessage = ({ data }: MessageEvent<string>) => {
    const message = JSON.parse(data) as Message;
    const { cursor, reason } = message;
    if (cursor && reason) sink.reset({ reason, cursor });
    else if (cursor) sink.take(cursor);
    else {
      const event = wire.event(message);
      sink.take(event.cursor, event);
    }
  };
  return () => {
    socket.onclose = null;
    socket.close();
  };
};

/** One request after the other, each of which the API answers when there is something. */
export const poll: Transport = (place, sink, wire) => pollFor(Infinity)(place, sink, wire);

function pollFor(since: number): Transport {
  return (place, sink, wire) => {
    let isClosed = false;
    void (async () => {
      try {
        for (let wait = 0; !isClosed; wait = POLL_S) {
          const page = await wire.page(place, { wait: `${wait}`, limit: `${POLL_LIMIT}` });
          if (isClosed) return;
          if (page.reset) sink.reset({ ...page.reset, cursor: page.cursor });
          for (const event of page.events.map(wire.event)) sink.take(event.cursor, event);
          place = page.cursor;
          // A full page is not the last one: this reader is still behind.
          if (page.events.length < POLL_LIMIT) sink.take(place, undefined, "polling");
          if (isStale(since)) sink.end();
        }
      } catch {
        sink.end(true);
      }
    })();
    return Promise.resolve(() => {
      isClosed = true;
    });
  };
}
