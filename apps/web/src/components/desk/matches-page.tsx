"use client";

import { Target } from "lucide-react";
import Link from "next/link";
import { Page } from "@/components/shell/page";
import { When } from "@/components/status/when";
import { Button } from "@/components/ui/button";
import { Field, NativeSelect } from "@/components/ui/field";
import { Empty, Skeleton } from "@/components/ui/states";
import { useMatches, useShelf } from "@/lib/api/queries";
import { jsonAsking } from "@/lib/desk/intake";
import { minimumOf } from "@/lib/desk/matches";
import { RESUMES } from "@/lib/desk/shelves";
import type { Match } from "@/lib/desk/types";
import { useUrlState } from "@/lib/desk/use-url-state";
import { BackLink } from "./back-link";
import { PageJobCards, usePageJobs } from "./page-jobs";
import { Problem } from "./problem";
import { Breakdown, Requirements, ScoreBar } from "./score";

const MINIMA = [0, 40, 60, 70, 80, 90];

/** All adverts ranked for one CV, each with why. */
export function MatchesPage() {
  const [chosen, choose] = useUrlState("resume");
  const [min, setMin] = useUrlState("min");
  const resumes = (useShelf(RESUMES).data?.items ?? []).filter(({ id, origin }) => origin === "own" || id === chosen);
  const resume = resumes.find(({ id }) => id === chosen) ?? resumes[0];
  const resumeId = chosen ?? resume?.id ?? null;
  const minimum = minimumOf(min);
  const matches = useMatches(resumeId, minimum);
  const jobs = usePageJobs();
  const items = matches.data?.pages.flatMap((page) => page.items);
  const recompute = (id: string) => void jobs.ask(jsonAsking("/matches/recompute", "match.recompute", resume?.name ?? "CV", { resume_id: id }));
  return (
    <Page
      title="Matches"
      lead={<BackLink />}
      isWide
      actions={resumeId ? <Button variant="primary" isPending={jobs.isPending} onClick={() => { recompute(resumeId); }}><Target /> Match with all adverts</Button> : undefined}
    >
      <PageJobCards jobs={jobs} />
      <div className="flex flex-wrap gap-3">
        <Field label="CV" className="min-w-48">
          {(control) => (
            <NativeSelect {...control} value={resumeId ?? ""} onChange={(event) => { choose(event.target.value); }}>
              {resumes.map(({ id, name, filename }) => <option key={id} value={id}>{name ?? filename ?? id}</option>)}
            </NativeSelect>
          )}
        </Field>
        <Field label="Score">
          {(control) => (
            <NativeSelect {...control} value={String(minimum)} onChange={(event) => { setMin(event.target.value === "0" ? null : event.target.value); }}>
              {[...new Set([...MINIMA, minimum])].sort((one, other) => one - other).map((value) => (
                <option key={value} value={value}>{value === 0 ? "any" : `${String(value)} and more`}</option>
              ))}
            </NativeSelect>
          )}
        </Field>
      </div>
      {matches.error ? <Problem problem={matches.error} action={<Button size="sm" onClick={() => void matches.refetch()}>Ask again</Button>} /> : null}
      {resumeId === null ? (
        <Empty title="There is no CV yet" action={<Button asChild><Link href="/">To the desk</Link></Button>}>Hand one in on the desk; then this page ranks all adverts for it.</Empty>
      ) : items === undefined ? (
        matches.error ? null : <Skeleton className="h-96" />
      ) : items.length === 0 ? (
        <Empty title={minimum > 0 ? `No advert reaches ${String(minimum)}` : "Not matched yet"}>
          {minimum > 0 ? "Choose a lower score." : "Match this CV with all adverts: it takes some seconds for some hundreds of them."}
        </Empty>
      ) : (
        <ol className="divide-y rounded-lg border bg-surface">
          {items.map((match) => <Row key={match.posting_id} match={match} />)}
        </ol>
      )}
      {matches.hasNextPage ? <Button className="self-center" isPending={matches.isFetchingNextPage} onClick={() => void matches.fetchNextPage()}>Show more</Button> : null}
    </Page>
  );
}

function Row({ match }: { match: Match }) {
  return (
    <li className="flex flex-col gap-2.5 px-4 py-3.5 [contain-intrinsic-size:auto_7rem] [content-visibility:auto]">
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2">
        <div className="min-w-0">
          <Link href={`/desk/postings/${match.posting_id}`} className="text-sm font-medium hover:underline">{match.title}</Link>
          <p className="text-xs text-muted">{match.company ?? "company not named"} · scored <When iso={match.scored_at} />{match.is_listed ? "" : " · scored alone"}</p>
        </div>
        <ScoreBar score={match.score} name={`Score of ${match.title}`} className="w-44" />
      </div>
      <Requirements met={match.matched_skills} missing={match.missing_required} nice={match.missing_nice} />
      <details>
        <summary className="cursor-pointer text-xs text-muted">What the score is made of</summary>
        <div className="max-w-2xl pt-2"><Breakdown parts={match.breakdown} /></div>
      </details>
    </li>
  );
}
