"use client";

import { useCancel } from "@longhaul/react";
import { Ban, RotateCcw, Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { toast } from "sonner";
import { Button } from "@/components/ui/button";
import { api } from "@/lib/api/client";
import type { Job } from "@/lib/api/types";
import { errorText } from "@/lib/jobs/error-text";
import { ConfirmButton } from "./confirm";

/** What can be done with the job in its state. Refusals are said in a toast; the job's own state comes by its events. */
export function JobActions({ job, onChanged }: { job: Job; onChanged: () => void }) {
  const router = useRouter();
  const { cancel, requeue, isPending } = useCancel();
  const attempt = async (act: () => Promise<unknown>) => {
    try {
      await act();
    } catch (error) {
      const said = errorText(error);
      toast.error(said.title, { description: said.detail });
    }
    onChanged();
  };

  if (job.status === "queued") {
    return (
      <Button size="sm" isPending={isPending} onClick={() => void attempt(() => cancel(job.id))}>
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
        act={() => attempt(() => cancel(job.id))}
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
  const again = () => attempt(() => requeue(job.id));
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
            await api<undefined>(`/background-jobs/${job.id}`, { method: "DELETE" });
            toast.success("The job was deleted");
            router.push("/jobs");
          })
        }
      >
        <Trash2 aria-hidden />
        Delete
      </ConfirmButton>
    </>
  );
}
