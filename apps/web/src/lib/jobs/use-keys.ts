"use client";

import { useEffect, useRef } from "react";
import { actionOf, focusOf, type KeyAction } from "./keys";

/** Call `act` for each key of the list that is pressed anywhere on the page. It answers whether it took the key. */
export function useKeys(act: (action: KeyAction) => boolean): void {
  const latest = useRef(act);
  useEffect(() => {
    latest.current = act;
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented) return;
      const isModified = event.ctrlKey || event.metaKey || event.altKey;
      const action = actionOf({ key: event.key, isModified, focus: focusOf(event.target) });
      if (action !== null && latest.current(action)) event.preventDefault();
    };
    window.addEventListener("keydown", onKey);
    return () => {
      window.removeEventListener("keydown", onKey);
    };
  }, []);
}
