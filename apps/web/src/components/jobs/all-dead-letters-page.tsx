"use client";

import { Button } from "@/components/ui/button";
import type { DeadLetterPage } from "@/lib/api/types";
import { NO_FILTERS, writeFilters } from "@/lib/jobs/filters";
import { TASKS } from "@/lib/jobs/tasks";
import { useAllDeadLetters } from "@/lib/jobs/use-all-dead-letters";
import { useFilters } from "@/lib/jobs/use-filters";
import { DeadLetterList } from "./dead-letter-list";
import { FilterField } from "./filter-bar";

/** The failed jobs of all owners, for operators. `search` is the address's query when `page` was read. */
export function AllDeadLettersPage({ me, search, page }: { me: string; search: string; page: DeadLetterPage | null }) {
  const { filters, set } = useFilters(0);
  const { type, queue } = filters;
  const list = useAllDeadLetters({ type, queue }, writeFilters({ ...NO_FILTERS, type, queue }) === search ? page : null);
  const unique = (values: readonly string[]) => [...new Set(values)].sort();
  const isNarrowed = type !== null || queue !== null;
  const clear = () => { set({ type: null, queue: null }); };
  return (
    <DeadLetterList
      me={me}
      total={null}
      list={list}
      onClearFilters={isNarrowed ? clear : null}
      filters={
        <div className="flex flex-wrap items-center gap-2" role="group" aria-label="Filters">
          <FilterField label="Task" value={type} options={unique([...TASKS, ...list.jobs.map((job) => job.type)])} onChange={(next) => { set({ type: next }); }} />
          <FilterField label="Queue" value={queue} options={unique(list.jobs.map((job) => job.queue))} onChange={(next) => { set({ queue: next }); }} className="w-32" />
          {isNarrowed ? <Button variant="ghost" size="sm" onClick={clear}>Clear filters</Button> : null}
        </div>
      }
    />
  );
}
