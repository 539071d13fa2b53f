import { Plus, X } from "lucide-react";
import { STATUS } from "@/components/status/status-badge";
import type { Status } from "@/lib/api/types";
import { count } from "@/lib/format";
import type { Counts } from "@/lib/jobs/counts";
import { inOrder, STATUSES } from "@/lib/jobs/filters";
import { cn } from "@/lib/utils";

const DOT: Record<Status, string> = {
  queued: "bg-queued",
  running: "bg-running",
  succeeded: "bg-succeeded",
  failed: "bg-failed",
  cancelled: "bg-cancelled",
};

/**
 * The states to choose from, each with how many jobs are in it. A state's name chooses it alone; once one is chosen, the
 * others can be added, and taken off again. None chosen is all.
 */
export function StatusTabs({
  chosen,
  counts,
  onChoose,
}: {
  chosen: readonly Status[];
  counts: Partial<Counts> | null;
  onChoose: (statuses: readonly Status[]) => void;
}) {
  return (
    <div role="group" aria-label="State" className="-mx-4 flex overflow-x-auto border-b px-4 sm:mx-0 sm:px-0">
      <Tab isChosen={chosen.length === 0} onClick={() => { onChoose([]); }}>
        All
      </Tab>
      {STATUSES.map((status) => {
        const found = counts?.[status];
        const isChosen = chosen.includes(status);
        const { text } = STATUS[status];
        return (
          <div key={status} className="flex shrink-0 items-center">
            <Tab isChosen={isChosen} onClick={() => { onChoose([status]); }}>
              <span aria-hidden className={cn("size-1.5 rounded-full", DOT[status], status === "running" && (found?.count ?? 0) > 0 && "animate-breathe")} />
              {text}
              <span className="min-w-4 text-left font-mono text-xs tabular-nums text-muted" data-count={status}>
                {found ? count(found.count, found.is_capped) : "–"}
              </span>
            </Tab>
            {chosen.length === 0 || (isChosen && chosen.length === 1) ? null : isChosen ? (
              <Beside label={`No longer ${text}`} onClick={() => { onChoose(chosen.filter((each) => each !== status)); }}><X aria-hidden /></Beside>
            ) : (
              <Beside label={`Also ${text}`} onClick={() => { onChoose(inOrder([...chosen, status])); }}><Plus aria-hidden /></Beside>
            )}
          </div>
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

/** Adds a state to those that are chosen, or takes it off. */
function Beside({ label, onClick, children }: { label: string; onClick: () => void; children: React.ReactNode }) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      onClick={onClick}
      className="-ml-2 flex size-6 shrink-0 items-center justify-center rounded-sm text-muted hover:bg-raised hover:text-foreground [&_svg]:size-3.5"
    >
      {children}
    </button>
  );
}
