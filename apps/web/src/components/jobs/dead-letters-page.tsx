"use client";

import { useConnection, useJobs } from "@longhaul/react";
import { CircleCheck } from "lucide-react";
import { useState } from "react";
import { Page } from "@/components/shell/page";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Empty } from "@/components/ui/states";
import type { JobPage, JobSummary, Stats } from "@/lib/api/types";
import { count } from "@/lib/format";
import type { BulkAction, BulkTarget, Outcome } from "@/lib/jobs/bulk";
import { NO_FILTERS } from "@/lib/jobs/filters";
import { groupFailures } from "@/lib/jobs/groups";
import { useCounts } from "@/lib/jobs/use-counts";
import { useStableOrder } from "@/lib/jobs/use-stable-order";
import { BulkDialog } from "./bulk-dialog";
import { FailureGroupCard } from "./failure-group";
import { ListNotes, ListState } from "./list-states";
import { manyOf, SelectionBar } from "./selection-bar";

/** As many as the API gives at once. */
const PAGE = 200;

/** The failed jobs by what went wrong, to be put back or dropped together. */
export function DeadLettersPage({ page, stats }: { page: JobPage | null; stats: Stats | null }) {
  const list = useJobs({ status: "failed" }, { limit: PAGE, ...(page ? { initial: page } : {}) });
  const counts = useCounts(NO_FILTERS, 0, stats);
  const connection = useConnection();
  const [gone, setGone] = useState<ReadonlySet<string>>(new Set());
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [isAll, setAll] = useState(false);
  const [asked, setAsked] = useState<{ action: BulkAction; target: BulkTarget } | null>(null);

  const failed = list.jobs.filter((job) => job.status === "failed" && !gone.has(job.id));
  const groups = new Map(groupFailures(failed).map((group) => [group.key, group]));
  const order = useStableOrder([...groups.keys()]);
  const picked = failed.filter((job) => selected.has(job.id));
  const total = counts?.failed ?? null;
  const isOutdated = connection.state === "offline" || connection.state === "signed-out" || (list.error !== undefined && failed.length > 0);

  const clear = () => {
    setSelected(new Set());
    setAll(false);
  };
  const select = (ids: readonly string[], isOn: boolean) => {
    setAll(false);
    setSelected((before) => {
      const next = new Set(before);
      for (const id of ids) {
        if (isOn) next.add(id);
        else next.delete(id);
      }
      return next;
    });
  };
  const onDone = (outcome: Outcome) => {
    if (outcome.done === 0 || asked === null) return;
    const { action, target } = asked;
    if (action === "delete" && target.kind === "ids") setGone((before) => new Set([...before, ...target.jobs.map((job) => job.id)]));
    void list.refetch();
    clear();
  };

  return (
    <Page
      isWide
      title="Dead letters"
      lead="Jobs that failed for good, together by what went wrong. They stay until they are requeued, deleted, or expire."
    >
      <div className="flex flex-col gap-3">
        <div className="flex min-h-5 flex-wrap items-center justify-between gap-x-4 text-xs text-muted">
          {failed.length > 0 ? (
            <span className="tabular-nums">
              {total && (list.hasMore || total.is_capped)
                ? `The newest ${count(failed.length)} of ${manyOf(total)} failed jobs`
                : `${count(failed.length)} failed ${failed.length === 1 ? "job" : "jobs"}`}
            </span>
          ) : null}
          <ListNotes left={0} isOld={isOutdated} onDrop={clear} />
        </div>
        {order.map((key) => {
          const group = groups.get(key);
          return group ? (
            <FailureGroupCard
              key={key}
              group={group}
              selected={selected}
              onSelect={select}
              onAct={(action, { jobs }) => { setAsked({ action, target: pick(jobs) }); }}
            />
          ) : null;
        })}
        {failed.length === 0 ? (
          <Card className="min-h-64">
            {list.isLoading || list.error ? (
              <ListState isLoading={list.isLoading} error={list.error} status="failed" isNarrowed={false} onRetry={() => void list.refetch()} onClear={clear} />
            ) : (
              <Empty icon={CircleCheck} title="No dead letters">
                Nothing has failed for good: every job succeeded, was cancelled, or is still at it. That is how it should be.
              </Empty>
            )}
          </Card>
        ) : null}
        {list.hasMore && failed.length > 0 ? <More onMore={list.loadMore} /> : null}
        {picked.length > 0 ? (
          <SelectionBar
            selected={picked.length}
            isAllMatching={isAll}
            matching={total}
            actions={["requeue", "delete"]}
            onAllMatching={() => { setAll(true); }}
            onAct={(action) => { setAsked({ action, target: isAll ? { kind: "criteria", criteria: {}, status: "failed" } : pick(picked) }); }}
            onClear={clear}
          />
        ) : null}
      </div>
      {asked === null ? null : (
        <BulkDialog
          key={asked.action}
          action={asked.action}
          target={asked.target}
          known={new Map(failed.map((job) => [job.id, job.type]))}
          onClose={() => { setAsked(null); }}
          onDone={onDone}
        />
      )}
    </Page>
  );
}

function More({ onMore }: { onMore: () => Promise<void> }) {
  const [isPending, setPending] = useState(false);
  const more = async () => {
    setPending(true);
    await onMore();
    setPending(false);
  };
  return (
    <Button size="sm" className="self-center" isPending={isPending} onClick={() => void more()}>
      Read older ones
    </Button>
  );
}

function pick(jobs: readonly JobSummary[]): BulkTarget {
  return { kind: "ids", jobs: jobs.map(({ id, type, status }) => ({ id, type, status })) };
}
