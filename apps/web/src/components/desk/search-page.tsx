"use client";

import Link from "next/link";
import { Page } from "@/components/shell/page";
import { When } from "@/components/status/when";
import { useJobRecord, useRecord } from "@/lib/api/queries";
import type { JobAnswer, TaskResult } from "@/lib/api/types";
import { plural } from "@/lib/desk/tasks";
import type { Candidate, SearchView } from "@/lib/desk/types";
import { BackLink } from "./back-link";
import { DeleteButton } from "./delete-button";
import { FileRow } from "./file-row";
import { ForgetPerson } from "./forget-person";
import { usePageJobs } from "./page-jobs";
import { Loaded } from "./problem";
import { Requirements, ScoreBar } from "./score";
import { Facts, Section } from "./section";
import { OutLink } from "./text";

const SOURCES: Record<string, string> = {
  pool: "kept CVs",
  archive: "the ZIP",
  url_list: "an address",
  jsonresume: "a JSON Resume",
  github: "GitHub",
};

/** Candidates for a role, best first, with what of the role their CVs show. */
export function SearchPage({ id }: { id: string }) {
  const query = useRecord("search", id);
  usePageJobs();
  return (
    <Page
      title={query.data ? `Candidates: ${query.data.value.query.title}` : "Candidates"}
      lead={<BackLink />}
      isWide
      actions={query.data ? <DeleteButton kind="search" id={id} noun="search" consequence="The ranking is deleted. The CVs it read stay; to remove a person, use “Forget”." /> : undefined}
    >
      <Loaded query={query}>{(record) => <Ranking record={record} />}</Loaded>
    </Page>
  );
}

function Ranking({ record: { value, created_at } }: { record: SearchView }) {
  const { query, counts, candidates } = value;
  const job = useJobRecord(value.job_id).data;
  const reports = job?.artifacts.filter(({ kind }) => kind.startsWith("report")) ?? [];
  const mail = mailOf(job);
  const others = candidates.filter(({ duplicate_of }) => duplicate_of === null);
  return (
    <div className="grid items-start gap-4 lg:grid-cols-[1fr_minmax(0,20rem)]">
      <Section title="Ranking" note={plural(others.length, "person").replace("persons", "people")}>
        {others.length === 0 ? <p className="text-sm text-muted">Nobody is left in this search.</p> : null}
        <ol className="flex flex-col divide-y">
          {others.map((candidate) => <Row key={candidate.resume_id} candidate={candidate} />)}
        </ol>
      </Section>
      <div className="flex min-w-0 flex-col gap-4">
        <Section title="Looked for">
          <Facts
            facts={[
              ["Required", query.skills_required?.join(", ")],
              ["Would help", query.skills_nice?.join(", ")],
              ["Place", query.location],
              ["Experience", query.min_years ? `at least ${String(query.min_years)} years` : null],
              ["Made", <When key="made" iso={created_at} />],
            ]}
          />
        </Section>
        <Section title="Counted">
          <Facts
            facts={[
              ["Found", counts.found],
              ["Read", counts.parsed],
              ["Scored", counts.scored],
              ["Twice there", counts.duplicates],
              ["Failed", counts.failed],
            ]}
          />
        </Section>
        {mail ? (
          <Section title="Mailed">
            <Facts
              facts={[
                ["To", mail.accepted.join(", ")],
                ["Not to", mail.refused.join(", ")],
                ["Perhaps to", mail.unknown.join(", ")],
              ]}
            />
            {mail.notes.map(({ code, message }) => <p key={`${code} ${message}`} className="break-words text-xs text-muted">{message}</p>)}
          </Section>
        ) : null}
        {reports.length > 0 ? <Section title="Report"><div>{reports.map((file) => <FileRow key={file.id} file={file} />)}</div></Section> : null}
      </div>
    </div>
  );
}

/** What became of the report's mail, as far as the job is still kept; null where none was asked for. */
function mailOf(job: JobAnswer | undefined) {
  if (!job?.result) return null;
  const { email, warnings } = job.result as TaskResult<"candidates_search">;
  return email && { ...email, notes: warnings.filter(({ field }) => field === "notify") };
}

function Row({ candidate }: { candidate: Candidate }) {
  const { resume_id, name, headline, score, matched, missing, source, source_url } = candidate;
  const shown = name ?? "Without a name";
  return (
    <li className="flex flex-col gap-2 py-3.5 first:pt-0 last:pb-0">
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
        <div className="min-w-0">
          <Link href={`/desk/resumes/${resume_id}`} className="text-sm font-medium hover:underline">{shown}</Link>
          <p className="text-xs text-muted">
            {[headline, `from ${SOURCES[source] ?? source}`].filter(Boolean).join(" · ")} {source_url ? <OutLink href={source_url}>source</OutLink> : null}
          </p>
        </div>
        <div className="flex items-center gap-2">
          <ScoreBar score={score} name={`Score of ${shown}`} className="w-32" />
          <ForgetPerson resumeId={resume_id} name={shown} />
        </div>
      </div>
      <Requirements met={matched} missing={missing} />
    </li>
  );
}
