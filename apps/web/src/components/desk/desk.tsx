"use client";

import { Page } from "@/components/shell/page";
import { useShelf } from "@/lib/api/queries";
import { POSTINGS, PROJECTS, RESUMES } from "@/lib/desk/shelves";
import { useAsk } from "@/lib/desk/use-ask";
import { useDeskEvents } from "@/lib/desk/use-desk-events";
import { useUnderWay, type ActiveJobs } from "@/lib/desk/use-under-way";
import { FirstSteps } from "./first-steps";
import { Intake } from "./intake";
import { Shelves } from "./shelves";
import { UnderWay } from "./under-way";

/** The desk: hand in above, see the work in the middle, find what came out of it below. */
export function Desk({ active }: { active: ActiveJobs }) {
  const ask = useAsk();
  const underWay = useUnderWay(active);
  useDeskEvents(underWay.isShown);
  const shelves = [useShelf(RESUMES), useShelf(POSTINGS), useShelf(PROJECTS)] as const;
  const isNew = shelves.every(({ data }) => data?.items.length === 0);
  return (
    <Page title="Desk" lead="Hand in a CV, an advert, a feed or a repository, and watch it being read." isWide>
      <Intake ask={ask} />
      {isNew && underWay.cards.length === 0 ? <FirstSteps /> : <UnderWay cards={underWay.cards} more={underWay.more} onDismiss={underWay.dismiss} />}
      {isNew ? null : (
        <section aria-labelledby="shelves" className="flex flex-col gap-3">
          <h2 id="shelves" className="text-sm font-semibold tracking-tight">Kept</h2>
          <Shelves />
        </section>
      )}
    </Page>
  );
}
