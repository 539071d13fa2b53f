"use client";

import { useEffect, useOptimistic } from "react";
import { onNavigation } from "@/lib/navigation";

/** A line along the top from the moment another page is asked for until it is there. */
export function NavigationLine() {
  // Set within the router's transition, it holds until that ends, however it ends.
  const [isPending, setPending] = useOptimistic(false);
  useEffect(() => onNavigation(() => { setPending(true); }), [setPending]);
  if (!isPending) return null;
  return (
    <div role="progressbar" aria-label="The page is being loaded" className="pointer-events-none fixed inset-x-0 top-0 z-50 h-0.5">
      <div className="h-full origin-left animate-nearing bg-accent" />
    </div>
  );
}
