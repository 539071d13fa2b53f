import type { Metadata } from "next";
import { QueuesView } from "@/components/operators/queues-view";
import { Refused } from "@/components/operators/refused";
import { windowOf } from "@/components/operators/throughput";
import { Page } from "@/components/shell/page";
import type { QueueList, Throughput } from "@/lib/api/operators";
import { firstPaint } from "@/lib/api/server";

export const metadata: Metadata = { title: "Queues" };

export default async function QueuesPage({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const { window } = await searchParams;
  const minutes = windowOf(typeof window === "string" ? window : null);
  const [queues, throughput] = await Promise.all([
    firstPaint<QueueList>("/queues"),
    firstPaint<Throughput>("/queues/throughput", { minutes }),
  ]);
  return (
    <Page title="Queues" lead="Where jobs of all owners wait for a worker, and what became of them.">
      {queues.problem ? (
        <Refused problem={queues.problem} />
      ) : (
        <QueuesView initial={queues.data} initialThroughput={throughput.data} initialWindow={minutes} />
      )}
    </Page>
  );
}
