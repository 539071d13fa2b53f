"use client";

import { useCallback, useState } from "react";
import { steady, withoutLeft, type Now, type Steady } from "./rows";

/** `steady` over time: rows for a reader who must not be moved, and the two ways to bring them up to date. */
export function useSteadyRows(now: Now): Steady & { showWaiting: () => void; dropLeft: () => void } {
  const [state, setState] = useState<Steady>(() => steady(null, now));
  const next = steady(state, now);
  if (next !== state) setState(next);
  const showWaiting = useCallback(() => {
    setState((before) => steady(before, { ...now, isHeld: false }));
  }, [now]);
  const dropLeft = useCallback(() => {
    setState(withoutLeft);
  }, []);
  return { ...next, showWaiting, dropLeft };
}
