import "server-only";
import { dehydrate, HydrationBoundary, QueryClient, type QueryKey } from "@tanstack/react-query";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import type { RequestOptions } from "@/lib/api/client";
import type { RecordKind, Records } from "@/lib/api/queries";
import { firstPaint } from "@/lib/api/server";
import type { JobPage } from "@/lib/api/types";
import { PaintedAt } from "./painted-at";
import { MATCHES_PAGE, RECORD_PATHS, SHELF_LIMIT, shelved, type Shelf } from "./shelves";
import type { RecordPage } from "./types";

/** One read for the first paint: the query key its answer goes under, and whether the page is about it. */
export interface Wanted {
  key: QueryKey;
  path: string;
  query?: RequestOptions["query"];
  /** How the answer is kept; as it came where left out. */
  keep?: (answer: unknown) => unknown;
  /** Without it the page is "not found". */
  isSubject?: boolean;
  /** What else to read once the answer is here: what it names. */
  following?: (answer: unknown) => Wanted[];
}

export function wantShelf<Item, Brief>(shelf: Shelf<Item, Brief>, following?: (items: Item[]) => Wanted[]): Wanted {
  const keep = (answer: unknown) => shelved(shelf, answer as RecordPage<Item>);
  const wanted: Wanted = { key: [shelf.key], path: shelf.path, query: { limit: SHELF_LIMIT }, keep };
  return following ? { ...wanted, following: (answer) => following((answer as RecordPage<Item>).items) } : wanted;
}

/** The first page of a list that goes on. */
export function wantPages<Item, Brief>(shelf: Shelf<Item, Brief>): Wanted {
  return { key: [shelf.key, "pages"], path: shelf.path, query: { limit: SHELF_LIMIT }, keep: firstOfPages };
}

export function wantMatches(resumeId: string, minScore = 0): Wanted {
  const query = { resume_id: resumeId, limit: MATCHES_PAGE, min_score: minScore === 0 ? null : minScore };
  return { key: ["matches", resumeId, minScore], path: "/matches", query, keep: firstOfPages };
}

export function wantRecord(kind: RecordKind, id: string): Wanted {
  return { key: [kind, id], path: `${RECORD_PATHS[kind]}/${encodeURIComponent(id)}` };
}

/** The record that a page is about, and what it names. */
export function wantSubject<Kind extends RecordKind>(kind: Kind, id: string, following?: (record: Records[Kind]) => Wanted[]): Wanted {
  const wanted = { ...wantRecord(kind, id), isSubject: true };
  return following ? { ...wanted, following: (answer) => following(answer as Records[Kind]) } : wanted;
}

/** A job with its arguments and result. */
export function wantJob(id: string): Wanted {
  return { key: ["job-record", id], path: `/background-jobs/${encodeURIComponent(id)}` };
}

/**
 * Read all at once; what could not be had is left for the browser to ask for.
 *
 * The place in the event log is taken before, so that the page misses nothing that happens while it is on its way.
 */
export async function FirstPaint({ wanted, children }: { wanted: readonly Wanted[]; children: ReactNode }) {
  const queries = new QueryClient();
  const now = await firstPaint<Pick<JobPage, "cursor">>("/background-jobs", { limit: 1 });
  await Promise.all(wanted.map((each) => read(queries, each)));
  return (
    <HydrationBoundary state={dehydrate(queries)}>
      <PaintedAt cursor={now.data?.cursor}>{children}</PaintedAt>
    </HydrationBoundary>
  );
}

async function read(queries: QueryClient, { key, path, query, keep, isSubject, following }: Wanted): Promise<void> {
  const { data, problem } = await firstPaint<unknown>(path, query);
  if (isSubject === true && problem?.status === 404) notFound();
  if (data === null) return;
  queries.setQueryData(key, keep ? keep(data) : data);
  if (following) await Promise.all(following(data).map((each) => read(queries, each)));
}

function firstOfPages(answer: unknown): unknown {
  return { pages: [answer], pageParams: [null] };
}
