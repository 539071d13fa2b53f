"use client";

import Link from "next/link";
import type { ReactNode } from "react";
import { When } from "@/components/status/when";
import { Card, CardHeader, CardTitle } from "@/components/ui/card";
import type { Job } from "@/lib/api/types";
import { duration } from "@/lib/format";
import { jobPath } from "@/lib/jobs/address";
import { useNow } from "@/lib/use-now";

/** What is set and known about a job; `owner` is set where it is another's. */
export function JobFacts({ job, owner }: { job: Job; owner: string | null }) {
  return (
    <Card>
      <CardHeader>
        <CardTitle>Facts</CardTitle>
      </CardHeader>
      <dl className="flex flex-col px-4 pb-3 pt-2 text-xs">
        <Fact name="Queue" isMono>{job.queue}</Fact>
        <Fact name="Priority">{job.priority} <Aside>(0 first, 9 last)</Aside></Fact>
        <Fact name="Attempt">{job.attempt} of {job.max_attempts}</Fact>
        {job.interruptions > 0 ? <Fact name="Interruptions">{job.interruptions} <Aside>no attempt lost</Aside></Fact> : null}
        <Fact name="Created"><When iso={job.created_at} /></Fact>
        {job.run_at === job.created_at ? null : <Fact name={job.status === "queued" ? "Due" : "Was due"}><When iso={job.run_at} /></Fact>}
        {job.started_at ? <Fact name="Last started"><When iso={job.started_at} /></Fact> : null}
        {job.finished_at ? <Fact name="Ended"><When iso={job.finished_at} /></Fact> : null}
        <Fact name="Time limit">{duration(job.timeout_s)} <Aside>per attempt</Aside></Fact>
        {job.status === "running" && job.deadline_at ? <Fact name="Must end"><When iso={job.deadline_at} /></Fact> : null}
        {job.lease ? <Lease lease={job.lease} /> : null}
        {job.peak_rss_mb === null ? null : <Fact name="Peak memory">{Math.round(job.peak_rss_mb)} MB</Fact>}
        {job.unique_key ? <Fact name="Unique key" isMono>{job.unique_key}</Fact> : null}
        {job.idempotency_key ? <Fact name="Idempotency key" isMono>{job.idempotency_key}</Fact> : null}
        {job.parent ? (
          <Fact name="Part of" isMono>
            <Link href={jobPath(job.parent, owner)} className="text-accent-ink hover:underline">{job.parent}</Link>
          </Fact>
        ) : null}
        {job.tags.length > 0 ? (
          <Fact name="Tags">
            <span className="flex flex-wrap justify-end gap-1">
              {job.tags.map((tag) => <Tag key={tag} tag={tag} isLinked={owner === null} />)}
            </span>
          </Fact>
        ) : null}
        <Fact name="Owner">{job.owner}</Fact>
        {job.expires_at ? <Forgotten at={job.expires_at} /> : null}
      </dl>
    </Card>
  );
}

function Fact({ name, isMono = false, children }: { name: string; isMono?: boolean; children: ReactNode }) {
  return (
    <div className="flex items-baseline justify-between gap-4 border-b py-1.5 last:border-0">
      <dt className="shrink-0 text-muted">{name}</dt>
      <dd className={`min-w-0 break-words text-right tabular-nums ${isMono ? "break-all font-mono" : ""}`}>{children}</dd>
    </div>
  );
}

/** A list of jobs is one's own: the tag of another's job leads nowhere. */
function Tag({ tag, isLinked }: { tag: string; isLinked: boolean }) {
  const look = "max-w-48 truncate rounded bg-raised px-1.5";
  if (!isLinked) return <span className={look}>{tag}</span>;
  return <Link href={`/jobs?${new URLSearchParams({ tag }).toString()}`} className={`${look} hover:underline`}>{tag}</Link>;
}

function Aside({ children }: { children: ReactNode }) {
  return <span className="text-muted">{children}</span>;
}

function Lease({ lease }: { lease: NonNullable<Job["lease"]> }) {
  const now = useNow();
  const left = lease.expires_at === null || now === null ? null : (Date.parse(lease.expires_at) - now) / 1000;
  return (
    <>
      <Fact name="Worker" isMono>{lease.worker_id}</Fact>
      {lease.expires_at ? (
        <Fact name="Lease">
          {left === null ? "…" : left > 0 ? `${duration(Math.floor(left))} left` : "as last read, run out"}
          <Aside> renewed while it runs</Aside>
        </Fact>
      ) : null}
    </>
  );
}

function Forgotten({ at }: { at: string }) {
  const now = useNow();
  const left = now === null ? null : (Date.parse(at) - now) / 1000;
  return <Fact name="Forgotten">{left === null ? "…" : left > 0 ? `in ${duration(left)}` : "any moment"}</Fact>;
}
