/** Adverts in words. */
import { partialDate } from "./dates";
import type { FieldProvenance, Posting } from "./types";

const UNITS = { HOUR: "an hour", DAY: "a day", WEEK: "a week", MONTH: "a month", YEAR: "a year" } as const;

const EMPLOYMENT = {
  FULL_TIME: "full-time",
  PART_TIME: "part-time",
  CONTRACTOR: "contract",
  TEMPORARY: "temporary",
  INTERN: "internship",
  VOLUNTEER: "voluntary",
  PER_DIEM: "by the day",
  OTHER: "other",
} as const satisfies Record<Posting["employmentType"][number], string>;

const WORKPLACE = { remote: "remote", hybrid: "partly remote", onsite: "on site" } as const;

const METHODS = {
  jsonld: "structured data of the page",
  microdata: "structured data of the page",
  rdfa: "structured data of the page",
  ats_api: "the employer's job system",
  state: "data of the page's own program",
  selector: "a known place on the page",
  heuristic: "the wording",
  llm: "a language model, checked against the text",
  user: "what you gave",
} as const satisfies Record<FieldProvenance["method"], string>;

export function methodText(method: FieldProvenance["method"]): string {
  return METHODS[method];
}

export function salaryText(salary: Posting["baseSalary"]): string | null {
  if (salary === null) return null;
  const number = new Intl.NumberFormat("en");
  const { minValue, maxValue, currency, unitText } = salary;
  const range = minValue === maxValue ? number.format(minValue) : `${number.format(minValue)} – ${number.format(maxValue)}`;
  return [range, currency, UNITS[unitText]].filter(Boolean).join(" ");
}

/** The facts of an advert: the field they come from, their name, and their value in words; unknown ones are null. */
export function postingFacts(posting: Posting): (readonly [field: string, name: string, value: string | null])[] {
  const places = posting.jobLocation.map(({ raw }) => raw).join("; ");
  const years = posting.experience_min_years;
  return [
    ["hiringOrganization", "Company", posting.hiringOrganization.name],
    ["jobLocation", "Place", places === "" ? null : places],
    ["workplace", "Workplace", posting.workplace === null ? null : WORKPLACE[posting.workplace]],
    ["employmentType", "Employment", posting.employmentType.map((type) => EMPLOYMENT[type]).join(", ") || null],
    ["baseSalary", "Salary", salaryText(posting.baseSalary)],
    ["seniority", "Seniority", posting.seniority],
    ["experience_min_years", "Experience", years === null ? null : `at least ${String(years)} years`],
    ["educationRequirements", "Education", posting.educationRequirements],
    ["datePosted", "Posted", posting.datePosted === null ? null : partialDate(posting.datePosted)],
    ["validThrough", "Open until", posting.validThrough === null ? null : partialDate(posting.validThrough)],
    ["industry", "Industry", posting.industry],
    ["identifier", "Reference", posting.identifier?.name === "guid" ? null : (posting.identifier?.value ?? null)],
    ["applicantLocationRequirements", "Open to people in", posting.applicantLocationRequirements.join(", ") || null],
  ];
}
