import type { Metadata } from "next";
import { Refused } from "@/components/operators/refused";
import { WorkersView } from "@/components/operators/workers-view";
import { Page } from "@/components/shell/page";
import type { WorkerList } from "@/lib/api/operators";
import { firstPaint } from "@/lib/api/server";
import { whoAsks } from "@/lib/auth/who-asks";

export const metadata: Metadata = { title: "Workers" };

export default async function WorkersPage() {
  const [workers, { owner }] = await Promise.all([firstPaint<WorkerList>("/workers"), whoAsks()]);
  return (
    <Page title="Workers" lead="The processes that run jobs, as each reports itself every 15 seconds, and the jobs of all owners that they run.">
      {workers.problem ? <Refused problem={workers.problem} /> : <WorkersView initial={workers.data} me={owner} />}
    </Page>
  );
}
