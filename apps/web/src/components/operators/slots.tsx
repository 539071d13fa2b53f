import { cn } from "@/lib/utils";

const DRAWN = 64;

/** What a process can do at once, one square for each slot, those at work filled; more than 64 as a bar. */
export function Slots({ busy, all, isQuiet = false }: { busy: number; all: number; isQuiet?: boolean }) {
  const text = `${String(busy)} of ${String(all)} slots busy`;
  const fill = isQuiet ? "bg-strong" : "bg-accent";
  if (all > DRAWN) {
    return (
      <div role="img" aria-label={text} className="h-3 w-full max-w-sm overflow-hidden rounded-sm border bg-raised">
        <div className={cn("h-full", fill)} style={{ width: `${String(Math.min(100, (100 * busy) / all))}%` }} />
      </div>
    );
  }
  return (
    <div role="img" aria-label={text} className="flex flex-wrap gap-1">
      {Array.from({ length: all }, (_, slot) => (
        <span key={slot} className={cn("size-3 rounded-[3px] border", slot < busy ? cn(fill, "border-transparent") : "border-strong/50 bg-raised")} />
      ))}
    </div>
  );
}
