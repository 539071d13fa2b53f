"use client";

import { useEvents } from "@longhaul/react";
import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { toast } from "sonner";
import { askedJobs } from "./asked";
import { usePaintedAt } from "./painted-at";
import { changedBy, DESK_KEYS, taskTitle } from "./tasks";

const FOLLOWED = ["job.completed", "job.failed", "application.status_change"] as const;

/** Ends that were told already: a page that is opened again may read the same events again. */
const told = new Set<string>();

/**
 * Keep the desk's lists current: each is read anew exactly when a job that writes to it ends, or an application moves.
 *
 * The end of a job asked for in this tab is also told by a toast where its card is not on the page: `isShown` says so.
 */
export function useDeskEvents(isShown: (jobId: string) => boolean): void {
  const queries = useQueryClient();
  const router = useRouter();
  const after = usePaintedAt();
  const renew = (keys: readonly string[]) => {
    for (const key of keys) void queries.invalidateQueries({ queryKey: [key] });
  };

  useEvents(
    FOLLOWED,
    (event) => {
      if (event.type === "application.status_change") {
        renew(["applications"]);
        return;
      }
      const type = event.data["task"];
      renew(changedBy(type));
      const { job } = event;
      if (job === null || isShown(job) || told.has(job) || !askedJobs().some(({ id }) => id === job)) return;
      told.add(job);
      const action = { label: "Look", onClick: () => { router.push(`/jobs/${job}`); } };
      const title = taskTitle(String(type));
      if (event.type === "job.completed") toast.success(`${title}: done`, { id: job, action });
      else toast.error(`${title}: failed`, { id: job, action });
    },
    { after, onReset: () => { renew(DESK_KEYS); } },
  );
}
