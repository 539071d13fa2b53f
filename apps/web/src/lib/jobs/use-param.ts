"use client";

import { useSearchParams } from "next/navigation";
import { useCallback } from "react";

/** One parameter of the address, and a way to set it that adds no step to the browser's history. */
export function useParam(name: string): [string | null, (value: string | null) => void] {
  const params = useSearchParams();
  const set = useCallback(
    (value: string | null) => {
      const next = new URLSearchParams(window.location.search);
      if (value === null) next.delete(name);
      else next.set(name, value);
      const search = next.toString();
      window.history.replaceState(null, "", `${window.location.pathname}${search === "" ? "" : `?${search}`}`);
    },
    [name],
  );
  return [params.get(name), set];
}
