"use client";

import { useEffect, useRef } from "react";

/** Call `check` every `everyMs` while the page is looked at, and when somebody comes back to it. */
export function useRecheck(check: () => unknown, everyMs: number): void {
  const latest = useRef(check);
  useEffect(() => {
    latest.current = check;
  });
  useEffect(() => {
    const look = () => {
      if (document.visibilityState === "visible") latest.current();
    };
    const timer = setInterval(look, everyMs);
    document.addEventListener("visibilitychange", look);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", look);
    };
  }, [everyMs]);
}
