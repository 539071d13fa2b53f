"use client";

import { Check, X } from "lucide-react";
import Link from "next/link";
import { Page } from "@/components/shell/page";
import { When } from "@/components/status/when";
import { Button } from "@/components/ui/button";
import { Tabs, TabsContent, TabsList, TabsTrigger } from "@/components/ui/tabs";
import { useRecord, useShelf } from "@/lib/api/queries";
import { percentOf } from "@/lib/desk/confidence";
import { APPLICATIONS } from "@/lib/desk/shelves";
import type { PacketView } from "@/lib/desk/types";
import { useStartApplication } from "@/lib/desk/use-records";
import { BackLink } from "./back-link";
import { DeleteButton } from "./delete-button";
import { FileRow } from "./file-row";
import { PdfPreview } from "./file-preview";
import { usePageJobs } from "./page-jobs";
import { Loaded, Problem } from "./problem";
import { Facts, Section } from "./section";

const PARTS: Record<string, string> = { cv: "CV", cover_letter: "Cover letter", summary: "Summary" };

/** An application as files: previewed, checked, and ready to be downloaded. */
export function PacketPage({ id }: { id: string }) {
  const query = useRecord("packet", id);
  usePageJobs();
  const packet = query.data?.value;
  return (
    <Page
      title={packet ? `Packet for ${packet.title}` : "Packet"}
      lead={<BackLink />}
      isWide
      actions={query.data ? <DeleteButton kind="packet" id={id} noun="packet" consequence="The packet is deleted. Its files go with the job that made them." /> : undefined}
    >
      <Loaded query={query}>{(record) => <Packet record={record} />}</Loaded>
    </Page>
  );
}

function Packet({ record }: { record: PacketView }) {
  const { value } = record;
  const pdfs = Object.entries(value.artifacts).filter(([, file]) => file.content_type === "application/pdf");
  const rest = Object.values(value.artifacts);
  return (
    <div className="grid items-start gap-4 lg:grid-cols-[1fr_minmax(0,22rem)]">
      <div className="min-w-0 rounded-lg border bg-surface px-4 pb-4">
        <Tabs defaultValue={pdfs[0]?.[0]}>
          <TabsList aria-label="Parts of the packet">
            {pdfs.map(([kind]) => (
              <TabsTrigger key={kind} value={kind}>
                {PARTS[kind] ?? kind}
                {value.pages[kind] ? <span className="ml-1.5 text-xs text-muted">{value.pages[kind] === 1 ? "1 page" : `${String(value.pages[kind])} pages`}</span> : null}
              </TabsTrigger>
            ))}
          </TabsList>
          {pdfs.map(([kind, file]) => (
            <TabsContent key={kind} value={kind}><PdfPreview id={file.id} name={file.filename} /></TabsContent>
          ))}
        </Tabs>
      </div>
      <div className="flex min-w-0 flex-col gap-4">
        <Section title="Files">
          <div>{rest.map((file) => <FileRow key={file.id} file={file} />)}</div>
        </Section>
        <ReadBack check={value.ats_check} />
        <Section title="For">
          <Facts
            facts={[
              ["Advert", <Link key="advert" href={`/desk/postings/${value.posting_id}`} className="text-accent-ink hover:underline">{value.title}</Link>],
              ["Company", value.company],
              ["CV", <Link key="cv" href={`/desk/resumes/${value.resume_id}`} className="text-accent-ink hover:underline">the CV it is made from</Link>],
              ["Made", <When key="made" iso={record.created_at} />],
              ["Set with", value.engine === "typst" ? "Typst" : "LaTeX"],
              ["Words of the advert", `${percentOf(value.coverage)} are in it`],
            ]}
          />
          <Apply packet={record} />
        </Section>
      </div>
    </div>
  );
}

/** What came back when the finished PDF was read as an applicant tracking system reads it. */
function ReadBack({ check }: { check: PacketView["value"]["ats_check"] }) {
  if (check === null) return null;
  const facts: (readonly [string, boolean, string])[] = [
    ["Text", check.text_layer, check.text_layer ? "can be selected and searched" : "is not text"],
    ["Name", check.name, check.name ? "found" : "not found"],
    ["E-mail", check.email, check.email ? "found" : "not found"],
    ["Employers", check.employers_found === check.employers_expected, `${String(check.employers_found)} of ${String(check.employers_expected)}`],
    ["Skills", check.skills_found === check.skills_expected, `${String(check.skills_found)} of ${String(check.skills_expected)}`],
  ];
  return (
    <Section title="Read back" note={check.parsed_back_ok ? "reads back well" : "does not read back fully"}>
      <ul className="flex flex-col gap-1 text-sm">
        {facts.map(([name, isGood, text]) => (
          <li key={name} className="flex items-center gap-2">
            {isGood ? <Check className="size-4 text-succeeded" aria-label="good" /> : <X className="size-4 text-failed" aria-label="not good" />}
            <span className="w-24 text-muted">{name}</span> {text}
          </li>
        ))}
      </ul>
      {check.missing.length > 0 ? <p className="text-sm">Missing: {check.missing.join(", ")}</p> : null}
    </Section>
  );
}

function Apply({ packet: { id, value } }: { packet: PacketView }) {
  const applications = useShelf(APPLICATIONS);
  const start = useStartApplication();
  const known = applications.data?.items.find(({ posting_id }) => posting_id === value.posting_id);
  if (known) return <Link href="/desk/applications" className="text-sm text-accent-ink hover:underline">Its application on the board</Link>;
  return (
    <>
      {start.error ? <Problem problem={start.error} /> : null}
      <Button
        size="sm"
        className="self-start"
        isPending={start.isPending}
        disabled={applications.data === undefined || start.isPending}
        onClick={() => { start.mutate({ posting_id: value.posting_id, resume_id: value.resume_id, packet_id: id }); }}
      >
        Start an application
      </Button>
    </>
  );
}
