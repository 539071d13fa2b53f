import { ArrowUp } from "lucide-react";
import Link from "next/link";
import { STATUS } from "@/components/status/status-badge";
import { Button } from "@/components/ui/button";
import { Empty, Failed, Skeleton } from "@/components/ui/states";
import type { Status } from "@/lib/api/types";
import { count } from "@/lib/format";
import { errorText } from "@/lib/jobs/error-text";

const EMPTY: Record<Status, string> = {
  queued: "Nothing waits",
  running: "Nothing runs right now",
  succeeded: "Nothing has succeeded yet",
  failed: "Nothing has failed",
  cancelled: "Nothing was cancelled",
};

/** In place of the rows: loading, refused, or none. */
export function ListState({
  isLoading,
  error,
  statuses,
  isNarrowed,
  onRetry,
  onClear,
}: {
  isLoading: boolean;
  error: unknown;
  /** The states that were asked for; none is any. */
  statuses: readonly Status[];
  isNarrowed: boolean;
  onRetry: () => void;
  onClear: () => void;
}) {
  if (error) {
    const said = errorText(error, "The jobs could not be read");
    return (
      <div className="p-4">
        <Failed
          title={said.title}
          detail={said.detail}
          requestId={said.requestId}
          action={<Button size="sm" onClick={onRetry}>Try again</Button>}
        />
      </div>
    );
  }
  if (isLoading) {
    return (
      <div className="flex flex-col gap-3 p-4" aria-busy="true" aria-label="Loading jobs">
        {Array.from({ length: 6 }, (_, index) => (
          <Skeleton key={index} className="h-9 w-full" />
        ))}
      </div>
    );
  }
  if (isNarrowed) {
    return (
      <Empty
        title={statuses.length === 0 ? "No job matches these filters" : `No ${statuses.map((status) => STATUS[status].text.toLowerCase()).join(" or ")} job matches these filters`}
        action={<Button size="sm" onClick={onClear}>Show all jobs</Button>}
      >
        New ones that match appear here by themselves.
      </Empty>
    );
  }
  const [status] = statuses;
  if (status !== undefined) {
    return <Empty title={statuses.length === 1 ? EMPTY[status] : "No job is in any of these states"}>Jobs appear here by themselves as they get there.</Empty>;
  }
  return (
    <Empty title="No jobs yet" action={<Button asChild size="sm"><Link href="/">To the desk</Link></Button>}>
      Ask for one on the desk, or with <code className="font-mono text-xs">POST /background-jobs</code>; it appears here at once.
    </Empty>
  );
}

/** The offer of what came while the reader was busy; it floats, so nothing moves. */
export function NewJobs({ waiting, onShow }: { waiting: number; onShow: () => void }) {
  if (waiting === 0) return null;
  return (
    <div className="pointer-events-none sticky top-16 z-20 -mb-11 mt-[-0.25rem] flex h-8 justify-center">
      <Button
        size="sm"
        variant="primary"
        className="pointer-events-auto h-8 rounded-full px-4 shadow-lg animate-in fade-in-0 slide-in-from-top-2"
        onClick={onShow}
      >
        <ArrowUp aria-hidden />
        {count(waiting)} new {waiting === 1 ? "job" : "jobs"}
      </Button>
    </div>
  );
}

/** What left the filter, and whether what is shown can be trusted. */
export function ListNotes({ left, isOld, onDrop }: { left: number; isOld: boolean; onDrop: () => void }) {
  return (
    <div className="flex min-h-5 flex-wrap items-center gap-x-3 text-xs text-muted max-sm:empty:hidden" aria-live="polite">
      {isOld ? <span className="text-warning">The API cannot be reached: this is what was last read.</span> : null}
      {left > 0 ? (
        <span>
          {count(left)} {left === 1 ? "is" : "are"} no longer in this list ·{" "}
          <button type="button" className="text-accent-ink underline-offset-4 hover:underline" onClick={onDrop}>
            Take {left === 1 ? "it" : "them"} off
          </button>
        </span>
      ) : null}
    </div>
  );
}

/** Below the rows. */
export function ListFoot({ shown, hasMore, isLoading, onMore }: { shown: number; hasMore: boolean; isLoading: boolean; onMore: () => void }) {
  return (
    <div className="flex items-center justify-center gap-3 text-xs text-muted">
      <span className="tabular-nums">{count(shown)} shown</span>
      {hasMore ? (
        <Button size="sm" onClick={onMore} isPending={isLoading}>
          Load more
        </Button>
      ) : (
        <span>that is all</span>
      )}
    </div>
  );
}
