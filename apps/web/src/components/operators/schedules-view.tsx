"use client";

import { CalendarClock } from "lucide-react";
import Link from "next/link";
import { StatusBadge } from "@/components/status/status-badge";
import { When } from "@/components/status/when";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { Empty, Skeleton } from "@/components/ui/states";
import { Table, TableCell, TableHead, TableRow } from "@/components/ui/table";
import { useLastJob, useSchedules, type ScheduleList } from "@/lib/api/operators";
import type { Schedule } from "@/lib/api/types";
import { absoluteTime } from "@/lib/format";
import { foreign, jobPath } from "@/lib/jobs/address";
import { useNow } from "@/lib/use-now";
import { cronInWords } from "./cron";
import { wholeDuration } from "./chart-scales";
import { Fresh } from "./fresh";

/** What the clock enqueues, and when. */
export function SchedulesView({ initial, me }: { initial: ScheduleList | null; me: string }) {
  const query = useSchedules(initial);
  return (
    <div>
      <Fresh query={query} what="The schedules" waiting={<Skeleton className="h-48 w-full" />}>
        {({ schedules }) => (
          <Card>
            {schedules.length === 0 ? (
              <Empty title="There are no schedules" icon={CalendarClock}>A schedule is part of the code: workers store theirs when they start.</Empty>
            ) : (
              <Schedules list={schedules} me={me} />
            )}
          </Card>
        )}
      </Fresh>
    </div>
  );
}

function Schedules({ list, me }: { list: readonly Schedule[]; me: string }) {
  return (
    <Table label="Schedules">
      <thead>
        <tr className="border-b">
          <TableHead>Name</TableHead>
          <TableHead>When</TableHead>
          <TableHead>Next run</TableHead>
          <TableHead>Last run</TableHead>
          <TableHead>State</TableHead>
        </tr>
      </thead>
      <tbody>
        {list.map((schedule) => (
          <TableRow key={schedule.name}>
            <TableCell>
              <span className="block font-medium">{schedule.name}</span>
              <span className="font-mono text-xs text-muted">{schedule.task}</span>
            </TableCell>
            <TableCell><Rule schedule={schedule} /></TableCell>
            <TableCell className="whitespace-nowrap">
              {schedule.enabled ? <Countdown iso={schedule.next_run_at} /> : <span className="text-muted">not while it is off</span>}
            </TableCell>
            <TableCell className="whitespace-nowrap"><LastRun schedule={schedule} me={me} /></TableCell>
            <TableCell>{schedule.enabled ? <Badge tone="succeeded">On</Badge> : <Badge tone="warning">Off</Badge>}</TableCell>
          </TableRow>
        ))}
      </tbody>
    </Table>
  );
}

function Rule({ schedule }: { schedule: Schedule }) {
  const words = cronInWords(schedule.cron);
  return (
    <>
      {words === null ? null : <span className="block whitespace-nowrap">{words}</span>}
      <span className="whitespace-nowrap text-xs text-muted"><code className="font-mono">{schedule.cron}</code> · {schedule.timezone}</span>
    </>
  );
}

function LastRun({ schedule, me }: { schedule: Schedule; me: string }) {
  if (schedule.last_run_at === null) return <span className="text-muted">not yet</span>;
  if (schedule.last_job_id === null) return <When iso={schedule.last_run_at} />;
  return <LastJob task={schedule.task} id={schedule.last_job_id} owner={foreign(schedule.owner, me)} ranAt={schedule.last_run_at} name={schedule.name} />;
}

function LastJob({ task, id, owner, ranAt, name }: { task: string; id: string; owner: string | null; ranAt: string; name: string }) {
  const { data: job } = useLastJob(task, id, owner);
  return (
    <>
      <span className="block"><When iso={ranAt} /></span>
      {job ? (
        <Link href={jobPath(id, owner)} className="inline-flex" aria-label={`Last job of ${name}: ${job.label}`}>
          <StatusBadge status={job.status} label={job.label} />
        </Link>
      ) : (
        // Not among the latest: it may be older than those, or forgotten, which its page says.
        <span className="text-xs">{job === null ? <Link href={jobPath(id, owner)} className="text-muted underline underline-offset-4">its job</Link> : "\u00a0"}</span>
      )}
    </>
  );
}

/** How long until a moment, second by second, and the moment itself. */
function Countdown({ iso }: { iso: string }) {
  const now = useNow();
  const seconds = now === null ? null : (Date.parse(iso) - now) / 1000;
  return (
    <time dateTime={iso} className="tabular-nums">
      <span className="block">{seconds === null ? "…" : seconds <= 0 ? "due now" : `in ${wholeDuration(Math.max(1, Math.floor(seconds)))}`}</span>
      <span className="text-xs text-muted">{now === null ? iso.slice(0, 16).replace("T", " ") : absoluteTime(iso)}</span>
    </time>
  );
}
