"use client";

import Link from "next/link";
import { Page } from "@/components/shell/page";
import { When } from "@/components/status/when";
import { useRecord } from "@/lib/api/queries";
import { plural, shortUrl } from "@/lib/desk/tasks";
import type { CompanyView } from "@/lib/desk/types";
import { BackLink } from "./back-link";
import { DeleteButton } from "./delete-button";
import { FileRow } from "./file-row";
import { usePageJobs } from "./page-jobs";
import { Loaded } from "./problem";
import { Facts, Section } from "./section";
import { OutLink, Prose } from "./text";

/** What is known of a company: each claim with its source and the words it rests on. */
export function CompanyPage({ id }: { id: string }) {
  const query = useRecord("company", id);
  usePageJobs();
  return (
    <Page
      title={query.data?.value.company.name ?? "Company"}
      lead={<BackLink />}
      isWide
      actions={query.data ? <DeleteButton kind="company" id={id} noun="report" consequence="The report is deleted. The adverts it came from stay." /> : undefined}
    >
      <Loaded query={query}>{(record) => <Report record={record} />}</Loaded>
    </Page>
  );
}

function Report({ record: { value, created_at } }: { record: CompanyView }) {
  const { company } = value;
  const lists = [
    ["How it fits", value.fit_notes],
    ["Questions to ask", value.questions_to_ask],
    ["What no source says", value.unknown],
  ] as const;
  return (
    <div className="grid items-start gap-4 lg:grid-cols-[1fr_minmax(0,22rem)]">
      <div className="flex min-w-0 flex-col gap-4">
        <Section title="Claims" note={`${plural(value.facts.length, "claim")}, each with its source`}>
          <ol className="flex flex-col divide-y">
            {value.facts.map(({ claim, source, quote, retrieved_at }, index) => (
              <li key={index} className="py-2.5 text-sm first:pt-0 last:pb-0">
                <p className="max-w-prose">{claim}</p>
                <p className="mt-0.5 max-w-prose border-l-2 pl-2 text-xs text-muted">“{quote}”</p>
                <p className="mt-0.5 text-xs text-muted"><Source source={source} />, <When iso={retrieved_at} /></p>
              </li>
            ))}
          </ol>
        </Section>
        <Section title="Report">
          <details className="text-sm">
            <summary className="cursor-pointer text-accent-ink">The whole report</summary>
            <div className="pt-3"><Prose markdown={value.report_md} /></div>
          </details>
        </Section>
      </div>
      <div className="flex min-w-0 flex-col gap-4">
        <Section title="At a glance">
          <Facts
            facts={[
              ["Legal name", company.legal_name],
              ["Site", company.url ? <OutLink key="site" href={company.url}>{shortUrl(company.url)}</OutLink> : null],
              ["Careers", company.careers_url ? <OutLink key="careers" href={company.careers_url}>{shortUrl(company.careers_url)}</OutLink> : null],
              ["Industry", company.industry],
              ["Size", company.size_hint],
              ["Founded", company.founded],
              ["Places", company.locations.join(", ")],
              ["Products", company.products.join(", ")],
              ["Works with", company.tech_stack.join(", ")],
              ["Read", `${plural(value.pages_read, "page")} of its site`],
              ["Made", <When key="made" iso={created_at} />],
            ]}
          />
        </Section>
        {lists.filter(([, lines]) => lines.length > 0).map(([title, lines]) => (
          <Section key={title} title={title}>
            <ul className="flex list-disc flex-col gap-1 pl-5 text-sm marker:text-strong">{lines.map((line) => <li key={line}>{line}</li>)}</ul>
          </Section>
        ))}
        {value.open_jobs.length > 0 ? (
          <Section title="Its adverts">
            <ul className="flex flex-col gap-1 text-sm">{value.open_jobs.map((id) => <li key={id}><AdvertLink id={id} /></li>)}</ul>
          </Section>
        ) : null}
        <Section title="Files"><div>{Object.values(value.artifacts).map((file) => <FileRow key={file.id} file={file} />)}</div></Section>
      </div>
    </div>
  );
}

/** Where a claim comes from: an advert of the desk, a CV of it, or a page. */
function Source({ source }: { source: string }) {
  const [kind, id = ""] = source.split(":", 2);
  if (kind === "posting") return <AdvertLink id={id} />;
  if (kind === "resume") return <Link href={`/desk/resumes/${id}`} className="text-accent-ink hover:underline">a CV</Link>;
  return <OutLink href={source}>{shortUrl(source)}</OutLink>;
}

function AdvertLink({ id }: { id: string }) {
  const { data } = useRecord("posting", id);
  return <Link href={`/desk/postings/${id}`} className="text-accent-ink hover:underline">{data ? `advert “${data.title}”` : "an advert"}</Link>;
}
