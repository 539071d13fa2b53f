/** The tabs of one origin: one of them leads and tells the others what its stream delivers. */

import { STALL_MS } from "./connection.js";
import type { ConnectionState, LogEvent, Reset } from "./types.js";

const ANSWER_MS = 3_000;

/**
 * What tabs tell each other, in few letters: a move (between place number `from` and `to` there is `event`, or nothing),
 * a reset, the leader's state; hello (who leads?), try (now, please), and x (sign out).
 */
export type TabMessage =
  | [kind: "m", from: number, to: string, event: LogEvent | undefined]
  | [kind: "r", reset: Reset]
  /** How the leader is, how many tries have failed, and the place up to which it has told everything. */
  | [kind: "s", state: ConnectionState, attempt: number, to: string]
  | [kind: "h" | "t" | "x"];

/** This tab's part. */
export interface Seat {
  isLeader(): boolean;
  post(message: TabMessage): void;
  /** Gives the lead to another tab, and hears no more. */
  leave(): void;
}

/**
 * Takes part in what is shared under `name`. Without a name, or where the browser lacks what it takes, this tab leads
 * for itself. A leader that answers nothing for too long, as a frozen tab does, loses the lead.
 */
export function joinTabs(name: string, hear: (message: TabMessage) => void, onLead: (isLeader: boolean) => void): Seat {
  const locks = (name && globalThis.BroadcastChannel && globalThis.navigator?.locks) || undefined;
  const channel = locks && new BroadcastChannel(name);
  let request: AbortController | undefined;
  let isLeader = false;
  let release: (() => void) | undefined;
  let watch: ReturnType<typeof setTimeout> | undefined;

  const post = (message: TabMessage): void => channel?.postMessage(message);

  function lead(): void {
    isLeader = true;
    clearTimeout(watch);
    onLead(true);
  }

  function listen(): void {
    clearTimeout(watch);
    if (isLeader) return;
    watch = setTimeout(() => {
      post(["h"]);
      watch = setTimeout(() => {
        ask(true);
      }, ANSWER_MS);
    }, STALL_MS);
  }

  function ask(steal?: boolean): void {
    request?.abort();
    const own = (request = new AbortController());
    locks
      ?.request(name, steal ? { steal } : { signal: own.signal }, () => {
        if (own !== request) return;
        lead();
        return new Promise<void>((resolve) => {
          release = resolve;
        });
      })
      .catch(() => {
        if (own !== request) return;
        if (!isLeader) {
          lead(); // this browser gives no locks here: each tab for itself
          return;
        }
        isLeader = false; // another tab took over
        onLead(false);
        listen();
        ask();
      });
  }

  if (channel) {
    channel.onmessage = ({ data }: MessageEvent<TabMessage>) => {
      listen();
      hear(data);
    };
    post(["t"]); // somebody is looking: a leader that waits need wait no longer
    listen();
    ask();
  } else queueMicrotask(lead);

  return {
    isLeader: () => isLeader,
    post,
    leave() {
      clearTimeout(watch);
      const own = request;
      request = undefined;
      own?.abort();
      release?.();
      channel?.close();
    },
  };
}
