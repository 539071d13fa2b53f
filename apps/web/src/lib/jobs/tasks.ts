/** The names of the tasks this application ships, for suggestions; any other name can be typed. */
import type { components } from "@/lib/api/schema";

type ArgsKey = Extract<keyof components["schemas"], `Task_${string}_Args`>;

const NAMES = {
  Task_candidates_search_Args: "candidates.search",
  Task_company_research_Args: "company.research",
  Task_feed_ingest_Args: "feed.ingest",
  Task_feeds_poll_Args: "feeds.poll",
  Task_interview_generate_Args: "interview.generate",
  Task_match_recompute_Args: "match.recompute",
  Task_match_score_Args: "match.score",
  Task_matches_refresh_Args: "matches.refresh",
  Task_packet_generate_Args: "packet.generate",
  Task_posting_extract_Args: "posting.extract",
  Task_project_refresh_Args: "project.refresh",
  Task_records_prune_Args: "records.prune",
  Task_resume_optimize_Args: "resume.optimize",
  Task_resume_parse_Args: "resume.parse",
} as const satisfies Record<ArgsKey, string>;

export const TASKS: readonly string[] = Object.values(NAMES);
