"use client";

import { Building2, MessagesSquare, Package, Scissors, Target } from "lucide-react";
import { Page } from "@/components/shell/page";
import { When } from "@/components/status/when";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { useJobAt, useRecord, useShelf } from "@/lib/api/queries";
import type { TaskResult } from "@/lib/api/types";
import { jsonAsking } from "@/lib/desk/intake";
import { RESUMES } from "@/lib/desk/shelves";
import type { Posting } from "@/lib/desk/types";
import { useUrlState } from "@/lib/desk/use-url-state";
import { BackLink } from "./back-link";
import { ApplicationPanel } from "./application-panel";
import { Notes } from "./notes";
import { PageJobCards, usePageJobs, type PageJobs } from "./page-jobs";
import { Picker } from "./picker";
import { PostingFacts } from "./posting-facts";
import { ScoresPanel } from "./scores-panel";
import { Loaded } from "./problem";
import { Section } from "./section";
import { OutLink, PlainText } from "./text";

/** One advert: what it says and where each field comes from, and all that can be prepared for it. */
export function PostingPage({ id }: { id: string }) {
  const query = useRecord("posting", id);
  const jobs = usePageJobs();
  return (
    <Page
      title={query.data?.title ?? "Advert"}
      lead={<BackLink href="/desk/postings">Adverts</BackLink>}
      isWide
      actions={query.data ? <Actions posting={query.data} jobs={jobs} /> : undefined}
    >
      <PageJobCards jobs={jobs} />
      <Loaded query={query}>{(posting) => <Advert posting={posting} jobs={jobs} />}</Loaded>
    </Page>
  );
}

/** What can be asked for with a CV. With one CV it is asked at once, with several it is asked for which. */
function Actions({ posting, jobs }: { posting: Posting; jobs: PageJobs }) {
  const resumes = (useShelf(RESUMES).data?.items ?? []).filter(({ origin }) => origin === "own");
  const choices = resumes.map(({ id, name, label, filename }) => ({ id, title: name ?? filename ?? "CV without a name", note: label ?? filename }));
  const [only] = choices;
  const asks = [
    { label: "Score", icon: <Target />, path: "/matches/score", type: "match.score" },
    { label: "Tailor a CV", icon: <Scissors />, path: "/resumes/optimize", type: "resume.optimize" },
    { label: "Make packet", icon: <Package />, path: "/packets/generate", type: "packet.generate" },
    { label: "Prepare interview", icon: <MessagesSquare />, path: "/interview/generate", type: "interview.generate" },
  ];
  const company = posting.hiringOrganization.name;
  return (
    <>
      {asks.map(({ label, icon, path, type }) => {
        const ask = (resume: string) => void jobs.ask(jsonAsking(path, type, posting.title, { posting_id: posting.id, resume_id: resume }));
        if (only && choices.length === 1) return <Button key={type} isPending={jobs.isPending} onClick={() => { ask(only.id); }}>{icon} {label}</Button>;
        return (
          <Picker
            key={type}
            label={label}
            icon={icon}
            title={`${label}: with which CV?`}
            description={`For ${posting.title}${company ? ` at ${company}` : ""}.`}
            choices={choices}
            empty="There is no CV yet. Hand one in on the desk."
            isPending={jobs.isPending}
            onPick={(choice) => { ask(choice.id); }}
          />
        );
      })}
      {company ? (
        <Button
          isPending={jobs.isPending}
          onClick={() => void jobs.ask(jsonAsking("/companies/research", "company.research", company, { company, posting_id: posting.id, ...(only ? { resume_id: only.id } : {}) }))}
        >
          <Building2 /> Research company
        </Button>
      ) : null}
    </>
  );
}

function Advert({ posting, jobs }: { posting: Posting; jobs: PageJobs }) {
  const [readBy] = useUrlState("read");
  const { reading, isPending } = useReading(posting, readBy);
  const lists = [
    ["What you would do", posting.responsibilities],
    ["What is asked for", posting.qualifications],
    ["What is offered", posting.jobBenefits],
  ] as const;
  return (
    <div className="grid items-start gap-4 lg:grid-cols-[1fr_minmax(0,24rem)]">
      <div className="flex min-w-0 flex-col gap-4">
        {reading ? <Notes notes={reading.warnings} label="Notes of the reading" /> : null}
        <Section
          title="Facts"
          note={<>seen <When iso={posting.last_seen_at} /></>}
        >
          <PostingFacts posting={posting} provenance={reading?.provenance ?? null} isLooking={isPending} />
          {posting.url ? <p className="text-xs"><OutLink href={posting.url}>{posting.url}</OutLink></p> : null}
        </Section>
        {lists.filter(([, lines]) => lines.length > 0).map(([title, lines]) => (
          <Section key={title} title={title}>
            <ul className="flex max-w-prose list-disc flex-col gap-1 pl-5 text-sm marker:text-strong">
              {lines.map((line, index) => <li key={index}>{line}</li>)}
            </ul>
          </Section>
        ))}
        <Section title="Text of the advert"><PlainText text={posting.description_text} /></Section>
      </div>
      <div className="flex min-w-0 flex-col gap-4">
        <ScoresPanel posting={posting} jobIds={jobs.ids} />
        <ApplicationPanel posting={posting} />
        {posting.skills.length > 0 ? (
          <Section title="Skills it names">
            <ul className="flex flex-wrap gap-1.5">
              {posting.skills.map(({ name }) => <li key={name}><Badge tone="outline" className="text-foreground">{name}</Badge></li>)}
            </ul>
          </Section>
        ) : null}
      </div>
    </div>
  );
}

/** The result of the job that read this advert: the one its card led from, else the one at work when it was last written. */
function useReading(posting: Posting, readBy: string | null) {
  const isIt = (result: Record<string, unknown> | null) => result?.["posting_id"] === posting.id;
  const { data, isPending } = useJobAt("posting.extract", readBy, posting.updated_at, (job) => isIt(job.result));
  return { reading: data ? (data.result as TaskResult<"posting_extract">) : null, isPending };
}
