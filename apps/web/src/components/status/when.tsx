"use client";

import { absoluteTime, duration, relativeTime } from "@/lib/format";
import { useNow } from "@/lib/use-now";

/** A moment as people say it, kept current; the exact time is in the title. */
export function When({ iso, className }: { iso: string; className?: string }) {
  const now = useNow();
  return (
    <time dateTime={iso} title={now === null ? undefined : absoluteTime(iso)} className={className} suppressHydrationWarning>
      {now === null ? iso.slice(0, 16).replace("T", " ") : relativeTime(iso, now)}
    </time>
  );
}

/** How long something took, or has been going on where `until` is null. */
export function Elapsed({ since, until, className }: { since: string; until: string | null | undefined; className?: string }) {
  const now = useNow();
  const end = until ? Date.parse(until) : now;
  return (
    <span className={className} suppressHydrationWarning>
      {end === null ? "…" : duration(Math.max(0, end - Date.parse(since)) / 1000)}
    </span>
  );
}
