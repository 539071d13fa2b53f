"use client";

import { ArrowLeft } from "lucide-react";
import Link from "next/link";
import { useState, type ReactNode } from "react";
import { Page } from "@/components/shell/page";
import { JobProgress } from "@/components/status/job-progress";
import { StatusBadge } from "@/components/status/status-badge";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { CopyButton } from "@/components/ui/copy";
import { Empty, Failed, Skeleton } from "@/components/ui/states";
import { Tabs, TabsContent, TabsList, TabsTrigger } from "@/components/ui/tabs";
import type { Job } from "@/lib/api/types";
import { duration } from "@/lib/format";
import { errorText } from "@/lib/jobs/error-text";
import type { JobEvent } from "@/lib/jobs/events";
import { labelOf, ranS, waitedS } from "@/lib/jobs/look";
import { useParam } from "@/lib/jobs/use-param";
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

/** What is known of a job at this moment, however it was read. */
export interface JobReading {
  job: Job | undefined;
  events: readonly JobEvent[];
  /** Whether the past has been read to its end. */
  isComplete: boolean;
  /** Why the last reading failed. */
  error: Error | null;
  isLoading: boolean;
  /** The job is not there, or not for whoever asks. */
  isMissing: boolean;
  /** Nothing new can come at present. */
  isOld: boolean;
  refetch: () => void;
}

/** The page of a job. `owner` is set where it is another's; `note` says how the page keeps up, where that is not by the stream. */
export function JobReport({ id, owner, reading, note }: { id: string; owner: string | null; reading: JobReading; note?: ReactNode }) {
  const { job, events, isComplete, isMissing, isOld, refetch } = reading;
  const back = owner === null ? { href: "/jobs", text: "All jobs" } : { href: "/dead-letters", text: "Dead letters" };
  if (!job) {
    if (isMissing) return <JobMissing id={id} />;
    const said = reading.error ? errorText(reading.error, "The job could not be read") : null;
    return (
      <Page isWide title="Job" lead={<span className="font-mono">{id}</span>}>
        {said && !reading.isLoading ? (
          <Failed title={said.title} detail={said.detail} requestId={said.requestId} action={<Button size="sm" onClick={refetch}>Try again</Button>} />
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
  return (
    <Page
      isWide
      title={
        <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <Link href={back.href} aria-label={back.text} className="-ml-1 rounded-md p-1 text-muted hover:bg-raised hover:text-foreground">
            <ArrowLeft aria-hidden className="size-5" />
          </Link>
          {job.type}
          <Status job={job} />
        </span>
      }
      lead={
        <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <span className="break-all font-mono text-xs">{job.id}</span>
          <CopyButton text={job.id} label="Copy the job's id" />
          <Times job={job} />
          {note}
        </span>
      }
      actions={isMissing ? null : <JobActions job={job} owner={owner} onChanged={refetch} />}
    >
      {isMissing ? (
        <Failed title="This job is not there any more" detail="It was deleted, or it expired, while this page was open. What you see is what was last read." action={<Button asChild size="sm"><Link href={back.href}>{back.text}</Link></Button>} />
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
          <JobTabs job={job} owner={owner} events={events} isComplete={isComplete} />
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          {isMissing ? null : <WhyPanel job={job} owner={owner} />}
          <JobFacts job={job} owner={owner} />
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

function JobTabs({ job, owner, events, isComplete }: { job: Job; owner: string | null; events: readonly JobEvent[]; isComplete: boolean }) {
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
          {job.artifacts.length > 0 ? <JobArtifacts artifacts={job.artifacts} owner={owner} /> : <Empty title="No files">Files that the job stores appear here at once.</Empty>}
        </TabsContent>
        <TabsContent value="input">
          <JsonTree value={job.args} label="Arguments" />
        </TabsContent>
      </Tabs>
    </Card>
  );
}
