"use client";

import { useRef, type ReactNode, type RefObject } from "react";
import { useOverflow } from "@/lib/use-overflow";
import { cn } from "@/lib/utils";

const EDGE = "pointer-events-none absolute inset-y-0 w-10 from-background to-transparent transition-opacity duration-200";

/**
 * What is wider than a narrow window and scrolls sideways: by touch, by its scrollbar, or by arrow keys while it has the
 * focus. The edge behind which there is more fades out. `label` names it for screen readers.
 */
export function ScrollRegion({
  label,
  className,
  ref,
  children,
}: {
  label: string;
  className?: string;
  ref?: RefObject<HTMLDivElement | null>;
  children: ReactNode;
}) {
  const own = useRef<HTMLDivElement>(null);
  const region = ref ?? own;
  const more = useOverflow(region);
  return (
    <div className="relative min-w-0" data-more={more}>
      <div ref={region} role="region" aria-label={label} tabIndex={0} className={cn("scrollbar-thin overflow-x-auto rounded-lg", className)}>
        {children}
      </div>
      <span aria-hidden className={cn(EDGE, "left-0 bg-linear-to-r", more.includes("left") ? "opacity-100" : "opacity-0")} />
      <span aria-hidden className={cn(EDGE, "right-0 bg-linear-to-l", more.includes("right") ? "opacity-100" : "opacity-0")} />
    </div>
  );
}
