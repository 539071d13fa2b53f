/** Editing a CV: the form's own shape, what it refuses, and the CV it becomes. What the form does not show stays as it was. */
import { PARTIAL_DATE } from "./dates";
import type { Resume, Work } from "./types";

export interface WorkDraft {
  /** The post this was, by its place; -1 for a new one. */
  from: number;
  position: string;
  name: string;
  location: string;
  startDate: string;
  endDate: string;
  current: boolean;
  summary: string;
  /** One a line. */
  highlights: string;
}

export interface Draft {
  name: string;
  label: string;
  email: string;
  phone: string;
  url: string;
  location: string;
  summary: string;
  skills: { name: string; keywords: string }[];
  work: WorkDraft[];
}

const text = (value: string | null | undefined): string => value ?? "";
const orNull = (value: string): string | null => (value.trim() === "" ? null : value.trim());
const split = (value: string, by: RegExp): string[] => value.split(by).map((part) => part.trim()).filter((part) => part !== "");

export const NEW_WORK: WorkDraft = {
  from: -1,
  position: "",
  name: "",
  location: "",
  startDate: "",
  endDate: "",
  current: false,
  summary: "",
  highlights: "",
};

export function draftOf(resume: Resume): Draft {
  const { basics } = resume;
  return {
    name: text(basics.name),
    label: text(basics.label),
    email: text(basics.email),
    phone: text(basics.phone),
    url: text(basics.url),
    location: text(basics.location?.raw),
    summary: text(basics.summary),
    skills: resume.skills.map(({ name, keywords }) => ({ name, keywords: keywords.join(", ") })),
    work: resume.work.map((work, from) => ({
      from,
      position: text(work.position),
      name: text(work.name),
      location: text(work.location),
      startDate: text(work.startDate),
      endDate: text(work.endDate),
      current: work.current,
      summary: text(work.summary),
      highlights: work.highlights.join("\n"),
    })),
  };
}

export function isChanged(resume: Resume, draft: Draft): boolean {
  return JSON.stringify(draftOf(resume)) !== JSON.stringify(draft);
}

/** What is wrong with a draft, by the name of its field (`email`, `work.0.startDate`); empty where nothing is. */
export function draftErrors(draft: Draft): Record<string, string> {
  const errors: Record<string, string> = {};
  if (draft.name.trim() === "") errors["name"] = "A CV needs a name.";
  if (draft.email.trim() !== "" && !/^\S+@\S+\.\S+$/.test(draft.email.trim())) errors["email"] = "This is not an e-mail address.";
  draft.work.forEach((work, at) => {
    const field = (name: keyof WorkDraft): string => `work.${String(at)}.${name}`;
    if (work.position.trim() === "" && work.name.trim() === "") errors[field("position")] = "Give the post or the employer.";
    for (const name of ["startDate", "endDate"] as const) {
      const isAsked = name === "startDate" || !work.current;
      if (isAsked && work[name].trim() !== "" && !PARTIAL_DATE.test(work[name].trim())) errors[field(name)] = "Write 2021, 2021-03 or 2021-03-15.";
    }
    const { startDate, endDate } = work;
    if (!work.current && startDate !== "" && endDate !== "" && endDate.slice(0, startDate.length) < startDate.slice(0, endDate.length)) {
      errors[field("endDate")] ??= "This is before the start.";
    }
  });
  return errors;
}

/** The CV with what the draft says in it. */
export function applyDraft(resume: Resume, draft: Draft): Resume {
  const location = orNull(draft.location);
  const skills = draft.skills
    .map(({ name, keywords }) => ({ name: name.trim(), keywords: split(keywords, /[,;\n]/) }))
    .filter(({ name, keywords }) => name !== "" || keywords.length > 0);
  return {
    ...resume,
    basics: {
      ...resume.basics,
      name: orNull(draft.name),
      label: orNull(draft.label),
      email: orNull(draft.email),
      phone: orNull(draft.phone),
      url: orNull(draft.url),
      summary: orNull(draft.summary),
      location:
        location === null ? null
        : location === resume.basics.location?.raw ? resume.basics.location
        : { raw: location, address: null, postalCode: null, city: null, region: null, countryCode: null },
    },
    skills,
    skills_canonical: canonical(resume, skills.flatMap(({ keywords }) => keywords)),
    work: draft.work.map((work) => workOf(resume.work[work.from], work)),
  };
}

function workOf(before: Work | undefined, draft: WorkDraft): Work {
  return {
    ...(before ?? { url: null }),
    position: orNull(draft.position),
    name: orNull(draft.name),
    location: orNull(draft.location),
    startDate: orNull(draft.startDate),
    endDate: draft.current ? null : orNull(draft.endDate),
    current: draft.current,
    summary: orNull(draft.summary),
    highlights: split(draft.highlights, /\n/),
  };
}

/**
 * The skills that matching goes by: a keyword that was taken out takes its skill with it where nothing else in the CV
 * shows it, and a keyword that was put in becomes one.
 */
function canonical(resume: Resume, keywords: readonly string[]): Resume["skills_canonical"] {
  const fold = (name: string): string => name.toLowerCase();
  const now = new Set(keywords.map(fold));
  const before = new Set(resume.skills.flatMap((group) => group.keywords).map(fold));
  const isGone = (name: string): boolean => before.has(fold(name)) && !now.has(fold(name));
  const kept = resume.skills_canonical.filter(({ name, evidence }) => !isGone(name) || evidence.some((span) => !isGone(span)));
  const known = new Set(kept.flatMap(({ name, evidence }) => [name, ...evidence]).map(fold));
  const wanted = keywords.filter((name) => !before.has(fold(name)) && !known.has(fold(name)));
  const added = wanted.filter((name, at) => wanted.findIndex((other) => fold(other) === fold(name)) === at);
  return [...kept, ...added.map((name) => ({ name, category: null, evidence: [name] }))];
}

/** The API's own refusals under the form's field names: `resume.basics.email` is the form's `email`. */
export function refusedFields(fields: readonly { field: string; message: string }[]): Record<string, string> {
  const named = fields.map(({ field, message }) => {
    const path = field.replace(/^(body\.)?resume\./, "").replace(/\[(\d+)\]/g, ".$1");
    return [path.replace(/^basics\./, "").replace(/^location\.raw$/, "location"), message] as const;
  });
  return Object.fromEntries(named);
}
