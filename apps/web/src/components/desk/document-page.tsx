"use client";

import { Package } from "lucide-react";
import Link from "next/link";
import { Page } from "@/components/shell/page";
import { When } from "@/components/status/when";
import { Button } from "@/components/ui/button";
import { Tabs, TabsContent, TabsList, TabsTrigger } from "@/components/ui/tabs";
import { useJobRecord, useRecord } from "@/lib/api/queries";
import type { TaskResult } from "@/lib/api/types";
import { percentOf } from "@/lib/desk/confidence";
import { diffResumes, pathText } from "@/lib/desk/diff";
import { jsonAsking } from "@/lib/desk/intake";
import { plural } from "@/lib/desk/tasks";
import type { Change, DocumentView } from "@/lib/desk/types";
import { BackLink } from "./back-link";
import { DeleteButton } from "./delete-button";
import { DiffView } from "./diff-view";
import { FileRow } from "./file-row";
import { PageJobCards, usePageJobs } from "./page-jobs";
import { Loaded } from "./problem";
import { ResumeDocument } from "./resume-document";
import { Facts, Section } from "./section";

const OPS = {
  reorder: "Put in another order",
  select: "Chosen or left out",
  rephrase: "Put in other words",
  rename_skill: "Named as the advert does",
  headline: "Headline",
} as const satisfies Record<Change["op"], string>;

/** A CV tailored to an advert, against the one it was made from. */
export function DocumentPage({ id }: { id: string }) {
  const query = useRecord("document", id);
  const jobs = usePageJobs();
  const posting = useRecord("posting", query.data?.value.posting_id ?? null).data;
  const title = posting ? `CV for ${posting.title}` : "Tailored CV";
  const record = query.data;
  const ask = (document: DocumentView) =>
    void jobs.ask(
      jsonAsking("/packets/generate", "packet.generate", posting?.title ?? "packet", {
        posting_id: document.value.posting_id,
        resume_id: document.value.resume_id,
      }),
    );
  return (
    <Page
      title={title}
      lead={<BackLink />}
      isWide
      actions={
        record ? (
          <>
            <Button isPending={jobs.isPending} onClick={() => { ask(record); }}><Package /> Make packet</Button>
            <DeleteButton kind="document" id={id} noun="tailored CV" consequence="The tailored CV is deleted. The CV it was made from stays." />
          </>
        ) : undefined
      }
    >
      <PageJobCards jobs={jobs} />
      <Loaded query={query}>{(document) => <Document document={document} />}</Loaded>
    </Page>
  );
}

function Document({ document }: { document: DocumentView }) {
  const { value } = document;
  const original = useRecord("resume", value.resume_id);
  const job = useJobRecord(value.job_id);
  const posting = useRecord("posting", value.posting_id).data;
  const result = job.data?.result ? (job.data.result as TaskResult<"resume_optimize">) : null;
  const sections = original.data ? diffResumes(original.data.value.resume, value.resume) : [];
  const isNewer = (original.data?.value.edited_at ?? "") > document.created_at;
  return (
    <div className="grid items-start gap-4 lg:grid-cols-[1fr_minmax(0,22rem)]">
      <div className="min-w-0 rounded-lg border bg-surface px-4 pb-4">
        <Tabs defaultValue="changes">
          <TabsList aria-label="How to read it">
            <TabsTrigger value="changes">Against the original</TabsTrigger>
            <TabsTrigger value="whole">The tailored CV</TabsTrigger>
          </TabsList>
          <TabsContent value="changes">
            <h2 className="sr-only">Against the original</h2>
            {isNewer ? <p className="mb-3 text-xs text-warning">The CV was edited after this was made; it is compared with the CV as it is now.</p> : null}
            <Loaded query={original}>{() => <DiffView sections={sections} />}</Loaded>
          </TabsContent>
          <TabsContent value="whole">
            <h2 className="sr-only">The tailored CV</h2>
            <ResumeDocument resume={value.resume} />
          </TabsContent>
        </Tabs>
      </div>
      <div className="flex min-w-0 flex-col gap-4">
        <Section title="What came of it">
          <Facts
            facts={[
              ["Advert", posting ? <Link key="advert" href={`/desk/postings/${posting.id}`} className="text-accent-ink hover:underline">{posting.title}</Link> : null],
              ["From", <Link key="from" href={`/desk/resumes/${value.resume_id}`} className="text-accent-ink hover:underline">{value.resume.basics.name ?? "the CV"}</Link>],
              ["Made", <When key="made" iso={document.created_at} />],
              ["Score", `${String(value.score_before)} before, ${String(value.score_after)} after`],
              ["Words of the advert", result ? `${percentOf(result.keyword_coverage.before)} before, ${percentOf(result.keyword_coverage.after)} after` : percentOf(value.coverage)],
              ["Way", value.mode === "conservative" ? "order and choice only" : "may also rephrase"],
              ["Without evidence", value.unattainable.length > 0 ? value.unattainable.join(", ") : null],
            ]}
          />
        </Section>
        <Changes changes={result?.changes ?? null} isGone={job.error !== null} />
        <Section title="Files">
          <div>{Object.values(value.artifacts).map((file) => <FileRow key={file.id} file={file} />)}</div>
        </Section>
      </div>
    </div>
  );
}

function Changes({ changes, isGone }: { changes: readonly Change[] | null; isGone: boolean }) {
  return (
    <Section title="Why it was changed" note={changes ? plural(changes.length, "change") : null}>
      {changes === null ? (
        <p className="text-sm text-muted">{isGone ? "The reasons were kept with the job, which is no longer there. What was changed is on the left." : "Reading the reasons"}</p>
      ) : changes.length === 0 ? (
        <p className="text-sm text-muted">Nothing had to be changed.</p>
      ) : (
        <ol className="flex flex-col gap-3 text-sm">
          {changes.map(({ op, path, reason, evidence }, index) => (
            <li key={index}>
              <p><span className="font-medium">{pathText(path)}</span> <span className="text-xs text-muted">{OPS[op].toLowerCase()}</span></p>
              <p>{reason}</p>
              {evidence ? <p className="mt-0.5 border-l-2 pl-2 text-xs text-muted">{evidence}</p> : null}
            </li>
          ))}
        </ol>
      )}
    </Section>
  );
}
