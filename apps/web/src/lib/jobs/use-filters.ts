"use client";

import { useSearchParams } from "next/navigation";
import { useCallback, useMemo, useState } from "react";
import { readFilters, writeFilters, type Filters } from "./filters";

interface FilterState {
  filters: Filters;
  /** The moment, in milliseconds, that a range counts back from: when it was chosen or last refreshed. */
  asOf: number;
  set: (change: Partial<Filters>) => void;
  /** Count ranges back from now. */
  renew: () => void;
}

/** The filters in the address. A change is a step of the browser's history and asks no server for the page. */
export function useFilters(firstAsOf: number): FilterState {
  const params = useSearchParams();
  const [asOf, setAsOf] = useState(firstAsOf);
  const filters = useMemo(() => readFilters(params), [params]);
  const renew = useCallback(() => {
    setAsOf(Date.now());
  }, []);
  const set = useCallback(
    (change: Partial<Filters>) => {
      if (change.range !== undefined) setAsOf(Date.now());
      const search = writeFilters({ ...filters, ...change });
      window.history.pushState(null, "", `${window.location.pathname}${search}`);
    },
    [filters],
  );
  return { filters, asOf, set, renew };
}
