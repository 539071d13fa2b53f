"use client";

import { useConnection, useJobs } from "@longhaul/react";
import type { JobPage, Stats } from "@/lib/api/types";
import { NO_FILTERS } from "@/lib/jobs/filters";
import { DEAD_LETTERS_PAGE } from "@/lib/jobs/groups";
import { useCounts } from "@/lib/jobs/use-counts";
import { DeadLetterList } from "./dead-letter-list";

/** The caller's own failed jobs, live. */
export function DeadLettersPage({ page, stats }: { page: JobPage | null; stats: Stats | null }) {
  const list = useJobs({ status: "failed" }, { limit: DEAD_LETTERS_PAGE, ...(page ? { initial: page } : {}) });
  const counts = useCounts(NO_FILTERS, 0, stats);
  const { state } = useConnection();
  return (
    <DeadLetterList
      me={null}
      total={counts?.failed ?? null}
      list={{
        ...list,
        error: list.error ?? null,
        isOutdated: state === "offline" || state === "signed-out" || (list.error !== undefined && list.jobs.length > 0),
        refetch: () => void list.refetch(),
      }}
    />
  );
}
