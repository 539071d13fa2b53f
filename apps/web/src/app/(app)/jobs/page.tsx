import type { Metadata } from "next";
import { JobsPage } from "@/components/jobs/jobs-page";
import { Page } from "@/components/shell/page";
import { Failed } from "@/components/ui/states";
import { firstPaint } from "@/lib/api/server";
import type { JobPage, Stats } from "@/lib/api/types";
import { searchOf, type PageParams } from "@/lib/jobs/address";
import { criteriaOf, readFilters, writeFilters } from "@/lib/jobs/filters";

export const metadata: Metadata = { title: "Jobs" };

const PAGE = 50;

export default async function JobsRoute({ searchParams }: { searchParams: Promise<PageParams> }) {
  const params = await searchParams;
  const filters = readFilters(searchOf(params));
  const asOf = momentOfRequest();
  const [page, stats] = await Promise.all([
    firstPaint<JobPage>("/background-jobs", { status: filters.statuses, ...criteriaOf(filters, asOf), limit: PAGE }),
    firstPaint<Stats>("/background-jobs/stats"),
  ]);
  if (page.problem) {
    return (
      <Page title="Jobs">
        <Failed title={page.problem.title} detail={page.problem.message} requestId={page.problem.requestId} />
      </Page>
    );
  }
  return <JobsPage first={{ search: writeFilters(filters), asOf, page: page.data, stats: stats.data }} />;
}

function momentOfRequest(): number {
  return Date.now();
}
