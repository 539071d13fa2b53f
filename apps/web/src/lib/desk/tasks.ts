/** The desk's tasks: how their cards read, where their results are shown, and which lists their ends change. */
import type { TaskResult } from "@/lib/api/types";
import { count } from "@/lib/format";

/** What a job came to, in one line, and the page that shows it. */
export interface Outcome {
  text: string;
  href: string | null;
  action: string;
}

interface EndedJob {
  id: string;
  args: Record<string, unknown>;
  result: Record<string, unknown> | null;
}

interface DeskTask {
  title: string;
  /** What it is about, from its arguments; null where only an id is known. */
  subject: (args: Record<string, unknown>) => string | null;
  outcome: (job: EndedJob) => Outcome;
  /** First parts of the query keys that are read anew when such a job ends. */
  changes: readonly string[];
}

const text = (value: unknown): string | null => (typeof value === "string" && value !== "" ? value : null);

/** An address without what everybody knows: `https://` and a trailing slash. */
export function shortUrl(value: unknown): string | null {
  return text(value)?.replace(/^https?:\/\//, "").replace(/\/$/, "") ?? null;
}

const pasted = (args: Record<string, unknown>): string | null => (text(args["text"]) ? "pasted text" : null);

export const TASKS = {
  "resume.parse": {
    title: "Read a CV",
    subject: (args) => text(args["filename"]) ?? pasted(args),
    outcome: ({ result }) => {
      const { resume, resume_id } = result as TaskResult<"resume_parse">;
      const name = resume.basics.name ?? "No name found";
      return {
        text: `${name}: ${plural(resume.work.length, "post")}, ${plural(resume.skills_canonical.length, "skill")}`,
        href: `/desk/resumes/${resume_id}`,
        action: "Open CV",
      };
    },
    changes: ["resumes", "resume"],
  },
  "posting.extract": {
    title: "Read an advert",
    subject: (args) => shortUrl(args["url"]) ?? shortUrl(args["source_url"]) ?? pasted(args) ?? "a saved page",
    outcome: ({ id, result }) => {
      const { posting, posting_id } = result as TaskResult<"posting_extract">;
      return {
        text: [posting.title, posting.hiringOrganization.name].filter(Boolean).join(", "),
        href: `/desk/postings/${posting_id}?read=${id}`,
        action: "Open advert",
      };
    },
    changes: ["postings", "posting"],
  },
  "feed.ingest": {
    title: "Read a feed",
    subject: (args) => shortUrl(args["url"]) ?? "a feed file",
    outcome: ({ result }) => {
      const { jobs_new, jobs_updated, not_modified } = result as TaskResult<"feed_ingest">;
      return {
        text: not_modified ? "Nothing changed since the last visit" : `${count(jobs_new)} new, ${count(jobs_updated)} changed`,
        href: "/desk/postings",
        action: "Open adverts",
      };
    },
    changes: ["postings", "posting", "feeds"],
  },
  "match.score": {
    title: "Score an advert",
    subject: () => null,
    outcome: ({ id, args, result }) => ({
      text: (result as TaskResult<"match_score">).explanation,
      href: `/desk/postings/${String(args["posting_id"])}?job=${id}`,
      action: "Open advert",
    }),
    changes: ["matches"],
  },
  "match.recompute": {
    title: "Match a CV with all adverts",
    subject: () => null,
    outcome: ({ args, result }) => {
      const { scored, top } = result as TaskResult<"match_recompute">;
      const best = top[0];
      return {
        text: best ? `${plural(scored, "advert")} scored; best ${String(best.score)}: ${best.title}` : `${plural(scored, "advert")} scored`,
        href: `/desk/matches?resume=${String(args["resume_id"])}`,
        action: "Open matches",
      };
    },
    changes: ["matches"],
  },
  "resume.optimize": {
    title: "Tailor a CV",
    subject: () => null,
    outcome: ({ result }) => {
      const { changes, document_id, score_before, score_after } = result as TaskResult<"resume_optimize">;
      return {
        text: `${plural(changes.length, "change")}; score ${String(score_before)} to ${String(score_after)}`,
        href: `/desk/documents/${document_id}`,
        action: "Open tailored CV",
      };
    },
    changes: ["documents", "document"],
  },
  "company.research": {
    title: "Research a company",
    subject: (args) => text(args["company"]),
    outcome: ({ result }) => {
      const { document_id, facts } = result as TaskResult<"company_research">;
      return { text: `${plural(facts.length, "fact")}, each with its source`, href: `/desk/companies/${document_id}`, action: "Open report" };
    },
    changes: ["companies", "company"],
  },
  "packet.generate": {
    title: "Make an application packet",
    subject: () => null,
    outcome: ({ result }) => {
      const { files, packet_id, ats_check } = result as TaskResult<"packet_generate">;
      const check = ats_check === null ? "" : ats_check.parsed_back_ok ? "; the CV reads back well" : "; the CV does not read back fully";
      return { text: `${plural(files.length, "file")}${check}`, href: `/desk/packets/${packet_id}`, action: "Open packet" };
    },
    changes: ["packets", "packet"],
  },
  "interview.generate": {
    title: "Prepare an interview",
    subject: () => null,
    outcome: ({ result }) => {
      const { questions, interview_id } = result as TaskResult<"interview_generate">;
      return { text: plural(questions.length, "question"), href: `/desk/interviews/${interview_id}`, action: "Open sheet" };
    },
    changes: ["interviews", "interview"],
  },
  "project.refresh": {
    title: "Read a repository",
    subject: (args) => shortUrl(args["repo_url"]),
    outcome: ({ args, result }) => {
      const { plan, unchanged, skills } = result as TaskResult<"project_refresh">;
      const progress = plan === null ? plural(skills.length, "skill") : `${String(plan.done)} of ${plural(plan.total, "task")} done`;
      return {
        text: unchanged ? `Nothing new; ${progress}` : progress,
        href: `/desk/projects/${String(args["project_id"])}`,
        action: "Open project",
      };
    },
    changes: ["projects", "project"],
  },
  "candidates.search": {
    title: "Search candidates",
    subject: (args) => text((args["query"] as { title?: unknown } | undefined)?.title),
    outcome: ({ result }) => {
      const { candidates, search_id } = result as TaskResult<"candidates_search">;
      const best = candidates[0];
      const lead = best ? `; first ${best.name ?? "without a name"}, ${String(best.score)}` : "";
      return { text: `${plural(candidates.length, "candidate")}${lead}`, href: `/desk/searches/${search_id}`, action: "Open search" };
    },
    changes: ["searches", "search", "resumes", "resume"],
  },
} as const satisfies Record<string, DeskTask>;

export type DeskTaskName = keyof typeof TASKS;

export function isDeskTask(type: string): type is DeskTaskName {
  return type in TASKS;
}

/** The desk's own words for a task; others go by their name. */
export function taskTitle(type: string): string {
  return isDeskTask(type) ? TASKS[type].title : type;
}

export function taskSubject(type: string, args: Record<string, unknown>): string | null {
  return isDeskTask(type) ? TASKS[type].subject(args) : null;
}

/** What a succeeded job came to; null while it has no result. */
export function taskOutcome(type: string, job: EndedJob): Outcome | null {
  return isDeskTask(type) && job.result !== null ? TASKS[type].outcome(job) : null;
}

/** The query keys to read anew after a job of this type ended. */
export function changedBy(type: unknown): readonly string[] {
  return typeof type === "string" && isDeskTask(type) ? TASKS[type].changes : [];
}

/** `1 skill`, `12 skills`. */
export function plural(number: number, noun: string): string {
  return `${count(number)} ${noun}${number === 1 ? "" : "s"}`;
}

/** Every query key of the desk: what is read anew where events may have been missed. */
export const DESK_KEYS: readonly string[] = [...new Set(Object.values(TASKS).flatMap(({ changes }) => changes as readonly string[])), "applications"];
