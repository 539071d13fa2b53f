import { cn } from "@/lib/utils";

/** The mark: a load on its way, three lengths of road behind it. */
export function Logo({ className }: { className?: string }) {
  return (
    <span className={cn("flex items-center gap-2 font-semibold tracking-tight", className)}>
      <svg viewBox="0 0 24 24" className="size-6" aria-hidden>
        <rect x="11" y="5" width="11" height="14" rx="2.5" className="fill-accent" />
        <path d="M2 8.5h6M4.5 12H8M1 15.5h7" className="stroke-foreground" strokeWidth="2" strokeLinecap="round" />
      </svg>
      Longhaul
    </span>
  );
}
