"use client";

import { useCallback, useEffect, useRef, useState } from "react";

import { toError } from "../jobs/requests.js";

/** Counts what is under way and keeps the last error, for hooks that send something. */
export function usePending(): {
  isPending: boolean;
  error: Error | undefined;
  run: <T>(action: () => Promise<T>) => Promise<T>;
} {
  const [pending, setPending] = useState(0);
  const [error, setError] = useState<Error>();
  const isMounted = useRef(false);
  useEffect(() => {
    isMounted.current = true;
    return () => {
      isMounted.current = false;
    };
  }, []);
  const run = useCallback(async <T>(action: () => Promise<T>): Promise<T> => {
    setPending((count) => count + 1);
    setError(undefined);
    try {
      return await action();
    } catch (reason) {
      if (isMounted.current) setError(toError(reason));
      throw reason;
    } finally {
      if (isMounted.current) setPending((count) => count - 1);
    }
  }, []);
  return { isPending: pending > 0, error, run };
}
