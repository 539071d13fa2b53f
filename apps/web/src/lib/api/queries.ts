/** The desk's records: one place that knows their query keys and paths. They are read anew when events say so. */
import { useInfiniteQuery, useQuery, type InfiniteData } from "@tanstack/react-query";
import type {
  CompanyView,
  DocumentView,
  InterviewView,
  MatchPage,
  PacketView,
  Posting,
  Project,
  RecordPage,
  ResumeView,
  SearchView,
} from "@/lib/desk/types";
import { MATCHES_PAGE, RECORD_PATHS, SHELF_LIMIT, shelved, type Shelf, type Shelved } from "@/lib/desk/shelves";
import { api } from "./client";
import type { JobAnswer, JobPage } from "./types";

export interface Records {
  resume: ResumeView;
  posting: Posting;
  document: DocumentView;
  packet: PacketView;
  interview: InterviewView;
  company: CompanyView;
  search: SearchView;
  project: Project;
}

export type RecordKind = keyof Records & keyof typeof RECORD_PATHS;

/** One record; `id` null asks for nothing. */
export function useRecord<Kind extends RecordKind>(kind: Kind, id: string | null) {
  return useQuery({
    queryKey: [kind, id],
    queryFn: ({ signal }) => api<Records[Kind]>(`${RECORD_PATHS[kind]}/${encodeURIComponent(id ?? "")}`, { signal }),
    enabled: id !== null,
  });
}

/** A shelf: the newest 200 of its records, in brief. */
export function useShelf<Item, Brief>(shelf: Shelf<Item, Brief>) {
  return useQuery<Shelved<Brief>>({
    queryKey: [shelf.key],
    queryFn: async ({ signal }) =>
      shelved(shelf, await api<RecordPage<Item>>(shelf.path, { query: { limit: SHELF_LIMIT }, signal })),
  });
}

/** All records of a shelf, page by page, under the shelf's own key so that the same events renew both. */
export function usePagedShelf<Item, Brief>(shelf: Shelf<Item, Brief>) {
  return useInfiniteQuery({
    queryKey: [shelf.key, "pages"],
    queryFn: ({ pageParam, signal }) =>
      api<RecordPage<Item>>(shelf.path, { query: { limit: SHELF_LIMIT, after: pageParam }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    select: (data: InfiniteData<RecordPage<Item>, string | null>) => data.pages.flatMap((page) => page.items.map(shelf.brief)),
  });
}

/** The matches of a CV at or above `minScore`, best first; a changed minimum keeps what is shown until its answer. */
export function useMatches(resumeId: string | null, minScore = 0) {
  return useInfiniteQuery({
    queryKey: ["matches", resumeId, minScore],
    queryFn: ({ pageParam, signal }) =>
      api<MatchPage>("/matches", {
        query: { resume_id: resumeId, limit: MATCHES_PAGE, min_score: minScore === 0 ? null : minScore, after: pageParam },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: (before, query) => (query?.queryKey[1] === resumeId ? before : undefined),
    enabled: resumeId !== null,
  });
}

/** A job with its arguments and result, read once: for what only its result tells. Jobs expire; then it is refused. */
export function useJobRecord(id: string | null) {
  return useQuery({
    queryKey: ["job-record", id],
    queryFn: ({ signal }) => api<JobAnswer>(`/background-jobs/${encodeURIComponent(id ?? "")}`, { signal }),
    enabled: id !== null,
    staleTime: Infinity,
  });
}

/**
 * The job of `type` that made a record: the one named `known`, else the one at work at the moment `at` of its writing.
 *
 * Records such as adverts do not name their job. Of several at work at once `isIt` tells which; null where none is kept.
 */
export function useJobAt(type: string, known: string | null, at: string, isIt: (job: JobAnswer) => boolean) {
  return useQuery({
    queryKey: ["job-at", type, known, at],
    queryFn: async ({ signal }) => {
      const read = async (id: string): Promise<JobAnswer | null> => {
        const job = await api<JobAnswer>(`/background-jobs/${encodeURIComponent(id)}`, { signal });
        return isIt(job) ? job : null;
      };
      if (known !== null) return read(known);
      const query = { type, status: "succeeded", created_before: new Date(Date.parse(at) + 1).toISOString(), limit: 20 };
      const page = await api<JobPage>("/background-jobs", { query, signal });
      for (const job of page.jobs) {
        const wasAtWork = (job.started_at ?? "") <= at && (job.finished_at ?? "") >= at;
        const found = wasAtWork ? await read(job.id) : null;
        if (found) return found;
      }
      return null;
    },
    staleTime: Infinity,
    retry: false,
  });
}
