"use client";

import { ChevronRight, RotateCcw, Trash2 } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { When } from "@/components/status/when";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Checkbox } from "@/components/ui/controls";
import { count } from "@/lib/format";
import { jobPath } from "@/lib/jobs/address";
import type { BulkAction } from "@/lib/jobs/bulk";
import { failedAt, foreignOwner, type FailedJob, type FailureGroup } from "@/lib/jobs/groups";
import { shortId } from "@/lib/jobs/look";
import { cn } from "@/lib/utils";

const SHOWN = 20;

/** Failed jobs with one reason: how many, the newest message, when; unfolds to the jobs. */
export function FailureGroupCard({
  group,
  selected,
  me = null,
  onSelect,
  onAct,
}: {
  group: FailureGroup;
  /** Who looks, where jobs of all owners are shown: each then says whose it is. */
  me?: string | null;
  selected: ReadonlySet<string>;
  onSelect: (ids: readonly string[], isOn: boolean) => void;
  onAct: (action: BulkAction, group: FailureGroup) => void;
}) {
  const [isOpen, setOpen] = useState(false);
  const [most, setMost] = useState(SHOWN);
  const chosen = group.jobs.filter((job) => selected.has(job.id)).length;
  const { error } = group.newest;
  const owners = new Set(group.jobs.map((job) => job.owner)).size;
  return (
    <Card className="flex flex-col">
      <div className="flex items-start gap-3 px-4 py-3">
        <Checkbox
          className="mt-1"
          aria-label={`Select all ${group.type} ${group.code}`}
          checked={chosen === 0 ? false : chosen === group.jobs.length ? true : "indeterminate"}
          onCheckedChange={(isOn) => { onSelect(group.jobs.map((job) => job.id), isOn === true); }}
        />
        <div className="flex min-w-0 flex-1 flex-col gap-1">
          <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
            <h2 className="text-sm font-semibold">{group.type}</h2>
            <Badge tone="failed" className="font-mono">{group.code}</Badge>
            {group.cause === "error" ? null : <Badge tone="outline">{group.cause}</Badge>}
            <span className="text-sm tabular-nums">
              {count(group.jobs.length)} {group.jobs.length === 1 ? "job" : "jobs"}
              {me !== null && owners > 1 ? ` of ${count(owners)} owners` : ""}
            </span>
          </div>
          <p className="break-words text-sm text-muted">{error?.message ?? "It failed without a message."}</p>
          {error?.hint ? <p className="break-words text-xs text-muted">{error.hint}</p> : null}
          <p className="text-xs text-muted">
            {group.jobs.length === 1 ? "" : "newest "}
            <When iso={group.newestAt} />
            {group.jobs.length === 1 ? null : (
              <>
                , oldest <When iso={group.oldestAt} />
              </>
            )}
          </p>
          <div className="flex flex-wrap items-center gap-1.5 pt-1">
            <Button size="sm" variant="ghost" className="-ml-2.5" aria-expanded={isOpen} onClick={() => { setOpen(!isOpen); }}>
              <ChevronRight aria-hidden className={cn("transition-transform", isOpen && "rotate-90")} />
              {isOpen ? "Hide" : "Show"} {group.jobs.length === 1 ? "the job" : "the jobs"}
            </Button>
            <Button size="sm" onClick={() => { onAct("requeue", group); }}>
              <RotateCcw aria-hidden />
              Requeue
            </Button>
            <Button size="sm" onClick={() => { onAct("delete", group); }}>
              <Trash2 aria-hidden />
              Delete
            </Button>
          </div>
        </div>
      </div>
      {isOpen ? (
        <ul className="border-t">
          {group.jobs.slice(0, most).map((job) => (
            <li key={job.id} data-selected={selected.has(job.id)} className={cn("flex items-center gap-x-3 gap-y-1 border-b px-4 py-2 text-xs last:border-0 data-[selected=true]:bg-accent-soft/50", me !== null && "max-sm:flex-wrap")}>
              <Checkbox aria-label={`Select ${shortId(job.id)}`} checked={selected.has(job.id)} onCheckedChange={(isOn) => { onSelect([job.id], isOn === true); }} />
              <Link href={jobPath(job.id, foreignOwner(job, me))} className="shrink-0 font-mono hover:underline">
                {shortId(job.id)}
              </Link>
              {me === null ? null : <Owner job={job} me={me} />}
              <span className={cn("min-w-0 flex-1 truncate text-muted", me !== null && "max-sm:order-last max-sm:basis-full max-sm:pl-7")} title={job.error?.message}>
                {job.error?.message}
              </span>
              <span className="hidden shrink-0 tabular-nums text-muted sm:inline">
                {job.attempt}/{job.max_attempts} attempts
              </span>
              <When iso={failedAt(job)} className="shrink-0 text-muted" />
            </li>
          ))}
          {group.jobs.length > most ? (
            <li className="px-4 py-2">
              <Button size="sm" variant="ghost" onClick={() => { setMost(most + 5 * SHOWN); }}>
                {count(group.jobs.length - most)} more
              </Button>
            </li>
          ) : null}
        </ul>
      ) : null}
    </Card>
  );
}

function Owner({ job, me }: { job: FailedJob; me: string }) {
  return (
    <span className="min-w-0 truncate max-sm:flex-1 sm:w-40 sm:shrink-0" title={job.owner}>
      <span className="sr-only">owner </span>
      {job.owner === me ? <span className="text-muted">you</span> : <span className="font-mono">{job.owner}</span>}
    </span>
  );
}
