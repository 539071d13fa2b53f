import { Empty } from "@/components/ui/states";
import { duration } from "@/lib/format";
import { isRecord, numberOf, textOf, type JobEvent } from "@/lib/jobs/events";
import type { Job } from "@/lib/api/types";
import { JsonTree } from "./json-tree";

/** The steps that are done, with what each remembers for later attempts. */
export function Steps({ job, events }: { job: Job; events: readonly JobEvent[] }) {
  const names = Object.keys(job.steps);
  if (names.length === 0) return <Empty title="No steps are done">A task that works in steps remembers each one it has done, so that another attempt need not repeat it.</Empty>;
  const took = new Map(events.filter((event) => event.type === "job.step").map((event) => [textOf(event, "name") ?? "", numberOf(event, "duration_ms") ?? 0]));
  const at = (name: string) => {
    const memo = job.steps[name];
    return isRecord(memo) && typeof memo["at"] === "string" ? memo["at"] : "";
  };
  return (
    <ol className="divide-y rounded-md border">
      {[...names].sort((a, b) => (at(a) < at(b) ? -1 : 1)).map((name) => {
        const memo = job.steps[name];
        const attempt = isRecord(memo) && typeof memo["attempt"] === "number" ? memo["attempt"] : null;
        const ms = took.get(name);
        return (
          <li key={name}>
            <details className="group">
              <summary className="flex cursor-pointer flex-wrap items-baseline gap-x-3 px-3 py-2 text-sm -outline-offset-2 hover:bg-raised/60">
                <span className="font-mono text-xs">{name}</span>
                {ms === undefined ? null : <span className="font-mono text-xs tabular-nums text-muted">{duration(ms / 1000)}</span>}
                {attempt === null ? null : <span className="text-xs text-muted">attempt {attempt}</span>}
              </summary>
              <div className="px-3 pb-3">
                <JsonTree value={isRecord(memo) && "result" in memo ? memo["result"] : memo} label={`Memo of step ${name}`} />
              </div>
            </details>
          </li>
        );
      })}
    </ol>
  );
}
