import type { Metadata } from "next";
import { DeadLettersPage } from "@/components/jobs/dead-letters-page";
import { Page } from "@/components/shell/page";
import { Failed } from "@/components/ui/states";
import { firstPaint } from "@/lib/api/server";
import type { JobPage, Stats } from "@/lib/api/types";

export const metadata: Metadata = { title: "Dead letters" };

const PAGE = 200;

export default async function DeadLettersRoute() {
  const [page, stats] = await Promise.all([
    firstPaint<JobPage>("/background-jobs", { status: "failed", limit: PAGE }),
    firstPaint<Stats>("/background-jobs/stats"),
  ]);
  if (page.problem) {
    return (
      <Page title="Dead letters">
        <Failed title={page.problem.title} detail={page.problem.message} requestId={page.problem.requestId} />
      </Page>
    );
  }
  return <DeadLettersPage page={page.data} stats={stats.data} />;
}
