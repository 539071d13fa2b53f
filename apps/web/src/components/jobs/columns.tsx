"use client";

import { createColumnHelper } from "@tanstack/react-table";
import Link from "next/link";
import { JobProgress } from "@/components/status/job-progress";
import { StatusBadge } from "@/components/status/status-badge";
import { When } from "@/components/status/when";
import { Checkbox } from "@/components/ui/controls";
import { duration, relativeTime } from "@/lib/format";
import type { JobSummary } from "@/lib/api/types";
import { labelOf, ranS, shortId, waitedS } from "@/lib/jobs/look";
import type { SteadyRow } from "@/lib/jobs/rows";
import { useNow } from "@/lib/use-now";

const column = createColumnHelper<SteadyRow>();

/** How wide each column is, and where there is room for it. */
export const COLUMN_CLASS: Readonly<Record<string, string>> = {
  select: "w-9 pr-0",
  status: "w-28 sm:w-36",
  task: "w-[32%] max-w-0 max-sm:w-auto",
  queue: "hidden w-24 lg:table-cell",
  progress: "hidden w-[36%] max-w-0 sm:table-cell",
  attempt: "hidden w-20 text-right md:table-cell",
  times: "hidden w-28 text-right sm:table-cell",
  created: "hidden w-28 text-right sm:table-cell",
};

export const COLUMNS = [
  column.display({
    id: "select",
    header: ({ table }) => (
      <Checkbox
        aria-label="Select all shown"
        checked={table.getIsAllRowsSelected() ? true : table.getIsSomeRowsSelected() ? "indeterminate" : false}
        onCheckedChange={(isOn) => { table.toggleAllRowsSelected(isOn === true); }}
      />
    ),
    cell: ({ row }) => (
      <Checkbox
        aria-label={`Select ${row.original.job.type} ${shortId(row.original.job.id)}`}
        checked={row.getIsSelected()}
        onCheckedChange={(isOn) => { row.toggleSelected(isOn === true); }}
      />
    ),
  }),
  column.display({ id: "status", header: "Status", cell: ({ row }) => <StatusCell row={row.original} /> }),
  column.display({ id: "task", header: "Task", cell: ({ row }) => <TaskCell job={row.original.job} /> }),
  column.display({ id: "queue", header: "Queue", cell: ({ row }) => <span className="font-mono text-xs text-muted">{row.original.job.queue}</span> }),
  column.display({ id: "progress", header: "Progress", cell: ({ row }) => <ProgressCell job={row.original.job} /> }),
  column.display({
    id: "attempt",
    header: "Attempt",
    cell: ({ row: { original } }) => (
      <span className={`font-mono text-xs tabular-nums ${original.job.attempt > 1 ? "text-warning" : "text-muted"}`}>
        {original.job.attempt}/{original.job.max_attempts}
      </span>
    ),
  }),
  column.display({ id: "times", header: "Waited / ran", cell: ({ row }) => <TimesCell job={row.original.job} /> }),
  column.display({
    id: "created",
    header: "Created",
    cell: ({ row }) => <When iso={row.original.job.created_at} className="whitespace-nowrap text-xs tabular-nums text-muted" />,
  }),
];

function StatusCell({ row }: { row: SteadyRow }) {
  const now = useNow();
  return (
    <div className="flex flex-col items-start gap-0.5">
      <StatusBadge status={row.job.status} label={labelOf(row.job, now)} />
      {row.left ? <span className="whitespace-nowrap pl-1 text-xs text-muted">{row.left === "gone" ? "not there any more" : "no longer matches"}</span> : null}
    </div>
  );
}

function TaskCell({ job }: { job: JobSummary }) {
  return (
    <div className="flex min-w-0 flex-col gap-0.5">
      <Link href={`/jobs/${job.id}`} tabIndex={-1} className="w-fit max-w-full truncate font-medium hover:underline">
        {job.type}
      </Link>
      <div className="flex min-w-0 items-center gap-x-1.5 overflow-hidden whitespace-nowrap text-xs text-muted">
        <span className="font-mono" title={job.id}>
          {shortId(job.id)}
        </span>
        {job.parent ? <span>part of {shortId(job.parent)}</span> : null}
        <span className="sm:hidden">
          · <When iso={job.created_at} />
        </span>
        {job.tags.slice(0, 3).map((tag) => (
          <span key={tag} className="max-w-36 truncate rounded bg-raised px-1.5 max-sm:hidden" title={tag}>
            {tag}
          </span>
        ))}
        {job.tags.length > 3 ? <span className="max-sm:hidden">+{job.tags.length - 3}</span> : null}
      </div>
      <div className="empty:hidden sm:hidden">
        <ProgressCell job={job} isShort />
      </div>
    </div>
  );
}

/** What a job does, did last, or waits for. `isShort` leaves out what only repeats the status. */
function ProgressCell({ job, isShort = false }: { job: JobSummary; isShort?: boolean }) {
  const now = useNow();
  if (job.status === "running") return <JobProgress job={job} name={`${job.type} ${shortId(job.id)}`} className="max-w-sm" />;
  if (job.error && (job.status === "failed" || job.status === "queued")) {
    return (
      <p className={`max-w-sm truncate text-xs ${job.status === "failed" ? "text-failed" : "text-muted"}`} title={job.error.message}>
        {job.status === "queued" && now !== null && Date.parse(job.run_at) > now ? `again ${relativeTime(job.run_at, now)}: ` : ""}
        {job.error.message}
      </p>
    );
  }
  if (job.status === "queued" && now !== null && Date.parse(job.run_at) > now) {
    return <p className="text-xs text-muted">starts {relativeTime(job.run_at, now)}</p>;
  }
  return isShort ? null : <p className="max-w-sm truncate text-xs text-muted">{job.progress?.message ?? ""}</p>;
}

function TimesCell({ job }: { job: JobSummary }) {
  const now = useNow();
  if (now === null) return <span className="text-xs text-muted">…</span>;
  const waited = waitedS(job, now);
  const ran = ranS(job, now);
  return (
    <span className="flex flex-col whitespace-nowrap font-mono text-xs tabular-nums">
      <span className="text-muted" title="Waited for a worker">
        <span className="sr-only">waited </span>
        {waited === null ? "–" : duration(waited)}
      </span>
      <span title="Ran, in its last attempt">
        <span className="sr-only">ran </span>
        {ran === null ? "–" : duration(ran)}
      </span>
    </span>
  );
}
