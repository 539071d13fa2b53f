import type { ReactNode } from "react";
import { period, partialDate } from "@/lib/desk/dates";
import type { Resume } from "@/lib/desk/types";
import { Sure } from "./sure";
import { OutLink } from "./text";

/** A CV set as a document, with how sure each part was read; `confidence` is left out where a person wrote it. */
export function ResumeDocument({ resume, confidence = {} }: { resume: Resume; confidence?: Record<string, number> }) {
  const { basics } = resume;
  return (
    <div className="flex min-w-0 flex-col gap-6 text-sm leading-relaxed">
      <header>
        <p className="text-lg font-semibold tracking-tight">
          {basics.name ?? "No name found"} <Sure confidence={confidence["basics.name"]} isQuiet />
        </p>
        {basics.label ? <p>{basics.label} <Sure confidence={confidence["basics.label"]} isQuiet /></p> : null}
        <Contacts resume={resume} confidence={confidence} />
      </header>
      {basics.summary ? <Part title="Summary" confidence={confidence["basics.summary"]}><p className="max-w-prose">{basics.summary}</p></Part> : null}
      {resume.work.length > 0 ? (
        <Part title="Experience" confidence={confidence["work"]}>
          <ol className="flex flex-col gap-4">
            {resume.work.map((work, index) => (
              <li key={index}>
                <Head left={[work.position, work.name, work.location]} right={period(work.startDate, work.endDate, work.current)} />
                {work.summary ? <p className="max-w-prose">{work.summary}</p> : null}
                <Points points={work.highlights} />
              </li>
            ))}
          </ol>
        </Part>
      ) : null}
      {resume.education.length > 0 ? (
        <Part title="Education" confidence={confidence["education"]}>
          <ol className="flex flex-col gap-2">
            {resume.education.map((education, index) => (
              <li key={index}>
                <Head left={[[education.studyType, education.area].filter(Boolean).join(" "), education.institution, education.score]} right={period(education.startDate, education.endDate)} />
                <Points points={education.courses} />
              </li>
            ))}
          </ol>
        </Part>
      ) : null}
      {resume.skills.length > 0 ? (
        <Part title="Skills" confidence={confidence["skills"]}>
          {resume.skills.map(({ name, keywords }, index) => (
            <p key={index}>
              {name ? <span className="font-medium">{name}: </span> : null}
              {keywords.join(", ")}
            </p>
          ))}
        </Part>
      ) : null}
      <Others resume={resume} confidence={confidence} />
    </div>
  );
}

function Contacts({ resume: { basics }, confidence }: { resume: Resume; confidence: Record<string, number> }) {
  const parts: (readonly [string, ReactNode])[] = [
    ["email", basics.email ? <OutLink href={`mailto:${basics.email}`}>{basics.email}</OutLink> : null],
    ["phone", basics.phone],
    ["location", basics.location?.raw],
    ["url", basics.url ? <OutLink href={basics.url}>{basics.url}</OutLink> : null],
    ...basics.profiles.map((profile) => [
      `profile-${profile.network}`,
      <OutLink key={profile.network} href={profile.url}>{profile.url?.replace(/^https?:\/\//, "") ?? profile.username ?? profile.network}</OutLink>,
    ] as const),
  ];
  return (
    <ul className="mt-1 flex flex-wrap gap-x-4 gap-y-0.5 text-muted">
      {parts.filter(([, value]) => value).map(([name, value]) => (
        <li key={name} className="min-w-0 break-words">
          {value} <Sure confidence={confidence[`basics.${name}`]} isQuiet />
        </li>
      ))}
    </ul>
  );
}

function Others({ resume, confidence }: { resume: Resume; confidence: Record<string, number> }) {
  const dated = (name: string, date: string | null) => (date ? `${name}, ${partialDate(date)}` : name);
  const lists: (readonly [string, string, readonly string[]])[] = [
    ["Languages", "languages", resume.languages.map(({ language, fluency }) => (fluency ? `${language} (${fluency})` : language))],
    ["Projects", "projects", resume.projects.map(({ name, description }) => (description ? `${name}: ${description}` : name))],
    ["Certificates", "certificates", resume.certificates.map(({ name, issuer, date }) => dated(issuer ? `${name}, ${issuer}` : name, date))],
    ["Volunteer work", "volunteer", resume.volunteer.map(({ position, organization }) => [position, organization].filter(Boolean).join(", "))],
    ["Publications", "publications", resume.publications.map(({ name, releaseDate }) => dated(name, releaseDate))],
    ["Awards", "awards", resume.awards.map(({ title, date }) => dated(title, date))],
    ["Interests", "interests", resume.interests.map(({ name }) => name)],
  ];
  return lists
    .filter(([, , lines]) => lines.length > 0)
    .map(([title, key, lines]) => (
      <Part key={key} title={title} confidence={confidence[key]}>
        <ul>{lines.map((line, index) => <li key={index}>{line}</li>)}</ul>
      </Part>
    ));
}

function Part({ title, confidence, children }: { title: string; confidence: number | undefined; children: ReactNode }) {
  return (
    <section className="flex flex-col gap-2">
      <h3 className="flex items-baseline justify-between gap-3 border-b pb-1 text-xs font-semibold uppercase tracking-wide">
        {title} <Sure confidence={confidence} />
      </h3>
      {children}
    </section>
  );
}

function Head({ left, right }: { left: readonly (string | null)[]; right: string | null }) {
  const [first, ...rest] = left.filter((part): part is string => Boolean(part));
  return (
    <p className="flex flex-wrap items-baseline justify-between gap-x-3">
      <span>
        <span className="font-medium">{first}</span>
        {rest.length > 0 ? <span className="text-muted">, {rest.join(", ")}</span> : null}
      </span>
      {right ? <span className="text-xs tabular-nums text-muted">{right}</span> : null}
    </p>
  );
}

function Points({ points }: { points: readonly string[] }) {
  if (points.length === 0) return null;
  return (
    <ul className="mt-1 flex max-w-prose list-disc flex-col gap-1 pl-5 marker:text-strong">
      {points.map((point, index) => <li key={index}>{point}</li>)}
    </ul>
  );
}
