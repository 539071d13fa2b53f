"use client";

import Link from "next/link";
import { Button } from "@/components/ui/button";
import { NativeSelect } from "@/components/ui/field";
import { useMatches, useShelf } from "@/lib/api/queries";
import { jsonAsking } from "@/lib/desk/intake";
import { RESUMES } from "@/lib/desk/shelves";
import { useAsk } from "@/lib/desk/use-ask";
import { useUrlState } from "@/lib/desk/use-url-state";
import { Problem } from "./problem";
import { ScoreBar } from "./score";
import { Section } from "./section";

const SHOWN = 5;

/** The best adverts for one of the CVs; which one stands in the address. */
export function MatchesShelf() {
  const [chosen, choose] = useUrlState("resume");
  const resumes = useShelf(RESUMES).data?.items.filter((resume) => resume.origin === "own") ?? [];
  const resume = resumes.find(({ id }) => id === chosen) ?? resumes[0];
  const matches = useMatches(resume?.id ?? null);
  const { ask, isPending, problem } = useAsk();
  const items = matches.data?.pages[0]?.items.slice(0, SHOWN) ?? [];
  if (!resume) {
    return (
      <Section title="Matches">
        <p className="text-sm text-muted">With a CV and some adverts: how well each suits you, and why.</p>
      </Section>
    );
  }
  const recompute = () => {
    void ask(jsonAsking("/matches/recompute", "match.recompute", resume.name ?? "CV", { resume_id: resume.id }));
  };
  return (
    <Section title="Matches" actions={<Link href={`/desk/matches?resume=${resume.id}`} className="text-xs text-muted underline-offset-4 hover:underline">All matches</Link>}>
      {resumes.length > 1 ? (
        <NativeSelect aria-label="Matches for which CV" value={resume.id} onChange={(event) => { choose(event.target.value); }} className="w-full">
          {resumes.map(({ id, name, filename }) => <option key={id} value={id}>{name ?? filename ?? id}</option>)}
        </NativeSelect>
      ) : null}
      {items.length === 0 ? (
        <p className="text-sm text-muted">{matches.isPending ? "Reading the matches" : "This CV has not been matched yet."}</p>
      ) : (
        <ul className="-mx-2">
          {items.map((match) => (
            <li key={match.posting_id}>
              <Link href={`/desk/postings/${match.posting_id}`} className="grid grid-cols-[1fr_6rem] items-center gap-3 rounded-md px-2 py-1.5 hover:bg-raised">
                <span className="min-w-0">
                  <span className="block truncate text-sm">{match.title}</span>
                  <span className="block truncate text-xs text-muted">{match.company}</span>
                </span>
                <ScoreBar score={match.score} name={`Score of ${match.title}`} />
              </Link>
            </li>
          ))}
        </ul>
      )}
      {problem ? <Problem problem={problem} /> : null}
      <Button size="sm" className="self-start" isPending={isPending} onClick={recompute}>Match with all adverts</Button>
    </Section>
  );
}
