"use client";

import { Cpu } from "lucide-react";
import Link from "next/link";
import { Card, CardHeader, CardTitle } from "@/components/ui/card";
import { CodeBlock } from "@/components/ui/code";
import { Empty, Skeleton } from "@/components/ui/states";
import { OPERATOR_KEYS, useQueues, useWorkers, type WorkerList } from "@/lib/api/operators";
import { count } from "@/lib/format";
import { useNow } from "@/lib/use-now";
import { Fresh } from "./fresh";
import { Slots } from "./slots";
import { useRefreshOnJobs } from "./use-refresh-on-jobs";
import { slotsOf } from "./worker-facts";
import { WorkerRow } from "./worker-row";

/** The processes that run jobs. */
export function WorkersView({ initial, me }: { initial: WorkerList | null; me: string }) {
  const query = useWorkers(initial);
  useRefreshOnJobs(OPERATOR_KEYS.workers);
  return (
    <div>
      <Fresh query={query} what="The workers" waiting={<Skeleton className="h-48 w-full" />}>
        {(list) => (list.workers.length === 0 ? <NoWorker /> : <Workers list={list} me={me} />)}
      </Fresh>
    </div>
  );
}

function Workers({ list: { workers, is_capped: isCapped }, me }: { list: WorkerList; me: string }) {
  const { all, busy, free, silent } = slotsOf(workers, isCapped, useNow());
  return (
    <Card aria-labelledby="workers">
      <CardHeader className="flex-wrap items-center border-b pb-3">
        <CardTitle id="workers">{workers.length === 1 ? "1 process" : `${String(workers.length)} processes`}</CardTitle>
        <div className="flex flex-wrap items-center gap-3 text-sm tabular-nums">
          {workers.length > 1 ? <div className="min-w-40 max-w-80"><Slots busy={busy} all={all} /></div> : null}
          <span>
            <span className="font-medium">{busy}</span> of {all} slots busy, {free} free for new jobs
            {silent === 0 ? null : <span className="block text-xs text-muted">without {silent === 1 ? "the silent process" : `${String(silent)} silent processes`}</span>}
          </span>
        </div>
      </CardHeader>
      <ul className="divide-y">
        {workers.map((worker) => <WorkerRow key={worker.id} worker={worker} isCapped={isCapped} me={me} />)}
      </ul>
    </Card>
  );
}

function NoWorker() {
  const { data } = useQueues();
  const queued = data?.queues.reduce((sum, queue) => sum + queue.queued.count, 0) ?? 0;
  const isCapped = data?.queues.some((queue) => queue.queued.is_capped) ?? false;
  return (
    <Card>
      <Empty
        title="No worker is running"
        icon={Cpu}
        action={<CodeBlock value={"MONGODB_URI=… python -m longhaul_worker"} label="command that starts a worker" isWrapped className="w-full max-w-md text-left" />}
      >
        <p>
          Jobs are still accepted, and wait.{" "}
          {queued === 0 ? (
            "None is queued at the moment."
          ) : (
            <Link href="/queues" className="text-accent-ink underline underline-offset-4">
              {queued === 1 ? "1 job is queued" : `${count(queued, isCapped)} jobs are queued`}
            </Link>
          )}
        </p>
        <p className="mt-2">Start a worker with the settings of the API, on this or another machine. It appears here within 5 seconds:</p>
      </Empty>
    </Card>
  );
}
