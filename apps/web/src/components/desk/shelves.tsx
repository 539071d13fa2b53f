"use client";

import Link from "next/link";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { useRecord, useShelf } from "@/lib/api/queries";
import { APPLICATION_STATUS, columnsOf } from "@/lib/desk/applications";
import { COMPANIES, DOCUMENTS, FEEDS, INTERVIEWS, PACKETS, POSTINGS, PROJECTS, RESUMES, SEARCHES, APPLICATIONS } from "@/lib/desk/shelves";
import { plural, shortUrl } from "@/lib/desk/tasks";
import { useDeleteFeed } from "@/lib/desk/use-records";
import { MatchesShelf } from "./matches-shelf";
import { Section } from "./section";
import { ShelfCard } from "./shelf";

const withCompany = (title: string, company: string | null) => ({ title, note: company });

/** Everything that is kept, by its kind. */
export function Shelves() {
  const postings = useShelf(POSTINGS);
  const titleOf = (id: string) => postings.data?.items.find((posting) => posting.id === id);
  return (
    <div className="grid items-start gap-4 md:grid-cols-2 xl:grid-cols-3">
      <ShelfCard
        title="CVs"
        query={useShelf(RESUMES)}
        isKept={(resume) => resume.origin === "own"}
        empty="A CV that you hand in is read into its parts and stands here."
        row={({ id, name, filename, label, created_at }) => ({ id, href: `/desk/resumes/${id}`, title: name ?? filename ?? "CV without a name", note: label ?? filename, at: created_at })}
      />
      <MatchesShelf />
      <ShelfCard
        title="Adverts"
        query={postings}
        empty="Adverts come from an address, pasted text, or a feed."
        actions={<Link href="/desk/postings" className="text-xs text-muted underline-offset-4 hover:underline">All adverts</Link>}
        row={({ id, title, company, places }) => ({ id, href: `/desk/postings/${id}`, title, note: [company, places[0]].filter(Boolean).join(" · ") })}
      />
      <ApplicationsShelf />
      <ShelfCard
        title="Tailored CVs"
        query={useShelf(DOCUMENTS)}
        empty="From an advert's page, a CV can be tailored to it. Nothing is invented."
        row={(each) => ({
          id: each.id,
          href: `/desk/documents/${each.id}`,
          title: titleOf(each.posting_id)?.title ?? <AdvertTitle id={each.posting_id} />,
          note: titleOf(each.posting_id)?.company ?? each.name,
          at: each.created_at,
          end: `${String(each.score_before)} to ${String(each.score_after)}`,
        })}
      />
      <ShelfCard
        title="Packets"
        query={useShelf(PACKETS)}
        empty="CV and cover letter as PDF, set for one advert."
        row={({ id, title, company, created_at, isReadable }) => ({
          id,
          href: `/desk/packets/${id}`,
          ...withCompany(title, company),
          at: created_at,
          end: isReadable === null ? null : isReadable ? "reads back" : "check it",
        })}
      />
      <ShelfCard
        title="Interviews"
        query={useShelf(INTERVIEWS)}
        empty="Questions to expect, with outlines from your own CV."
        row={({ id, title, company, created_at, questions }) => ({ id, href: `/desk/interviews/${id}`, ...withCompany(title, company), at: created_at, end: plural(questions, "question") })}
      />
      <ShelfCard
        title="Companies"
        query={useShelf(COMPANIES)}
        empty="What is known of a company, each claim with its source."
        row={({ id, name, facts, created_at }) => ({ id, href: `/desk/companies/${id}`, title: name, at: created_at, end: plural(facts, "fact") })}
      />
      <ShelfCard
        title="Projects"
        query={useShelf(PROJECTS)}
        empty="Repositories that you follow, with the progress of their plans."
        row={({ id, name, repo_url, percent, refreshed }) => ({
          id,
          href: `/desk/projects/${id}`,
          title: name ?? shortUrl(repo_url) ?? repo_url,
          note: name ? shortUrl(repo_url) : refreshed ? null : "not read yet",
          at: refreshed,
          end: percent === null ? null : `${String(percent)} %`,
        })}
      />
      <ShelfCard
        title="Candidate searches"
        query={useShelf(SEARCHES)}
        empty="Searches among the CVs that are kept, ranked for a role."
        row={({ id, title, candidates, created_at }) => ({ id, href: `/desk/searches/${id}`, title, at: created_at, end: plural(candidates, "candidate") })}
      />
      <FeedsShelf />
    </div>
  );
}

/** The title of an advert that is not among the newest. */
function AdvertTitle({ id }: { id: string }) {
  return useRecord("posting", id).data?.title ?? "For an advert";
}

function ApplicationsShelf() {
  const query = useShelf(APPLICATIONS);
  const columns = columnsOf(query.data?.items ?? []).filter(({ items }) => items.length > 0);
  return (
    <Section title="Applications" actions={<Link href="/desk/applications" className="text-xs text-muted underline-offset-4 hover:underline">Board</Link>}>
      {columns.length === 0 ? (
        <p className="text-sm text-muted">How far you have come with each advert, from draft to offer.</p>
      ) : (
        <ul className="flex flex-wrap gap-2">
          {columns.map(({ status, items }) => (
            <li key={status}>
              <Badge tone={APPLICATION_STATUS[status].tone}>
                {APPLICATION_STATUS[status].text} <span className="tabular-nums">{items.length}</span>
              </Badge>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

function FeedsShelf() {
  const query = useShelf(FEEDS);
  const { remove, isPending } = useDeleteFeed();
  const feeds = query.data?.items ?? [];
  if (feeds.length === 0) return null;
  return (
    <Section title="Feeds" note="read again every hour">
      <ul className="flex flex-col gap-1.5">
        {feeds.map((feed) => (
          <li key={feed.id} className="flex items-center justify-between gap-3 text-sm">
            <span className="min-w-0">
              <span className="block truncate">{feed.title ?? shortUrl(feed.url)}</span>
              <span className="block truncate text-xs text-muted">{feed.gone_at ? "gone: its server has no such feed any more" : shortUrl(feed.url)}</span>
            </span>
            <Button size="sm" variant="ghost" disabled={isPending} onClick={() => { remove(feed.id); }} aria-label={`Read no more: ${feed.title ?? feed.url}`}>
              Read no more
            </Button>
          </li>
        ))}
      </ul>
    </Section>
  );
}
