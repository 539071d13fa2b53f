"use client";

import dynamic from "next/dynamic";
import { useSearchParams } from "next/navigation";
import { Button } from "@/components/ui/button";
import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import { Field, NativeSelect } from "@/components/ui/field";
import { Skeleton } from "@/components/ui/states";
import { useThroughput, type Throughput } from "@/lib/api/operators";
import { cn } from "@/lib/utils";
import { Fresh } from "./fresh";
import { minutesOf, queuesIn, WIDE_FROM, windowOf, WINDOWS, type Window } from "./throughput";

// The charts need the width of the screen and the reader's time zone, so only a browser draws them.
const ThroughputChart = dynamic(() => import("./charts").then((charts) => charts.ThroughputChart), { ssr: false, loading: Waiting });
const DurationCharts = dynamic(() => import("./charts").then((charts) => charts.DurationCharts), { ssr: false, loading: Waiting });

const NAMES = { 15: "15 min", 60: "1 h", 360: "6 h" } as const satisfies Record<Window, string>;

/** What became of jobs minute by minute; window and queue are kept in the address. */
export function ThroughputCard({ initial, initialWindow, names }: { initial: Throughput | null; initialWindow: Window; names: readonly string[] }) {
  const search = useSearchParams();
  const minutes = windowOf(search.get("window"));
  const queue = search.get("queue");
  const query = useThroughput(minutes, minutes === initialWindow ? initial : null);
  return (
    <Card aria-labelledby="throughput">
      <CardHeader className="flex-wrap items-center">
        <CardTitle id="throughput">Minute by minute</CardTitle>
        <div className="flex flex-wrap items-center gap-3">
          <Field label="Queue" isLabelHidden>
            {(control) => (
              <NativeSelect {...control} className="h-7 py-0 text-xs" value={queue ?? ""} onChange={(event) => { remember("queue", event.target.value); }}>
                <option value="">All queues</option>
                {[...new Set([...names, ...(query.data ? queuesIn(query.data) : []), ...(queue ? [queue] : [])])].sort().map((name) => (
                  <option key={name} value={name}>{name}</option>
                ))}
              </NativeSelect>
            )}
          </Field>
          <div role="group" aria-label="Window" className="flex gap-1">
            {WINDOWS.map((each) => (
              <Button
                key={each}
                size="sm"
                variant={each === minutes ? "primary" : "outline"}
                aria-pressed={each === minutes}
                onClick={() => { remember("window", each === 60 ? "" : String(each)); }}
              >
                {NAMES[each]}
              </Button>
            ))}
          </div>
        </div>
      </CardHeader>
      <CardContent>
        <Fresh query={query} what="The numbers" waiting={<Waiting />}>
          {(answer) => <Charts answer={answer} queue={queue} />}
        </Fresh>
      </CardContent>
    </Card>
  );
}

function Charts({ answer, queue }: { answer: Throughput; queue: string | null }) {
  const minutes = minutesOf(answer, queue);
  return (
    <div className="flex flex-col gap-8">
      <ThroughputChart minutes={minutes} />
      <div className={cn("grid gap-8 [&>*]:min-w-0", minutes.length <= WIDE_FROM && "lg:grid-cols-2")}>
        <DurationCharts minutes={minutes} isOfSeveral={queue === null && queuesIn(answer).length > 1} />
      </div>
    </div>
  );
}

function Waiting() {
  return <Skeleton className="h-80 w-full" />;
}

/** Put a choice into the address without asking the server for the page again. */
function remember(name: string, value: string): void {
  const url = new URL(window.location.href);
  if (value === "") url.searchParams.delete(name);
  else url.searchParams.set(name, value);
  window.history.replaceState(null, "", url);
}
