"use client";

import { ListTree, Pause } from "lucide-react";
import { Card, CardHeader, CardTitle } from "@/components/ui/card";
import { Empty, Skeleton } from "@/components/ui/states";
import { OPERATOR_KEYS, useQueues, type QueueList, type Throughput } from "@/lib/api/operators";
import { Fresh } from "./fresh";
import { QueueRow } from "./queue-row";
import type { Window } from "./throughput";
import { ThroughputCard } from "./throughput-card";
import { useRefreshOnJobs } from "./use-refresh-on-jobs";

/** The queues and what went through them. */
export function QueuesView({
  initial,
  initialThroughput,
  initialWindow,
}: {
  initial: QueueList | null;
  initialThroughput: Throughput | null;
  initialWindow: Window;
}) {
  const query = useQueues(initial);
  useRefreshOnJobs(OPERATOR_KEYS.queues);
  const names = query.data?.queues.map((queue) => queue.name) ?? [];
  return (
    <>
      <div>
        <Fresh query={query} what="The queues" waiting={<Skeleton className="h-48 w-full" />}>
          {({ queues }) => <Queues list={queues} />}
        </Fresh>
      </div>
      <ThroughputCard initial={initialThroughput} initialWindow={initialWindow} names={names} />
    </>
  );
}

function Queues({ list }: { list: QueueList["queues"] }) {
  const paused = list.filter((queue) => queue.paused).map((queue) => queue.name);
  return (
    <div className="flex flex-col gap-3">
      <div role="status" className="empty:-mb-3">
        {paused.length === 0 ? null : (
          <p className="flex items-center gap-2 rounded-md bg-warning px-3 py-2 text-sm font-medium text-background">
            <Pause className="size-4 shrink-0" aria-hidden />
            {paused.length === 1 ? "A queue is paused: " : `${String(paused.length)} queues are paused: `}
            {paused.join(", ")}
          </p>
        )}
      </div>
      <Card aria-labelledby="queues">
        <CardHeader className="border-b pb-3"><CardTitle id="queues">Now</CardTitle></CardHeader>
        {list.length === 0 ? (
          <Empty title="There are no queues" icon={ListTree}>A queue appears when a task uses it or a worker serves it.</Empty>
        ) : (
          <ul className="divide-y">{list.map((queue) => <QueueRow key={queue.name} queue={queue} />)}</ul>
        )}
      </Card>
    </div>
  );
}
