"use client";

import { useConnection, useJob, useJobEvents } from "@longhaul/react";
import { ArrowLeft } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { Page } from "@/components/shell/page";
import { JobProgress } from "@/components/status/job-progress";
import { StatusBadge } from "@/components/status/status-badge";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { CopyButton } from "@/components/ui/copy";
import { Empty, Failed, Skeleton } from "@/components/ui/states";
import { Tabs, TabsContent, TabsList, TabsTrigger } from "@/components/ui/tabs";
import type { History, Job, JobAnswer } from "@/lib/api/types";
import { duration } from "@/lib/format";
import { errorText } from "@/lib/jobs/error-text";
import type { JobEvent } from "@/lib/jobs/events";
import { labelOf, ranS, waitedS } from "@/lib/jobs/look";
import { useParam } from "@/lib/jobs/use-param";
import { useRecheck } from "@/lib/jobs/use-recheck";
import { useNow } from "@/lib/use-now";
import { Attempts, FailureCard } from "./attempts";
import { EventList } from "./event-list";
import { JobActions } from "./job-actions";
import { JobArtifacts } from "./job-artifacts";
import { JobFacts } from "./job-facts";
import { JobMissing } from "./job-missing";
import { JsonTree } from "./json-tree";
import { Steps } from "./steps";
import { JobTimeline } from "./timeline";
import { WhyPanel } from "./why-panel";

/** While it runs its lease is renewed without an event; an ended job may be deleted without one. */
const CHECK_ACTIVE_MS = 10_000;
const CHECK_ENDED_MS = 30_000;

/** One job, live. */
export function JobView({ id, job: first, history }: { id: string; job: JobAnswer | null; history: History | null }) {
  const { job, error, isLoading, refetch } = useJob(id, first ? { initial: first } : {});
  const { events, isComplete } = useJobEvents(id, history ? { initial: history } : {});
  const connection = useConnection();
  const said = error ? errorText(error, "The job could not be read") : null;
  useRecheck(() => void refetch(), job && (job.status === "running" || job.status === "queued") ? CHECK_ACTIVE_MS : CHECK_ENDED_MS);

  if (!job) {
    if (said?.isMissing) return <JobMissing id={id} />;
    return (
      <Page isWide title="Job" lead={<span className="font-mono">{id}</span>}>
        {said && !isLoading ? (
          <Failed title={said.title} detail={said.detail} requestId={said.requestId} action={<Button size="sm" onClick={() => void refetch()}>Try again</Button>} />
        ) : (
          <div aria-busy="true" aria-label="Loading the job" className="flex flex-col gap-4">
            <Skeleton className="h-14" />
            <Skeleton className="h-40" />
            <Skeleton className="h-64" />
          </div>
        )}
      </Page>
    );
  }
  const isGone = said?.isMissing ?? false;
  const isOld = (said?.isOutage ?? false) || connection.state === "offline";
  return (
    <Page
      isWide
      title={
        <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <Link href="/jobs" aria-label="All jobs" className="-ml-1 rounded-md p-1 text-muted hover:bg-raised hover:text-foreground">
            <ArrowLeft aria-hidden className="size-5" />
          </Link>
          {job.type}
          <Status job={job} />
        </span>
      }
      lead={
        <span className="flex flex-wrap items-center gap-x-2">
          <span className="break-all font-mono text-xs">{job.id}</span>
          <CopyButton text={job.id} label="Copy the job's id" />
          <Times job={job} />
        </span>
      }
      actions={isGone ? null : <JobActions job={job} onChanged={() => void refetch()} />}
    >
      {isGone ? (
        <Failed title="This job is not there any more" detail="It was deleted, or it expired, while this page was open. What you see is what was last read." action={<Button asChild size="sm"><Link href="/jobs">All jobs</Link></Button>} />
      ) : isOld ? (
        <p role="status" className="text-xs text-warning">The API cannot be reached: this is what was last read.</p>
      ) : null}
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="flex min-w-0 flex-col gap-4">
          <Card className="px-4 py-3">
            {job.error && job.status === "failed" ? (
              <div className="flex flex-col gap-2">
                <FailureCard failure={job.error} />
                {job.progress ? <p className="text-xs text-muted">It got to {job.progress.percent} %: {job.progress.message}</p> : null}
              </div>
            ) : (
              <JobProgress job={job.status === "queued" ? { ...job, label: waitText(job) } : job} name={job.type} isAnnounced />
            )}
          </Card>
          <JobTimeline events={events} job={job} />
          <JobTabs job={job} events={events} isComplete={isComplete} />
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          {isGone ? null : <WhyPanel job={job} />}
          <JobFacts job={job} />
        </div>
      </div>
    </Page>
  );
}

function Status({ job }: { job: Job }) {
  const now = useNow();
  return <StatusBadge status={job.status} label={labelOf(job, now)} />;
}

function Times({ job }: { job: Job }) {
  const now = useNow();
  if (now === null) return null;
  const waited = waitedS(job, now);
  const ran = ranS(job, now);
  return (
    <span className="tabular-nums">
      {waited === null ? "" : `waited ${duration(waited)}`}
      {waited !== null && ran !== null ? " · " : ""}
      {ran === null ? "" : `${job.status === "running" ? "running for" : "ran"} ${duration(ran)}`}
    </span>
  );
}

function waitText(job: Job): string {
  return job.attempt > 0 ? "Waits for its next try" : "Has not started yet";
}

const TABS = ["result", "attempts", "events", "steps", "files", "input"] as const;
type Tab = (typeof TABS)[number];

function JobTabs({ job, events, isComplete }: { job: Job; events: readonly JobEvent[]; isComplete: boolean }) {
  const [asked, setAsked] = useParam("tab");
  // What matters most when the page opens; it does not change under the reader when the job ends.
  const [first] = useState<Tab>(() => (job.status === "succeeded" ? "result" : job.status === "failed" ? "attempts" : "events"));
  const tab = TABS.find((each) => each === asked) ?? first;
  const counts: Partial<Record<Tab, number>> = { events: events.length, steps: Object.keys(job.steps).length, files: job.artifacts.length };
  const names: Record<Tab, string> = { result: "Result", attempts: "Attempts", events: "Events", steps: "Steps", files: "Files", input: "Input" };
  return (
    <Card className="min-h-80 px-4 pb-4 pt-1">
      <Tabs value={tab} onValueChange={setAsked}>
        <TabsList aria-label="About the job">
          {TABS.map((each) => (
            <TabsTrigger key={each} value={each}>
              {names[each]}
              {counts[each] ? <span className="ml-1 font-mono text-xs text-muted">{counts[each]}</span> : null}
            </TabsTrigger>
          ))}
        </TabsList>
        <TabsContent value="result">
          {job.result ? <JsonTree value={job.result} label="Result" /> : <Empty title="No result">{job.status === "succeeded" ? "Reading it …" : "A job has a result once it has succeeded."}</Empty>}
        </TabsContent>
        <TabsContent value="attempts">
          <Attempts events={events} job={job} />
        </TabsContent>
        <TabsContent value="events">
          <EventList events={events} createdAt={job.created_at} isComplete={isComplete} />
        </TabsContent>
        <TabsContent value="steps">
          <Steps job={job} events={events} />
        </TabsContent>
        <TabsContent value="files">
          {job.artifacts.length > 0 ? <JobArtifacts artifacts={job.artifacts} /> : <Empty title="No files">Files that the job stores appear here at once.</Empty>}
        </TabsContent>
        <TabsContent value="input">
          <JsonTree value={job.args} label="Arguments" />
        </TabsContent>
      </Tabs>
    </Card>
  );
}
