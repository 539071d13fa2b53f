"use client";

import { Printer } from "lucide-react";
import Link from "next/link";
import { Page } from "@/components/shell/page";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { useRecord } from "@/lib/api/queries";
import { percentOf } from "@/lib/desk/confidence";
import { plural } from "@/lib/desk/tasks";
import type { InterviewView, Question } from "@/lib/desk/types";
import { BackLink } from "./back-link";
import { DeleteButton } from "./delete-button";
import { FileRow } from "./file-row";
import { usePageJobs } from "./page-jobs";
import "./print.css";
import { Loaded } from "./problem";
import { Section } from "./section";

const KINDS = {
  experience: "Your experience",
  technical: "Technical",
  behavioural: "How you work",
  gap: "What the CV does not show",
  company: "The company",
  logistics: "Practical matters",
} as const satisfies Record<Question["kind"], string>;

const PARTS = [
  ["situation", "Situation"],
  ["task", "Task"],
  ["action", "Action"],
  ["result", "Result"],
] as const;

/** Print with every outline opened: on paper nothing can be unfolded. */
function print(): void {
  for (const outline of document.querySelectorAll("details")) outline.open = true;
  window.print();
}

/** A sheet to prepare with: questions to expect, outlines of answers, what to ask back, what to study. */
export function InterviewPage({ id }: { id: string }) {
  const query = useRecord("interview", id);
  usePageJobs();
  const value = query.data?.value;
  return (
    <Page
      title={value ? `Interview: ${value.title}` : "Interview"}
      lead={value ? <Lead id={value.posting_id} company={value.company} /> : <BackLink />}
      actions={
        value ? (
          <div data-noprint className="flex gap-2">
            <Button onClick={print}><Printer /> Print</Button>
            <DeleteButton kind="interview" id={id} noun="sheet" consequence="The questions and the plan are deleted." />
          </div>
        ) : undefined
      }
    >
      <Loaded query={query}>{(record) => <Sheet record={record} />}</Loaded>
    </Page>
  );
}

function Lead({ id, company }: { id: string; company: string | null }) {
  return (
    <span className="flex flex-wrap items-center gap-x-3">
      <span data-noprint><BackLink /></span>
      {company ? <span>{company}</span> : null}
      <Link data-noprint href={`/desk/postings/${id}`} className="text-accent-ink hover:underline">The advert</Link>
    </span>
  );
}

function Sheet({ record: { value } }: { record: InterviewView }) {
  const groups = (Object.keys(KINDS) as Question["kind"][])
    .map((kind) => [kind, value.questions.filter((question) => question.kind === kind)] as const)
    .filter(([, questions]) => questions.length > 0);
  const hours = value.study_plan.reduce((sum, item) => sum + item.hours, 0);
  return (
    <>
      <p className="text-sm text-muted">
        {plural(value.questions.length, "question")}; they touch {percentOf(value.required_skill_coverage)} of the skills that the advert requires.
      </p>
      {groups.map(([kind, questions]) => (
        <Section key={kind} title={KINDS[kind]} note={plural(questions.length, "question")}>
          <ol className="flex flex-col divide-y">
            {questions.map((question) => <QuestionItem key={question.id} question={question} />)}
          </ol>
        </Section>
      ))}
      <Section title="What to ask back">
        <ul className="flex max-w-prose list-disc flex-col gap-1.5 pl-5 text-sm marker:text-strong">
          {value.to_ask.map((question) => <li key={question}>{question}</li>)}
        </ul>
      </Section>
      {value.study_plan.length > 0 ? (
        <Section title="What to study" note={`about ${plural(hours, "hour")}`}>
          <ul className="flex flex-col gap-4 text-sm">
            {value.study_plan.map(({ skill, gap, hours: each, steps }) => (
              <li key={skill}>
                <p className="flex items-baseline justify-between gap-3"><span className="font-medium">{skill}</span><span className="text-xs text-muted">{plural(each, "hour")}</span></p>
                <p className="text-muted">{gap}</p>
                <ol className="mt-1 max-w-prose list-decimal pl-5">{steps.map((step) => <li key={step}>{step}</li>)}</ol>
              </li>
            ))}
          </ul>
        </Section>
      ) : null}
      <div data-noprint>
        <Section title="Files">
          <div>{Object.values(value.artifacts).map((file) => <FileRow key={file.id} file={file} />)}</div>
        </Section>
      </div>
    </>
  );
}

function QuestionItem({ question }: { question: Question }) {
  const { text, why, evidence, outline, difficulty, topics } = question;
  const parts = PARTS.filter(([name]) => outline[name] !== "");
  return (
    <li className="break-inside-avoid py-3 first:pt-0 last:pb-0">
      <p className="max-w-prose text-sm font-medium">{text}</p>
      <p className="mt-0.5 max-w-prose text-xs text-muted">{why}</p>
      <p className="mt-1 flex flex-wrap gap-1.5">
        <Badge tone="outline">difficulty {difficulty} of 5</Badge>
        {topics.map((topic) => <Badge key={topic} tone="outline">{topic}</Badge>)}
      </p>
      {parts.length > 0 ? (
        <details className="mt-2 text-sm">
          <summary className="cursor-pointer text-xs text-accent-ink">An outline of an answer</summary>
          <dl className="mt-2 grid max-w-prose gap-x-4 gap-y-1.5 sm:grid-cols-[6rem_1fr]">
            {parts.map(([name, label]) => (
              <div key={name} className="contents">
                <dt className="text-xs text-muted sm:pt-0.5">{label}</dt>
                <dd>{outline[name]}</dd>
              </div>
            ))}
          </dl>
          {evidence ? <p className="mt-2 max-w-prose border-l-2 pl-2 text-xs text-muted">From the CV: {evidence}</p> : null}
        </details>
      ) : null}
    </li>
  );
}
