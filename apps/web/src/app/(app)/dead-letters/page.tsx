import type { Metadata } from "next";
import { AllDeadLettersPage } from "@/components/jobs/all-dead-letters-page";
import { DeadLettersPage } from "@/components/jobs/dead-letters-page";
import { Page } from "@/components/shell/page";
import { Failed } from "@/components/ui/states";
import type { ApiProblem } from "@/lib/api/problem";
import { firstPaint } from "@/lib/api/server";
import type { DeadLetterPage, JobPage, Stats } from "@/lib/api/types";
import { whoAsks } from "@/lib/auth/who-asks";
import { searchOf, type PageParams } from "@/lib/jobs/address";
import { NO_FILTERS, readFilters, writeFilters } from "@/lib/jobs/filters";
import { DEAD_LETTERS_PAGE } from "@/lib/jobs/groups";

export const metadata: Metadata = { title: "Dead letters" };

/** Operators see the failed jobs of all owners, everybody else their own. */
export default async function DeadLettersRoute({ searchParams }: { searchParams: Promise<PageParams> }) {
  const { owner, roles } = await whoAsks();
  if (roles.includes("operator")) {
    const { type, queue } = readFilters(searchOf(await searchParams));
    const { data, problem } = await firstPaint<DeadLetterPage>("/dead-letters", { type, queue, limit: DEAD_LETTERS_PAGE });
    if (problem) return <Refusal problem={problem} />;
    return <AllDeadLettersPage me={owner} search={writeFilters({ ...NO_FILTERS, type, queue })} page={data} />;
  }
  const [page, stats] = await Promise.all([
    firstPaint<JobPage>("/background-jobs", { status: "failed", limit: DEAD_LETTERS_PAGE }),
    firstPaint<Stats>("/background-jobs/stats"),
  ]);
  if (page.problem) return <Refusal problem={page.problem} />;
  return <DeadLettersPage page={page.data} stats={stats.data} />;
}

function Refusal({ problem }: { problem: ApiProblem }) {
  return (
    <Page title="Dead letters">
      <Failed title={problem.title} detail={problem.message} requestId={problem.requestId} />
    </Page>
  );
}
