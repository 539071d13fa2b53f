import { STATUS } from "@/components/status/status-badge";
import type { Status } from "@/lib/api/types";
import { count } from "@/lib/format";
import type { Counts } from "@/lib/jobs/counts";
import { STATUSES } from "@/lib/jobs/filters";
import { cn } from "@/lib/utils";

const DOT: Record<Status, string> = {
  queued: "bg-queued",
  running: "bg-running",
  succeeded: "bg-succeeded",
  failed: "bg-failed",
  cancelled: "bg-cancelled",
};

/** The states to choose from, each with how many jobs are in it. */
export function StatusTabs({
  chosen,
  counts,
  onChoose,
}: {
  chosen: Status | null;
  counts: Partial<Counts> | null;
  onChoose: (status: Status | null) => void;
}) {
  return (
    <div role="group" aria-label="State" className="-mx-4 flex overflow-x-auto border-b px-4 sm:mx-0 sm:px-0">
      <Tab isChosen={chosen === null} onClick={() => { onChoose(null); }}>
        All
      </Tab>
      {STATUSES.map((status) => {
        const found = counts?.[status];
        return (
          <Tab key={status} isChosen={chosen === status} onClick={() => { onChoose(status); }}>
            <span aria-hidden className={cn("size-1.5 rounded-full", DOT[status], status === "running" && (found?.count ?? 0) > 0 && "animate-breathe")} />
            {STATUS[status].text}
            <span className="min-w-4 text-left font-mono text-xs tabular-nums text-muted" data-count={status}>
              {found ? count(found.count, found.is_capped) : "–"}
            </span>
          </Tab>
        );
      })}
    </div>
  );
}

function Tab({ isChosen, onClick, children }: { isChosen: boolean; onClick: () => void; children: React.ReactNode }) {
  return (
    <button
      type="button"
      aria-pressed={isChosen}
      onClick={onClick}
      className={cn(
        "-mb-px flex h-9 shrink-0 items-center gap-1.5 whitespace-nowrap border-b-2 border-transparent px-3 text-sm text-muted -outline-offset-2 hover:text-foreground",
        isChosen && "border-accent font-medium text-foreground",
      )}
    >
      {children}
    </button>
  );
}
