import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { JobView } from "@/components/jobs/job-view";
import { Page } from "@/components/shell/page";
import { Failed } from "@/components/ui/states";
import { firstPaint } from "@/lib/api/server";
import type { History, JobAnswer } from "@/lib/api/types";

const EVENTS = 1000;

export async function generateMetadata({ params }: { params: Promise<{ id: string }> }): Promise<Metadata> {
  const { id } = await params;
  return { title: `Job ${id.slice(-8)}` };
}

export default async function JobRoute({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const path = `/background-jobs/${encodeURIComponent(id)}`;
  const [job, history] = await Promise.all([
    firstPaint<JobAnswer>(path),
    firstPaint<History>(`${path}/events`, { limit: EVENTS }),
  ]);
  if (job.problem?.status === 404) notFound();
  if (job.problem) {
    return (
      <Page title="Job">
        <Failed title={job.problem.title} detail={job.problem.message} requestId={job.problem.requestId} />
      </Page>
    );
  }
  // A history that filled its page has more: the page reads it to its end itself.
  const whole = history.data && history.data.events.length < EVENTS ? history.data : null;
  return <JobView key={id} id={id} job={job.data} history={whole} />;
}
