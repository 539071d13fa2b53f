"use client";

import { isTerminal, useJobs } from "@longhaul/react";
import { Check, RefreshCw, Square } from "lucide-react";
import { Page } from "@/components/shell/page";
import { When } from "@/components/status/when";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Progress } from "@/components/ui/progress";
import { useRecord } from "@/lib/api/queries";
import { jsonAsking } from "@/lib/desk/intake";
import { shortUrl } from "@/lib/desk/tasks";
import type { Project } from "@/lib/desk/types";
import { useAsk } from "@/lib/desk/use-ask";
import { useCountdown } from "@/lib/desk/use-countdown";
import { useDeskEvents } from "@/lib/desk/use-desk-events";
import { bytes, count } from "@/lib/format";
import { BackLink } from "./back-link";
import { DeleteButton } from "./delete-button";
import { LiveCard } from "./live-card";
import { Loaded, Problem } from "./problem";
import { ProjectHistory } from "./project-history";
import { Facts, Section } from "./section";
import { OutLink } from "./text";

/** A repository that is followed: how far its plan is, what it is made of, and how that changed. */
export function ProjectPage({ id }: { id: string }) {
  const query = useRecord("project", id);
  const { jobs } = useJobs({ tag: `project:${id}` }, { limit: 5 });
  const latest = jobs[0];
  useDeskEvents((job) => job === latest?.id);
  const isShown = latest !== undefined && latest.status !== "succeeded";
  const project = query.data;
  return (
    <Page
      title={project?.name ?? shortUrl(project?.repo_url) ?? "Project"}
      lead={<span className="flex flex-wrap items-center gap-x-3"><BackLink />{project ? <OutLink href={project.repo_url}>{shortUrl(project.repo_url)}</OutLink> : null}</span>}
      isWide
      actions={
        project ? (
          <>
            <Refresh project={project} isActive={latest !== undefined && !isTerminal(latest.status)} />
            <DeleteButton kind="project" id={id} noun="project" consequence="It is followed no more. The repository itself is not touched." />
          </>
        ) : undefined
      }
    >
      {isShown ? (
        <section aria-labelledby="being-read" className="max-w-xl">
          <h2 id="being-read" className="sr-only">The latest reading</h2>
          <LiveCard id={latest.id} summary={latest} />
        </section>
      ) : null}
      <Loaded query={query}>{(record) => (record.last ? <Facets project={record} last={record.last} /> : <p className="text-sm text-muted">Not read yet. Once it is, its progress stands here.</p>)}</Loaded>
    </Page>
  );
}

/** Asks for a refresh; where the API says that it was asked too often, it counts down to when it may be asked again. */
function Refresh({ project, isActive }: { project: Project; isActive: boolean }) {
  const { ask, isPending, problem, waitUntil } = useAsk();
  const left = useCountdown(waitUntil);
  const refresh = () => void ask(jsonAsking(`/projects/${project.id}/refresh`, "project.refresh", shortUrl(project.repo_url) ?? "", {}));
  return (
    <div className="flex flex-col items-end gap-1">
      <Button variant="primary" isPending={isPending} disabled={isPending || isActive || left > 0} onClick={refresh}>
        <RefreshCw /> {isActive ? "Being read" : left > 0 ? `Again in ${String(left)} s` : "Read it anew"}
      </Button>
      {left > 0 ? <span role="status" className="text-xs text-muted">Asked often enough for now.</span> : null}
      {problem && problem.status !== 429 ? <Problem problem={problem} /> : null}
    </div>
  );
}

function Facets({ project, last }: { project: Project; last: NonNullable<Project["last"]> }) {
  const languages = Object.entries(last.languages).sort(([, one], [, other]) => other.percent - one.percent);
  return (
    <div className="grid items-start gap-4 lg:grid-cols-[1fr_minmax(0,22rem)]">
      <div className="flex min-w-0 flex-col gap-4">
        {last.summary ?? last.description ? <p className="max-w-prose text-sm">{last.summary ?? last.description}</p> : null}
        {last.plan ? <PlanSection plan={last.plan} /> : <Section title="Plan"><p className="text-sm text-muted">No file of tasks was found, such as PLAN.md or TODO.md.</p></Section>}
        <ProjectHistory history={project.history} />
      </div>
      <div className="flex min-w-0 flex-col gap-4">
        <Section title="Languages">
          <ul className="flex flex-col gap-2">
            {languages.map(([name, { percent }]) => (
              <li key={name} className="text-sm">
                <span className="flex justify-between gap-3"><span>{name}</span><span className="tabular-nums text-muted">{percent} %</span></span>
                <span className="mt-1 block h-1.5 overflow-hidden rounded-full bg-raised"><span className="block h-full rounded-full bg-foreground/65" style={{ width: `${String(percent)}%` }} /></span>
              </li>
            ))}
          </ul>
        </Section>
        <Section title="Skills it shows">
          <ul className="flex flex-wrap gap-1.5">
            {last.skills.map(({ name, evidence }) => <li key={name} title={evidence.join("\n")}><Badge tone="outline" className="text-foreground">{name}</Badge></li>)}
          </ul>
        </Section>
        {last.delta ? <Delta done={last.delta.newly_done} open={last.delta.newly_open} /> : null}
        <Section title="Repository">
          <Facts
            facts={[
              ["Branch", last.default_branch],
              ["Commit", <span key="sha" className="font-mono text-xs">{last.head_sha.slice(0, 12)}</span>],
              ["Committed", last.committed_at ? <When key="at" iso={last.committed_at} /> : null],
              ["Files", `${count(last.stats.files)}, ${bytes(last.stats.bytes)}`],
            ]}
          />
        </Section>
      </div>
    </div>
  );
}

function PlanSection({ plan }: { plan: NonNullable<NonNullable<Project["last"]>["plan"]> }) {
  return (
    <Section title="Plan" note={<span className="font-mono">{plan.path}</span>}>
      <div className="flex items-center gap-3">
        <Progress percent={plan.percent ?? 0} label="Progress of the plan" tone="succeeded" />
        <span className="whitespace-nowrap text-sm tabular-nums">{plan.done} of {plan.total}</span>
      </div>
      <ul className="flex flex-col gap-4">
        {plan.sections.filter(({ total }) => total > 0).map(({ heading, done, total }, index) => (
          <li key={index}>
            <p className="flex items-baseline justify-between gap-3 text-sm"><span className="font-medium">{heading ?? "Without a heading"}</span><span className="text-xs tabular-nums text-muted">{done} of {total}</span></p>
            <ul className="mt-1.5 flex flex-col gap-1">
              {plan.items.filter((item) => item.section === heading).map((item) => (
                <li key={item.line} className="flex items-start gap-2 text-sm" style={{ paddingLeft: `${String(item.level)}rem` }}>
                  {item.done ? <Check className="mt-0.5 size-4 shrink-0 text-succeeded" aria-label="done" /> : <Square className="mt-0.5 size-4 shrink-0 text-strong" aria-label="open" />}
                  <span className={item.done ? "text-muted" : undefined}>{item.text}</span>
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Delta({ done, open }: { done: readonly string[]; open: readonly string[] }) {
  if (done.length + open.length === 0) return null;
  return (
    <Section title="Since the time before">
      <ul className="flex flex-col gap-1 text-sm">
        {done.map((text) => <li key={`d${text}`}><span className="text-succeeded">done</span> {text}</li>)}
        {open.map((text) => <li key={`o${text}`}><span className="text-warning">new</span> {text}</li>)}
      </ul>
    </Section>
  );
}
