"use client";

import { Badge } from "@/components/ui/badge";
import { isRefusal } from "@/lib/api/operators";
import { everyMs, useOthersJob, type OthersJob } from "@/lib/jobs/use-others-job";
import { JobReport } from "./job-report";

/** A job of another owner, for operators. Its events are not in this browser's stream, so it is asked for. */
export function OthersJobView({ id, owner, first }: { id: string; owner: string; first: OthersJob | null }) {
  const { data, error, failureReason, isLoading, refetch } = useOthersJob(id, owner, first);
  return (
    <JobReport
      id={id}
      owner={owner}
      note={
        <>
          <Badge tone="accent" className="max-w-full whitespace-normal break-all">owner {owner}, seen as operator</Badge>
          <span className="text-xs">asked every {everyMs(data) / 1000} s</span>
        </>
      }
      reading={{
        job: data?.job,
        events: data?.events ?? [],
        isComplete: data !== undefined,
        error,
        isLoading,
        // Whoever has lost the role meanwhile is told what everybody is told.
        isMissing: isRefusal(error) && (error.status === 404 || error.status === 403),
        isOld: failureReason !== null,
        refetch: () => void refetch(),
      }}
    />
  );
}
