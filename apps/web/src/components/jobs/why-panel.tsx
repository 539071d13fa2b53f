"use client";

import { isTerminal } from "@longhaul/react";
import { CircleAlert, CircleCheck, Hourglass, type LucideIcon } from "lucide-react";
import { Card, CardHeader, CardTitle } from "@/components/ui/card";
import { Skeleton } from "@/components/ui/states";
import type { Job } from "@/lib/api/types";
import { errorText } from "@/lib/jobs/error-text";
import { useWhy } from "@/lib/jobs/use-why";
import { WEIGHTS, type Reason, type Weight } from "@/lib/jobs/why";
import { manyOf } from "./selection-bar";

const ICON: Record<Weight, { icon: LucideIcon; look: string }> = {
  stuck: { icon: CircleAlert, look: "text-failed" },
  passing: { icon: Hourglass, look: "text-warning" },
  normal: { icon: CircleCheck, look: "text-muted" },
};

/** Why a queued job does not run yet, or where a running one runs, in the API's words; kept current while it is shown. */
export function WhyPanel({
  job,
  owner = null,
}: {
  job: Pick<Job, "id" | "status" | "attempt" | "run_at" | "cancel_requested_at">;
  /** Set where it is another's. */
  owner?: string | null;
}) {
  const { id, status } = job;
  const isActive = !isTerminal(status);
  // Progress changes nothing about it; these do.
  const { why, error } = useWhy(id, owner, [status, job.attempt, job.run_at, job.cancel_requested_at].join(), isActive);
  if (!isActive) return null;
  const isOld = why !== undefined && why.status !== status;
  return (
    <Card aria-busy={why === undefined || isOld}>
      <CardHeader>
        <CardTitle>{status === "queued" ? "Why is it not running?" : "Where it runs"}</CardTitle>
      </CardHeader>
      <div className="flex min-h-16 flex-col gap-3 px-4 pb-4 pt-3 text-sm" aria-live="polite">
        {why === undefined && error === null ? <Skeleton className="h-10" /> : null}
        {why === undefined && error !== null ? (
          <p className="text-xs text-muted">{errorText(error).isOutage ? "The API cannot be reached to say." : "That cannot be said right now."}</p>
        ) : null}
        {why !== undefined && !isOld ? (
          <>
            <ul className="flex flex-col gap-3">
              {why.reasons.map((reason) => (
                <ReasonItem key={reason.code} reason={reason} />
              ))}
            </ul>
            {why.ahead && why.ahead.count > 0 ? (
              <p className="border-t pt-2 text-xs text-muted">
                {manyOf(why.ahead)} {why.ahead.count === 1 ? "job is" : "jobs are"} before it in its queue.
              </p>
            ) : null}
          </>
        ) : null}
      </div>
    </Card>
  );
}

function ReasonItem({ reason }: { reason: Reason }) {
  const { icon: Icon, look } = ICON[WEIGHTS[reason.code]];
  return (
    <li className="flex gap-2" data-reason={reason.code}>
      <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${look}`} />
      <div className="min-w-0 break-words">
        <p>{reason.message}</p>
        {reason.hint ? <p className="text-xs text-muted">{reason.hint}</p> : null}
      </div>
    </li>
  );
}
