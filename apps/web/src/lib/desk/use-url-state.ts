"use client";

import { usePathname, useSearchParams } from "next/navigation";

/** One parameter of the page's address and how to change it, without asking the server for the page again. */
export function useUrlState(name: string): [string | null, (value: string | null) => void] {
  const params = useSearchParams();
  const path = usePathname();
  const set = (value: string | null) => {
    const next = new URLSearchParams(window.location.search);
    if (value === null || value === "") next.delete(name);
    else next.set(name, value);
    const query = next.toString();
    window.history.replaceState(null, "", query === "" ? path : `${path}?${query}`);
  };
  return [params.get(name), set];
}
