import { Badge } from "@/components/ui/badge";
import { Empty } from "@/components/ui/states";
import { When } from "@/components/status/when";
import type { Failure, Job } from "@/lib/api/types";
import { duration } from "@/lib/format";
import type { JobEvent } from "@/lib/jobs/events";
import { layoutTimeline, type Run, type RunEnd } from "@/lib/jobs/timeline";

const END: Record<RunEnd, { text: string; tone: "running" | "succeeded" | "failed" | "warning" | "queued" | "cancelled" }> = {
  running: { text: "Running", tone: "running" },
  succeeded: { text: "Succeeded", tone: "succeeded" },
  failed: { text: "Failed", tone: "failed" },
  retrying: { text: "To be tried again", tone: "warning" },
  released: { text: "Given back", tone: "queued" },
  rescued: { text: "Worker lost", tone: "warning" },
  cancelled: { text: "Cancelled", tone: "cancelled" },
  unknown: { text: "Ran", tone: "queued" },
};

/** Each attempt, newest first: who ran it, how long, how it ended and why. */
export function Attempts({ events, job }: { events: readonly JobEvent[]; job: Job }) {
  const timeline = layoutTimeline(events, 0, { createdAt: job.created_at, runAt: job.run_at });
  const lanes = timeline.lanes.filter((lane) => lane.run !== null).reverse();
  const life = timeline.lanes.at(-1)?.life ?? 0;
  if (lanes.length === 0 && job.errors.length === 0) return <Empty title="Not tried yet">Each attempt appears here with its worker and its error.</Empty>;
  const found = new Map(lanes.map((lane) => [lane.key, lane.run && lane.life === life ? failureOf(lane.run, job.errors) : undefined]));
  const told = new Set(found.values());
  return (
    <ol className="divide-y rounded-md border">
      {lanes.map((lane) => {
        const { run } = lane;
        if (run === null) return null;
        const failure = found.get(lane.key);
        return (
          <li key={lane.key} className="flex flex-col gap-2 px-3 py-3">
            <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1 text-sm">
              <span className="font-medium">{lane.label}</span>
              <Badge tone={END[run.end].tone}>{END[run.end].text}</Badge>
              {run.end === "running" ? null : <span className="font-mono text-xs tabular-nums text-muted">{duration((run.to - run.from) / 1000)}</span>}
              <When iso={new Date(run.from).toISOString()} className="text-xs text-muted" />
              {run.workerId ? <span className="break-all font-mono text-xs text-muted">{run.workerId}</span> : null}
            </div>
            {failure ? <FailureCard failure={failure} /> : run.reason ? <p className="break-words text-sm text-muted">{run.reason}</p> : null}
          </li>
        );
      })}
      {job.errors
        .filter((failure) => !told.has(failure))
        .reverse()
        .map((failure, index) => (
          <li key={`${failure.at ?? ""} ${String(index)}`} className="flex flex-col gap-2 px-3 py-3">
            <span className="text-sm font-medium">Attempt {failure.attempt ?? "?"}</span>
            <FailureCard failure={failure} />
          </li>
        ))}
    </ol>
  );
}

/** The error of a run, of those that the job keeps: of its present life only; the log has the earlier ones. */
function failureOf(run: Run, errors: readonly Failure[]): Failure | undefined {
  if (run.end !== "retrying" && run.end !== "failed") return undefined;
  const far = (failure: Failure) => Math.abs(Date.parse(failure.at ?? "") - run.to);
  return errors.filter((failure) => failure.attempt === run.attempt).sort((a, b) => far(a) - far(b))[0];
}

const KIND: Readonly<Record<string, string>> = {
  transient: "may pass",
  rate_limited: "the other side asked to wait",
  resource_exhausted: "ran out of something",
  permanent: "would fail again",
};

/** What went wrong, for people first and for machines below. */
export function FailureCard({ failure }: { failure: Failure }) {
  return (
    <div className="rounded-md border border-failed/30 bg-failed-soft/50 px-3 py-2 text-sm">
      <p className="break-words font-medium text-failed">{failure.message}</p>
      {failure.hint ? <p className="mt-0.5 break-words">{failure.hint}</p> : null}
      <dl className="mt-1.5 flex flex-wrap gap-x-4 gap-y-0.5 text-xs">
        <Part name="code">{failure.code}</Part>
        <Part name="cause">{failure.cause}</Part>
        <Part name="kind">
          {failure.kind}
          {KIND[failure.kind] ? ` (${KIND[failure.kind] ?? ""})` : ""}
        </Part>
        {failure.attempt === null ? null : <Part name="attempt">{failure.attempt}</Part>}
      </dl>
    </div>
  );
}

function Part({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div className="flex gap-1">
      <dt className="text-foreground/75">{name}</dt>
      <dd className="font-mono">{children}</dd>
    </div>
  );
}
