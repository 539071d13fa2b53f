"use client";

import { useEffect, useRef } from "react";

import type { LogEvent, Reset } from "../core/index.js";
import { cursorOfNow } from "../jobs/index.js";
import { useClient } from "./provider.js";

const RETRY_MS = 2_000;

/**
 * Calls `handler` for each event of `types` from `after` on; without `after`, from about now on. `onReset` is called
 * where events may be missing, so that what they would have changed is read anew.
 */
export function useEvents(
  types: readonly string[],
  handler: (event: LogEvent) => void,
  options: { after?: string | undefined; onReset?: ((reset: Reset) => void) | undefined } = {},
): void {
  const client = useClient();
  const latest = useRef({ handler, onReset: options.onReset });
  useEffect(() => {
    latest.current = { handler, onReset: options.onReset };
  });
  const key = types.join();
  const { after } = options;
  useEffect(() => {
    let isOver = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let unfollow: (() => void) | undefined;
    const follow = (from: string): void => {
      if (isOver) return;
      unfollow = client.follow({
        after: from,
        types: key ? key.split(",") : [],
        onEvent: (event) => { latest.current.handler(event); },
        onReset: (reset) => latest.current.onReset?.(reset),
      });
    };
    const begin = (): void => {
      if (after !== undefined) follow(after);
      else
        cursorOfNow(client).then(follow, () => {
          if (!isOver) timer = setTimeout(begin, RETRY_MS);
        });
    };
    begin();
    return () => {
      isOver = true;
      clearTimeout(timer);
      unfollow?.();
    };
  }, [client, key, after]);
}
