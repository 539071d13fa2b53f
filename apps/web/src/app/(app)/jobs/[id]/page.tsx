import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { JobView } from "@/components/jobs/job-view";
import { OthersJobView } from "@/components/jobs/others-job-view";
import { Page } from "@/components/shell/page";
import { Failed } from "@/components/ui/states";
import { firstPaint } from "@/lib/api/server";
import type { History, JobAnswer } from "@/lib/api/types";
import { whoAsks } from "@/lib/auth/who-asks";
import { foreign, searchOf, type PageParams } from "@/lib/jobs/address";

const EVENTS = 1000;
/** A role that is missing, a name that is none, no such job: all of them look like no such job. */
const NOT_FOR_YOU: ReadonlySet<number> = new Set([403, 404, 422]);

interface Asked {
  params: Promise<{ id: string }>;
  searchParams: Promise<PageParams>;
}

export async function generateMetadata({ params }: Asked): Promise<Metadata> {
  const { id } = await params;
  return { title: `Job ${id.slice(-8)}` };
}

export default async function JobRoute({ params, searchParams }: Asked) {
  const { id } = await params;
  const named = searchOf(await searchParams).get("owner") ?? "";
  const owner = named === "" ? null : foreign(named, (await whoAsks()).owner);
  const path = `/background-jobs/${encodeURIComponent(id)}`;
  const [job, history] = await Promise.all([
    firstPaint<JobAnswer>(path, { owner }),
    firstPaint<History>(`${path}/events`, { limit: EVENTS, owner }),
  ]);
  if (job.problem && (owner === null ? job.problem.status === 404 : NOT_FOR_YOU.has(job.problem.status))) notFound();
  if (job.problem) {
    return (
      <Page title="Job">
        <Failed title={job.problem.title} detail={job.problem.message} requestId={job.problem.requestId} />
      </Page>
    );
  }
  // A history that filled its page has more: the page reads it to its end itself.
  const whole = history.data && history.data.events.length < EVENTS ? history.data : null;
  if (owner === null) return <JobView key={id} id={id} job={job.data} history={whole} />;
  const first = job.data && whole ? { job: job.data, events: whole.events, cursor: whole.cursor } : null;
  return <OthersJobView key={`${owner} ${id}`} id={id} owner={owner} first={first} />;
}
