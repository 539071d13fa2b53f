"use client";

import { Pencil, Scissors, Target } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Page } from "@/components/shell/page";
import { When } from "@/components/status/when";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Tabs, TabsContent, TabsList, TabsTrigger } from "@/components/ui/tabs";
import { useMatches, useRecord, useShelf } from "@/lib/api/queries";
import { jsonAsking } from "@/lib/desk/intake";
import { POSTINGS } from "@/lib/desk/shelves";
import { plural } from "@/lib/desk/tasks";
import type { ResumeView } from "@/lib/desk/types";
import { useEditResume } from "@/lib/desk/use-records";
import { BackLink } from "./back-link";
import { DeleteButton } from "./delete-button";
import { PdfPreview } from "./file-preview";
import { Notes } from "./notes";
import { PageJobCards, usePageJobs } from "./page-jobs";
import { Picker } from "./picker";
import { Loaded } from "./problem";
import { ResumeDocument } from "./resume-document";
import { ResumeEditor } from "./resume-editor";
import { Section } from "./section";
import { Sure } from "./sure";

/** One CV: as it was read, beside what it was read from, and what can be done with it. */
export function ResumePage({ id }: { id: string }) {
  const query = useRecord("resume", id);
  const jobs = usePageJobs();
  const [isEditing, setEditing] = useState(false);
  const name = query.data?.value.resume.basics.name ?? query.data?.value.filename ?? "CV";
  return (
    <Page
      title={name}
      lead={<BackLink />}
      isWide
      actions={query.data && !isEditing ? <Actions record={query.data} name={name} jobs={jobs} onEdit={() => { setEditing(true); }} /> : undefined}
    >
      <PageJobCards jobs={jobs} />
      <Loaded query={query}>
        {(record) => (
          <div className="grid items-start gap-4 lg:grid-cols-[1fr_minmax(0,26rem)]">
            {isEditing ? <Editing record={record} onClose={() => { setEditing(false); }} /> : <Reading record={record} />}
            <Source record={record} />
          </div>
        )}
      </Loaded>
    </Page>
  );
}

function Actions({ record, name, jobs, onEdit }: { record: ResumeView; name: string; jobs: ReturnType<typeof usePageJobs>; onEdit: () => void }) {
  const router = useRouter();
  const matches = useMatches(record.id).data?.pages.flatMap((page) => page.items) ?? [];
  const postings = useShelf(POSTINGS).data?.items ?? [];
  const ranked = matches.map(({ posting_id, title, company, score }) => ({ id: posting_id, title, note: `${company ? `${company}, ` : ""}score ${String(score)}` }));
  const known = new Set(ranked.map(({ id }) => id));
  const others = postings.filter(({ id }) => !known.has(id)).map(({ id, title, company }) => ({ id, title, note: company }));
  const match = async () => {
    const id = await jobs.ask(jsonAsking("/matches/recompute", "match.recompute", name, { resume_id: record.id }));
    if (id !== null) router.push(`/desk/matches?resume=${record.id}&job=${id}`);
  };
  return (
    <>
      <Button onClick={onEdit}><Pencil /> Edit</Button>
      <Picker
        label="Tailor to an advert"
        icon={<Scissors />}
        title="Tailor this CV to which advert?"
        description="The best matches come first. What the CV does not say is not added."
        choices={[...ranked, ...others]}
        empty="There is no advert yet. Add one on the desk."
        isPending={jobs.isPending}
        onPick={({ id, title }) => void jobs.ask(jsonAsking("/resumes/optimize", "resume.optimize", title, { resume_id: record.id, posting_id: id }))}
      />
      <Button variant="primary" isPending={jobs.isPending} onClick={() => void match()}><Target /> Match with all adverts</Button>
      <DeleteButton kind="resume" id={record.id} noun="CV" consequence="The CV and what was read from it are deleted. What was made from it stays." />
    </>
  );
}

function Reading({ record: { value, updated_at } }: { record: ResumeView }) {
  const { resume, edited_at } = value;
  const report = resume.x_parse;
  return (
    <Section
      title={edited_at ? "As it was edited" : "As it was read"}
      note={
        edited_at ? <>edited <When iso={edited_at} /></> : <>read <When iso={updated_at} />, <Sure confidence={value.confidence_score} /></>
      }
    >
      <Notes notes={report.notes} label="Notes of the reading" />
      {report.hidden_text ? <Notes notes={[{ code: "HIDDEN", message: "The file has text that a reader does not see. It was left out." }]} label="Hidden text" /> : null}
      <ResumeDocument resume={resume} confidence={edited_at ? {} : report.confidence} />
      {report.unparsed.length > 0 ? (
        <details className="text-sm">
          <summary className="cursor-pointer text-muted">{plural(report.unparsed.length, "part")} not understood</summary>
          {report.unparsed.map(({ heading, text }, index) => (
            <div key={index} className="mt-2">
              <p className="font-medium">{heading}</p>
              <p className="whitespace-pre-line text-muted">{text}</p>
            </div>
          ))}
        </details>
      ) : null}
      <SkillBadges resume={resume} />
    </Section>
  );
}

function SkillBadges({ resume }: { resume: ResumeView["value"]["resume"] }) {
  if (resume.skills_canonical.length === 0) return null;
  return (
    <div className="border-t pt-3">
      <h3 className="mb-2 text-xs text-muted">Skills that matching goes by</h3>
      <ul className="flex flex-wrap gap-1.5">
        {resume.skills_canonical.map(({ name, evidence }) => (
          <li key={name} title={evidence.join("\n")}><Badge tone="outline" className="text-foreground">{name}</Badge></li>
        ))}
      </ul>
    </div>
  );
}

function Editing({ record, onClose }: { record: ResumeView; onClose: () => void }) {
  const edit = useEditResume(record.id);
  return (
    <Section title="Edit">
      <ResumeEditor
        resume={record.value.resume}
        onSave={async (resume) => {
          await edit.mutateAsync(resume);
          onClose();
        }}
        onClose={onClose}
      />
    </Section>
  );
}

/** The file the CV came from, where it can be shown, and its text in the order it was read. */
function Source({ record: { value } }: { record: ResumeView }) {
  const pdf = value.source_id !== null && (value.filename ?? "").toLowerCase().endsWith(".pdf") ? value.source_id : null;
  return (
    <div className="rounded-lg border bg-surface px-4 pb-4 lg:sticky lg:top-20">
      <Tabs defaultValue={pdf === null ? "text" : "file"}>
        <TabsList aria-label="What it was read from">
          {pdf === null ? null : <TabsTrigger value="file">File</TabsTrigger>}
          <TabsTrigger value="text">Text as read</TabsTrigger>
        </TabsList>
        {pdf === null ? null : <TabsContent value="file"><PdfPreview id={pdf} name={value.filename ?? "CV"} /></TabsContent>}
        <TabsContent value="text">
          <pre tabIndex={0} aria-label="Text of the CV" className="max-h-[70dvh] overflow-y-auto whitespace-pre-wrap break-words font-mono text-xs leading-relaxed">{value.text}</pre>
        </TabsContent>
      </Tabs>
    </div>
  );
}
