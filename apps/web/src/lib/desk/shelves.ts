/** The desk's shelves: where each list comes from, and the little of a record that a list shows. */
import type {
  Application,
  CompanyView,
  DocumentView,
  Feed,
  InterviewView,
  PacketView,
  PostingSummary,
  Project,
  RecordPage,
  ResumeView,
  SearchView,
} from "./types";

/** A list of records by its query key and path; `brief` keeps what is shown, for the rest can be long. */
export interface Shelf<Item, Brief> {
  key: string;
  path: string;
  brief: (item: Item) => Brief;
}

/** What a shelf holds; `hasMore` where the API has records beyond. */
export interface Shelved<Brief> {
  items: Brief[];
  hasMore: boolean;
}

/** As many as the API gives at once. */
export const SHELF_LIMIT = 200;
export const MATCHES_PAGE = 50;

/** With so many of the own CVs an advert's page says how well they suit. */
export const SCORED = 3;

/** Kinds of single records: the first part of their query key, and where the API has them. */
export const RECORD_PATHS = {
  resume: "/resumes",
  posting: "/postings",
  document: "/documents",
  packet: "/packets",
  interview: "/interviews",
  company: "/companies",
  search: "/candidates",
  project: "/projects",
} as const;

export function shelved<Item, Brief>(shelf: Shelf<Item, Brief>, page: RecordPage<Item>): Shelved<Brief> {
  return { items: page.items.map(shelf.brief), hasMore: page.next !== null };
}

function shelf<Item, Brief>(key: string, path: string, brief: (item: Item) => Brief): Shelf<Item, Brief> {
  return { key, path, brief };
}

export const RESUMES = shelf("resumes", "/resumes", ({ id, created_at, value }: ResumeView) => ({
  id,
  created_at,
  name: value.resume.basics.name,
  label: value.resume.basics.label,
  filename: value.filename,
  origin: value.origin,
  confidence: value.confidence_score,
}));

export const POSTINGS = shelf("postings", "/postings", (posting: PostingSummary) => posting);

export const DOCUMENTS = shelf("documents", "/documents", ({ id, created_at, value }: DocumentView) => ({
  id,
  created_at,
  name: value.resume.basics.name,
  resume_id: value.resume_id,
  posting_id: value.posting_id,
  score_before: value.score_before,
  score_after: value.score_after,
}));

export const PACKETS = shelf("packets", "/packets", ({ id, created_at, value }: PacketView) => ({
  id,
  created_at,
  title: value.title,
  company: value.company,
  posting_id: value.posting_id,
  resume_id: value.resume_id,
  isReadable: value.ats_check?.parsed_back_ok ?? null,
}));

export const INTERVIEWS = shelf("interviews", "/interviews", ({ id, created_at, value }: InterviewView) => ({
  id,
  created_at,
  title: value.title,
  company: value.company,
  posting_id: value.posting_id,
  questions: value.questions.length,
}));

export const COMPANIES = shelf("companies", "/companies", ({ id, created_at, value }: CompanyView) => ({
  id,
  created_at,
  name: value.company.name,
  facts: value.facts.length,
}));

export const SEARCHES = shelf("searches", "/candidates", ({ id, created_at, value }: SearchView) => ({
  id,
  created_at,
  title: value.query.title,
  candidates: value.candidates.length,
}));

export const PROJECTS = shelf("projects", "/projects", (project: Project) => ({
  id: project.id,
  created_at: project.created_at,
  name: project.name,
  repo_url: project.repo_url,
  tasks: project.tasks_count,
  percent: project.progress_percentage,
  refreshed: project.history.at(-1)?.at ?? null,
}));

export const APPLICATIONS = shelf("applications", "/applications", (application: Application) => application);

export const FEEDS = shelf("feeds", "/feeds", (feed: Feed) => feed);

export type ResumeBrief = ReturnType<typeof RESUMES.brief>;
export type ProjectBrief = ReturnType<typeof PROJECTS.brief>;
