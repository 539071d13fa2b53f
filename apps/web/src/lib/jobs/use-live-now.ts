"use client";

import { useCallback, useSyncExternalStore } from "react";

const STEP_MS = 250;

/** The time in milliseconds, moving four times a second while `isMoving`; `still` where it does not, and while the server renders. */
export function useLiveNow(isMoving: boolean, still: number): number {
  const subscribe = useCallback(
    (listener: () => void) => {
      if (!isMoving) return () => undefined;
      const timer = setInterval(listener, STEP_MS);
      return () => {
        clearInterval(timer);
      };
    },
    [isMoving],
  );
  const read = useCallback(() => (isMoving ? Math.floor(Date.now() / STEP_MS) * STEP_MS : still), [isMoving, still]);
  const stillRead = useCallback(() => still, [still]);
  return useSyncExternalStore(subscribe, read, stillRead);
}
