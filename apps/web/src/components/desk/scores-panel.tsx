"use client";

import { useJob } from "@longhaul/react";
import Link from "next/link";
import { useMatches, useRecord, useShelf } from "@/lib/api/queries";
import type { TaskResult } from "@/lib/api/types";
import { RESUMES, SCORED, type ResumeBrief } from "@/lib/desk/shelves";
import type { Posting } from "@/lib/desk/types";
import { Breakdown, Requirements, ScoreBar } from "./score";
import { Section } from "./section";

/** How well each of the own CVs suits this advert, with what was found for each requirement where it was scored here. */
export function ScoresPanel({ posting, jobIds }: { posting: Posting; jobIds: readonly string[] }) {
  const resumes = (useShelf(RESUMES).data?.items ?? []).filter(({ origin }) => origin === "own").slice(0, SCORED);
  return (
    <Section title="How well it suits">
      {resumes.length === 0 ? <p className="text-sm text-muted">With a CV on the desk, this says how well it suits and why.</p> : null}
      {resumes.map((resume) => <Suits key={resume.id} resume={resume} posting={posting} />)}
      {jobIds.map((id) => <Evidence key={id} jobId={id} postingId={posting.id} />)}
    </Section>
  );
}

function Suits({ resume, posting }: { resume: ResumeBrief; posting: Posting }) {
  const matches = useMatches(resume.id);
  const match = matches.data?.pages.flatMap((page) => page.items).find(({ posting_id }) => posting_id === posting.id);
  const name = resume.name ?? resume.filename ?? "CV";
  return (
    <div className="flex flex-col gap-2.5">
      <p className="flex items-center justify-between gap-3 text-sm">
        <Link href={`/desk/resumes/${resume.id}`} className="truncate font-medium hover:underline">{name}</Link>
        {match ? <ScoreBar score={match.score} name={`Score with the CV of ${name}`} className="w-32" /> : <span className="text-xs text-muted">{matches.isPending ? "" : "not among the best: score it"}</span>}
      </p>
      {match ? (
        <>
          <Breakdown parts={match.breakdown} isNarrow />
          <Requirements met={match.matched_skills} missing={match.missing_required} nice={match.missing_nice} />
        </>
      ) : null}
    </div>
  );
}

/** What the CV says to each requirement, from a score asked for on this page. */
function Evidence({ jobId, postingId }: { jobId: string; postingId: string }) {
  const { job } = useJob(jobId);
  if (job?.type !== "match.score" || job.result === null || job.args["posting_id"] !== postingId) return null;
  return <Scored result={job.result as TaskResult<"match_score">} resumeId={String(job.args["resume_id"])} />;
}

function Scored({ result, resumeId }: { result: TaskResult<"match_score">; resumeId: string }) {
  const resume = useRecord("resume", resumeId).data?.value;
  const name = resume?.resume.basics.name ?? resume?.filename ?? "CV";
  const { explanation, evidence, score } = result;
  return (
    <div className="flex flex-col gap-2 border-t pt-3 text-sm">
      <p className="flex items-center justify-between gap-3">
        <Link href={`/desk/resumes/${resumeId}`} className="truncate font-medium hover:underline">{name}</Link>
        <ScoreBar score={score} name={`Score with the CV of ${name}, asked for here`} className="w-32" />
      </p>
      <p>{explanation}</p>
      <dl className="flex flex-col gap-2">
        {evidence.map(({ requirement, resume_span }, index) => (
          <div key={index}>
            <dt>{requirement}</dt>
            <dd className="border-l-2 border-succeeded/60 pl-2 text-xs text-muted">{resume_span}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
