import type { Metadata } from "next";
import { Refused } from "@/components/operators/refused";
import { WorkersView } from "@/components/operators/workers-view";
import { Page } from "@/components/shell/page";
import type { WorkerList } from "@/lib/api/operators";
import { firstPaint } from "@/lib/api/server";
import type { JobPage } from "@/lib/api/types";

export const metadata: Metadata = { title: "Workers" };

export default async function WorkersPage() {
  const [workers, running] = await Promise.all([
    firstPaint<WorkerList>("/workers"),
    firstPaint<JobPage>("/background-jobs", { status: "running", limit: 100 }),
  ]);
  return (
    <Page title="Workers" lead="The processes that run jobs, as each reports itself every 15 seconds.">
      {workers.problem ? <Refused problem={workers.problem} /> : <WorkersView initial={workers.data} initialRunning={running.data} />}
    </Page>
  );
}
