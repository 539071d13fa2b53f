import { Progress } from "@/components/ui/progress";
import type { JobSummary } from "@/lib/api/types";
import { cn } from "@/lib/utils";

const TONE = {
  queued: "running",
  running: "running",
  succeeded: "succeeded",
  failed: "failed",
  cancelled: "cancelled",
} as const;

/**
 * How far a job is: bar, percent and what it says it is doing.
 *
 * With `isAnnounced` the message is a polite live region: for the one job a page is about, not for rows of a list.
 */
export function JobProgress({
  job,
  name,
  isAnnounced = false,
  className,
}: {
  job: Pick<JobSummary, "status" | "progress" | "label" | "error">;
  name: string;
  isAnnounced?: boolean;
  className?: string;
}) {
  const isActive = job.status === "running";
  const percent = job.status === "succeeded" ? 100 : (job.progress?.percent ?? (isActive ? null : 0));
  const message = job.status === "failed" ? job.error?.message : (job.progress?.message ?? job.label);
  return (
    <div className={cn("flex flex-col gap-1.5", className)}>
      <div className="flex items-baseline justify-between gap-3 text-xs">
        <span aria-live={isAnnounced ? "polite" : undefined} className={cn("truncate", job.status === "failed" ? "text-failed" : "text-muted")} title={message}>
          {message}
        </span>
        <span className="font-mono tabular-nums text-muted">{percent === null ? "" : `${String(percent)} %`}</span>
      </div>
      <Progress percent={percent} label={`Progress of ${name}`} isMoving={isActive} tone={TONE[job.status]} />
    </div>
  );
}
