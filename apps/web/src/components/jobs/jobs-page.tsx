"use client";

import { useConnection, useJobs } from "@longhaul/react";
import type { RowSelectionState, Updater } from "@tanstack/react-table";
import { Keyboard, RotateCw } from "lucide-react";
import { useRouter } from "next/navigation";
import { useCallback, useMemo, useRef, useState } from "react";
import { Page } from "@/components/shell/page";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import type { Count, JobPage, Stats, Status } from "@/lib/api/types";
import { fittingStatuses, type BulkAction, type BulkTarget, type Outcome } from "@/lib/jobs/bulk";
import type { Counts } from "@/lib/jobs/counts";
import { criteriaOf, isNarrowed, NO_FILTERS, writeFilters } from "@/lib/jobs/filters";
import type { KeyAction } from "@/lib/jobs/keys";
import { TASKS } from "@/lib/jobs/tasks";
import { useCounts } from "@/lib/jobs/use-counts";
import { useFilters } from "@/lib/jobs/use-filters";
import { useInView } from "@/lib/jobs/use-in-view";
import { useKeys } from "@/lib/jobs/use-keys";
import { useSteadyRows } from "@/lib/jobs/use-steady-rows";
import { BulkDialog } from "./bulk-dialog";
import { FilterBar } from "./filter-bar";
import { JobSearch } from "./job-search";
import { JobsTable } from "./jobs-table";
import { KeysDialog } from "./keys-dialog";
import { ListFoot, ListNotes, ListState, NewJobs } from "./list-states";
import { SelectionBar } from "./selection-bar";
import { StatusTabs } from "./status-tabs";

const PAGE = 50;
const ACTIONS: readonly BulkAction[] = ["cancel", "requeue", "delete"];

export interface JobsFirstPaint {
  /** The address's query at that time: what was read then is of use only for the same filters. */
  search: string;
  asOf: number;
  page: JobPage | null;
  stats: Stats | null;
}

/** The owner's jobs, live, with filters, keys and bulk actions. */
export function JobsPage({ first }: { first: JobsFirstPaint }) {
  const router = useRouter();
  const { filters, asOf, set, renew } = useFilters(first.asOf);
  const search = writeFilters(filters);
  const isFirst = search === first.search && asOf === first.asOf;
  const query = useMemo(
    () => ({ ...(filters.statuses.length === 0 ? {} : { status: filters.statuses }), ...criteriaOf(filters, asOf) }),
    [filters, asOf],
  );
  const list = useJobs(query, { limit: PAGE, ...(isFirst && first.page ? { initial: first.page } : {}) });
  const connection = useConnection();
  const counts = useCounts(filters, asOf, first.stats);

  const [selection, setSelection] = useState<RowSelectionState>({});
  const [isAllMatching, setAllMatching] = useState(false);
  const [currentId, setCurrentId] = useState<string | null>(null);
  const [action, setAction] = useState<BulkAction | null>(null);
  const [isHelpOpen, setHelpOpen] = useState(false);
  const [gone, setGone] = useState<ReadonlySet<string>>(new Set());
  const [turn, setTurn] = useState(0);
  const topRef = useRef<HTMLDivElement>(null);
  const searchRef = useRef<HTMLInputElement>(null);

  const selectedCount = Object.keys(selection).length;
  const isHeld = !useInView(topRef) || selectedCount > 0 || action !== null;
  const isReady = !list.isLoading || list.jobs.length > 0;
  const key = isReady ? `${search} ${String(asOf)} ${String(turn)}` : "";
  const now = useMemo(
    () => ({ key, jobs: list.jobs, statuses: filters.statuses, isHeld, gone, hasMore: list.hasMore }),
    [key, list.jobs, filters.statuses, isHeld, gone, list.hasMore],
  );
  const { rows, waiting, showWaiting, dropLeft } = useSteadyRows(now);
  const left = rows.filter((row) => row.left !== null).length;

  const open = useCallback((id: string) => { router.push(`/jobs/${id}`); }, [router]);
  const clear = () => {
    setSelection({});
    setAllMatching(false);
  };
  const refresh = () => {
    clear();
    if (filters.range !== null) renew();
    setTurn((before) => before + 1);
    void list.refetch();
  };
  const select = (updater: Updater<RowSelectionState>) => {
    setAllMatching(false);
    setSelection(updater);
  };
  const change: typeof set = (next) => {
    clear();
    set(next);
  };

  useKeys((pressed) => onKey(pressed));
  function onKey(pressed: KeyAction): boolean {
    const at = rows.findIndex((row) => row.job.id === currentId);
    const focus = (index: number) => {
      const id = rows[Math.max(0, Math.min(rows.length - 1, index))]?.job.id;
      if (id !== undefined) document.getElementById(`job-${id}`)?.focus();
      return id !== undefined;
    };
    switch (pressed) {
      case "down":
        return focus(at + 1);
      case "up":
        return focus(at < 0 ? 0 : at - 1);
      case "first":
        return focus(0);
      case "last":
        return focus(rows.length - 1);
      case "open":
        if (currentId !== null) open(currentId);
        return currentId !== null;
      case "select":
        if (at < 0 || currentId === null) return false;
        select(({ [currentId]: isOn, ...others }) => (isOn ? others : { ...others, [currentId]: true }));
        return true;
      case "search":
        searchRef.current?.focus();
        return true;
      case "help":
        setHelpOpen(true);
        return true;
      case "refresh":
        refresh();
        return true;
      case "clear":
        if (selectedCount === 0) return false;
        clear();
        return true;
    }
  }

  const target: BulkTarget = isAllMatching
    ? { kind: "criteria", criteria: criteriaOf(filters, asOf), statuses: filters.statuses }
    : { kind: "ids", jobs: rows.filter((row) => selection[row.job.id]).map(({ job: { id, type, status } }) => ({ id, type, status })) };
  const onDone = (outcome: Outcome) => {
    if (outcome.done === 0) return;
    if (action === "delete") {
      if (target.kind === "ids") setGone((before) => new Set([...before, ...target.jobs.map((job) => job.id)]));
      else setTurn((before) => before + 1);
    }
    void list.refetch();
    clear();
  };

  return (
    <Page
      isWide
      title="Jobs"
      lead="Everything that was asked for, as it happens."
      actions={
        <>
          <JobSearch ref={searchRef} onFound={open} />
          <Button size="sm" className="h-8" onClick={refresh}>
            <RotateCw aria-hidden />
            Refresh
          </Button>
          <Button variant="ghost" size="icon" className="size-8" aria-label="Keys" onClick={() => { setHelpOpen(true); }}>
            <Keyboard />
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <StatusTabs chosen={filters.statuses} counts={counts} onChoose={(statuses) => { change({ statuses }); }} />
        <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
          <FilterBar filters={filters} known={knownOf(rows.map((row) => row.job))} onChange={change} />
          <ListNotes
            left={left}
            isOld={(list.error !== undefined && rows.length > 0) || connection.state === "offline" || connection.state === "signed-out"}
            onDrop={dropLeft}
          />
        </div>
        <div ref={topRef} aria-hidden className="-mt-4" />
        <NewJobs
          waiting={waiting.length}
          onShow={() => {
            showWaiting();
            topRef.current?.scrollIntoView({ block: "center" });
          }}
        />
        <Card className="min-h-64">
          {rows.length > 0 ? (
            <JobsTable rows={rows} selection={selection} onSelection={select} currentId={currentId} onCurrent={setCurrentId} onOpen={open} />
          ) : (
            <ListState
              isLoading={list.isLoading}
              error={list.error}
              statuses={filters.statuses}
              isNarrowed={isNarrowed(filters)}
              onRetry={refresh}
              onClear={() => { change({ ...NO_FILTERS }); }}
            />
          )}
        </Card>
        {rows.length > 0 ? <ListFoot shown={rows.length} hasMore={list.hasMore} isLoading={list.isLoading} onMore={() => void list.loadMore()} /> : null}
        {selectedCount > 0 ? (
          <SelectionBar
            selected={selectedCount}
            isAllMatching={isAllMatching}
            matching={matchingOf(filters.statuses, counts)}
            actions={ACTIONS.filter((each) => fittingStatuses(each, target).length > 0)}
            onAllMatching={() => { setAllMatching(true); }}
            onAct={setAction}
            onClear={clear}
          />
        ) : null}
      </div>
      {action === null ? null : (
        <BulkDialog
          key={action}
          action={action}
          target={target}
          known={new Map(rows.map((row) => [row.job.id, row.job.type]))}
          onClose={() => { setAction(null); }}
          onDone={onDone}
        />
      )}
      <KeysDialog isOpen={isHelpOpen} onOpenChange={setHelpOpen} />
    </Page>
  );
}

/** How many jobs are in the chosen states; null where none is chosen, or one is not counted yet. */
function matchingOf(statuses: readonly Status[], counts: Partial<Counts> | null): Count | null {
  const found = statuses.map((status) => counts?.[status]);
  if (found.length === 0) return null;
  return found.reduce<Count | null>((sum, each) => sum && each ? { count: sum.count + each.count, is_capped: sum.is_capped || each.is_capped } : null, { count: 0, is_capped: false });
}

/** What the filters can suggest: what the list shows, and the tasks there are. */
function knownOf(jobs: readonly { type: string; queue: string; tags: readonly string[] }[]) {
  const unique = (values: readonly string[]) => [...new Set(values)].sort();
  return {
    tasks: unique([...TASKS, ...jobs.map((job) => job.type)]),
    queues: unique(jobs.map((job) => job.queue)),
    tags: unique(jobs.flatMap((job) => job.tags)),
  };
}
