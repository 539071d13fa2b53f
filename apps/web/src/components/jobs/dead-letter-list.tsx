"use client";

import { CircleCheck } from "lucide-react";
import { useState, type ReactNode } from "react";
import { Page } from "@/components/shell/page";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Empty } from "@/components/ui/states";
import type { Count } from "@/lib/api/types";
import { count } from "@/lib/format";
import type { BulkAction, BulkTarget, Outcome } from "@/lib/jobs/bulk";
import { foreignOwner, groupFailures, type FailedJob } from "@/lib/jobs/groups";
import { useStableOrder } from "@/lib/jobs/use-stable-order";
import { BulkDialog } from "./bulk-dialog";
import { FailureGroupCard } from "./failure-group";
import { ListNotes, ListState } from "./list-states";
import { manyOf, SelectionBar } from "./selection-bar";

const ALL_FAILED: BulkTarget = { kind: "criteria", criteria: {}, statuses: ["failed"] };

export interface DeadLetterReading {
  jobs: readonly FailedJob[];
  error: Error | null;
  isLoading: boolean;
  hasMore: boolean;
  /** What is shown may be old. */
  isOutdated: boolean;
  loadMore: () => Promise<unknown>;
  refetch: () => void;
}

interface DeadLetterListProps {
  list: DeadLetterReading;
  /** Who looks, where those of all owners are shown; null for one's own. */
  me: string | null;
  /** How many there are, where that is known. */
  total: Count | null;
  filters?: ReactNode;
  /** Ends the filters; null where none is set. */
  onClearFilters?: (() => void) | null;
}

/** Failed jobs by what went wrong, to be put back or dropped together. */
export function DeadLetterList({ list, me, total, filters, onClearFilters = null }: DeadLetterListProps) {
  const [gone, setGone] = useState<ReadonlySet<string>>(new Set());
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [isAll, setAll] = useState(false);
  const [asked, setAsked] = useState<{ action: BulkAction; target: BulkTarget } | null>(null);

  const failed = list.jobs.filter((job) => job.status === "failed" && !gone.has(job.id));
  const groups = new Map(groupFailures(failed).map((group) => [group.key, group]));
  const order = useStableOrder([...groups.keys()]);
  const picked = failed.filter((job) => selected.has(job.id));
  const pick = (jobs: readonly FailedJob[]): BulkTarget => ({
    kind: "ids",
    jobs: jobs.map((job) => ({ id: job.id, type: job.type, status: job.status, owner: foreignOwner(job, me) })),
  });

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
    list.refetch();
    clear();
  };

  return (
    <Page
      isWide
      title="Dead letters"
      lead={`Jobs ${me === null ? "" : "of all owners "}that failed for good, together by what went wrong. They stay until they are requeued, deleted, or expire.`}
    >
      <div className="flex flex-col gap-3">
        {filters}
        <div className="flex min-h-5 flex-wrap items-center justify-between gap-x-4 text-xs text-muted">
          {failed.length > 0 ? <span className="tabular-nums">{shownText(failed.length, total, list.hasMore)}</span> : null}
          <ListNotes left={0} isOld={list.isOutdated} onDrop={clear} />
        </div>
        {order.map((key) => {
          const group = groups.get(key);
          return group ? (
            <FailureGroupCard
              key={key}
              group={group}
              me={me}
              selected={selected}
              onSelect={select}
              onAct={(action, { jobs }) => { setAsked({ action, target: pick(jobs) }); }}
            />
          ) : null;
        })}
        {failed.length === 0 ? (
          <Card className="min-h-64">
            {list.isLoading || list.error || onClearFilters ? (
              <ListState isLoading={list.isLoading} error={list.error} statuses={["failed"]} isNarrowed={onClearFilters !== null} onRetry={list.refetch} onClear={onClearFilters ?? clear} />
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
            onAllMatching={me === null ? () => { setAll(true); } : null}
            onAct={(action) => { setAsked({ action, target: isAll ? ALL_FAILED : pick(picked) }); }}
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

function shownText(shown: number, total: Count | null, hasMore: boolean): string {
  if (total && (hasMore || total.is_capped)) return `The newest ${count(shown)} of ${manyOf(total)} failed jobs`;
  if (hasMore) return `The newest ${count(shown)} failed jobs`;
  return `${count(shown)} failed ${shown === 1 ? "job" : "jobs"}`;
}

function More({ onMore }: { onMore: () => Promise<unknown> }) {
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
