import { Ban, RotateCcw, Trash2, X } from "lucide-react";
import { Button } from "@/components/ui/button";
import type { Count } from "@/lib/api/types";
import { count } from "@/lib/format";
import type { BulkAction } from "@/lib/jobs/bulk";

/** What is selected and what can be done with it; stays at the bottom of the screen. */
export function SelectionBar({
  selected,
  isAllMatching,
  matching,
  actions,
  onAllMatching,
  onAct,
  onClear,
}: {
  selected: number;
  isAllMatching: boolean;
  /** How many match, and so could be selected all at once; null where that is unknown or is what is shown anyway. */
  matching: Count | null;
  actions: readonly BulkAction[];
  /** Null where all that match cannot be acted on at once. */
  onAllMatching: (() => void) | null;
  onAct: (action: BulkAction) => void;
  onClear: () => void;
}) {
  return (
    <div
      role="region"
      aria-label="Selection"
      className="sticky bottom-3 z-20 mx-auto flex w-fit max-w-full flex-wrap items-center justify-center gap-2 rounded-lg border border-strong/50 bg-surface px-3 py-2 text-sm shadow-lg"
    >
      <span aria-live="polite" className="px-1 tabular-nums">
        {isAllMatching ? `All ${matching ? manyOf(matching) : ""} that match` : `${count(selected)} selected`}
      </span>
      {onAllMatching !== null && !isAllMatching && (matching === null || matching.count > selected || matching.is_capped) ? (
        <Button variant="link" size="sm" onClick={onAllMatching}>
          Select all {matching ? manyOf(matching) : ""} that match
        </Button>
      ) : null}
      <span aria-hidden className="h-5 w-px bg-border" />
      <Button size="sm" disabled={!actions.includes("cancel")} onClick={() => { onAct("cancel"); }}>
        <Ban aria-hidden />
        Cancel
      </Button>
      <Button size="sm" disabled={!actions.includes("requeue")} onClick={() => { onAct("requeue"); }}>
        <RotateCcw aria-hidden />
        Requeue
      </Button>
      <Button size="sm" disabled={!actions.includes("delete")} onClick={() => { onAct("delete"); }}>
        <Trash2 aria-hidden />
        Delete
      </Button>
      <Button variant="ghost" size="icon-sm" aria-label="Select none" onClick={onClear}>
        <X />
      </Button>
    </div>
  );
}

/** `312`; `10,000 or more` where counting stopped there. */
export function manyOf(many: Count): string {
  return many.is_capped ? `${count(many.count)} or more` : count(many.count);
}
