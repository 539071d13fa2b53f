"use client";

import { Ban, RotateCcw, Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { toast } from "sonner";
import { Button } from "@/components/ui/button";
import { api } from "@/lib/api/client";
import type { Job } from "@/lib/api/types";
import { errorText } from "@/lib/jobs/error-text";
import { ConfirmButton } from "./confirm";

/**
 * What can be done with the job in its state, as an operator where it is of another `owner`. Refusals are said in a toast;
 * what the job became is read by whoever hears `onChanged`.
 */
export function JobActions({ job, owner, onChanged }: { job: Job; owner: string | null; onChanged: () => void }) {
  const router = useRouter();
  const [isPending, setPending] = useState(false);
  const path = `/background-jobs/${job.id}`;
  const attempt = async (act: () => Promise<unknown>) => {
    setPending(true);
    try {
      await act();
    } catch (error) {
      const said = errorText(error);
      toast.error(said.title, { description: said.detail });
    }
    setPending(false);
    onChanged();
  };
  const cancel = () => attempt(() => api(`${path}/cancel`, { method: "POST", query: { owner } }));
  const again = () => attempt(() => api(`${path}/requeue`, { method: "POST", query: { owner } }));

  if (job.status === "queued") {
    return (
      <Button size="sm" isPending={isPending} onClick={() => void cancel()}>
        <Ban aria-hidden />
        Cancel
      </Button>
    );
  }
  if (job.status === "running") {
    return job.cancel_requested_at === null ? (
      <ConfirmButton
        size="sm"
        title="Stop this job?"
        text="Its worker is asked to stop it. What its finished steps remember and its files so far are kept."
        verb="Stop the job"
        isDangerous
        act={cancel}
      >
        <Ban aria-hidden />
        Cancel
      </ConfirmButton>
    ) : (
      <Button size="sm" disabled>
        <Ban aria-hidden />
        Asked to stop
      </Button>
    );
  }
  const label = (
    <>
      <RotateCcw aria-hidden />
      Requeue
    </>
  );
  return (
    <>
      {job.status === "succeeded" ? (
        <ConfirmButton
          size="sm"
          title="Run it once more?"
          text="It has succeeded. Its result, steps and files are dropped, and it starts from the beginning."
          verb="Run it again"
          act={again}
        >
          {label}
        </ConfirmButton>
      ) : (
        <Button size="sm" variant={job.status === "failed" ? "primary" : "outline"} isPending={isPending} onClick={() => void again()}>
          {label}
        </Button>
      )}
      <ConfirmButton
        size="sm"
        title="Delete this job?"
        text="The job, its result and its files are gone for good. Its events stay in the log until they expire."
        verb="Delete"
        isDangerous
        act={() =>
          attempt(async () => {
            await api<undefined>(path, { method: "DELETE", query: { owner } });
            toast.success("The job was deleted");
            router.push(owner === null ? "/jobs" : "/dead-letters");
          })
        }
      >
        <Trash2 aria-hidden />
        Delete
      </ConfirmButton>
    </>
  );
}
