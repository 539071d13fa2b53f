/** What belongs into a list, and how a page that was read anew is put over what is shown. */

import type { LogEvent } from "../core/index.js";
import type { JobFilter, JobPage, JobStatus, JobSummary } from "./types.js";

/** The statuses that a filter asks for; none where any will do. */
const wanted = ({ status }: JobFilter): readonly JobStatus[] => (status === undefined ? [] : [status].flat());

/** Whether `job` belongs into a list of `filter`. */
export function matches(job: JobSummary, filter: JobFilter): boolean {
  const statuses = wanted(filter);
  return (
    (!statuses.length || statuses.includes(job.status)) &&
    (filter.type === undefined || job.type === filter.type) &&
    (filter.queue === undefined || job.queue === filter.queue) &&
    (filter.tag === undefined || job.tags.includes(filter.tag)) &&
    (filter.created_after === undefined || Date.parse(job.created_at) >= Date.parse(filter.created_after)) &&
    (filter.created_before === undefined || Date.parse(job.created_at) < Date.parse(filter.created_before))
  );
}

/** Whether `event` may bring a job that is not shown into a list of `filter`: it is new, or has come into its status. */
export function mayEnter({ type, data }: LogEvent, filter: JobFilter): boolean {
  const isNew = type === "job.created";
  const statuses = wanted(filter);
  if (statuses.length ? !statuses.some((status) => status === data["status"]) : !isNew) return false;
  const tags = data["tags"];
  return (
    (filter.type === undefined || data["task"] === filter.type) &&
    (filter.queue === undefined || data["queue"] === filter.queue) &&
    // Only the first event names the tags, and leaves them out where there are none.
    (filter.tag === undefined || !isNew || (Array.isArray(tags) && tags.includes(filter.tag)))
  );
}

/**
 * `page`, the newest jobs, and behind it the older ones that are shown. Where more than a page has come in, the older
 * ones would leave a gap, and are dropped.
 */
export function mergePage(shown: readonly JobSummary[], page: JobPage): readonly JobSummary[] {
  const ids = new Set(page.jobs.map(({ id }) => id));
  const last = page.jobs.at(-1);
  if (page.next_page === null || !last || !shown.some(({ id }) => ids.has(id))) return page.jobs;
  // Ids rise with time, and lists are ordered by them.
  return [...page.jobs, ...shown.filter(({ id }) => id < last.id)];
}

/** The query of a list. */
export function toQuery(filter: JobFilter, limit: number, page: string | null): string {
  const query = new URLSearchParams({ limit: String(limit) });
  for (const [name, value] of Object.entries(filter) as [string, string | readonly string[] | undefined][])
    for (const each of [value ?? []].flat()) if (each) query.append(name, each);
  if (page !== null) query.set("page", page);
  return query.toString();
}
