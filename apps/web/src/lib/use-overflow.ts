"use client";

import { useEffect, useState, type RefObject } from "react";

/** On which sides of an element that scrolls sideways there is more of it. */
export type Overflow = "" | "left" | "right" | "left right";

/** Positions are fractions of pixels where a page is zoomed. */
const TOLERANCE_PX = 1;

/** Keeps `Overflow` of `element` current while its size, its content or its place changes; none until it is measured. */
export function useOverflow(element: RefObject<HTMLElement | null>): Overflow {
  const [overflow, setOverflow] = useState<Overflow>("");
  useEffect(() => {
    const watched = element.current;
    if (watched === null || typeof ResizeObserver === "undefined") return;
    const measure = () => { setOverflow(overflowOf(watched)); };
    // It also tells the first size.
    const sizes = new ResizeObserver(measure);
    sizes.observe(watched);
    const content = new MutationObserver(measure);
    content.observe(watched, { childList: true });
    watched.addEventListener("scroll", measure, { passive: true });
    return () => {
      sizes.disconnect();
      content.disconnect();
      watched.removeEventListener("scroll", measure);
    };
  }, [element]);
  return overflow;
}

function overflowOf({ scrollLeft, scrollWidth, clientWidth }: HTMLElement): Overflow {
  const hasRight = scrollLeft + clientWidth < scrollWidth - TOLERANCE_PX;
  if (scrollLeft > TOLERANCE_PX) return hasRight ? "left right" : "left";
  return hasRight ? "right" : "";
}
