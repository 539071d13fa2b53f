"use client";

import Link from "next/link";
import { count } from "@/lib/format";
import type { UnderWayCard } from "@/lib/desk/use-under-way";
import { LiveCard } from "./live-card";

/** The jobs of the desk that are at work, newest first, each a card that fills itself. */
export function UnderWay({ cards, more, onDismiss }: { cards: readonly UnderWayCard[]; more: number; onDismiss: (id: string) => void }) {
  return (
    <section aria-labelledby="under-way" className="flex flex-col gap-3">
      <div className="flex items-baseline justify-between gap-3">
        <h2 id="under-way" className="text-sm font-semibold tracking-tight">Under way</h2>
        <Link href="/jobs" className="text-xs text-muted underline-offset-4 hover:underline">
          {more > 0 ? `${count(more)} more in all jobs` : "All jobs"}
        </Link>
      </div>
      {cards.length === 0 ? (
        <p className="rounded-lg border border-dashed px-4 py-5 text-sm text-muted">
          Nothing is under way. What you hand in above appears here at once and fills itself as the work goes on.
        </p>
      ) : (
        <div className="grid gap-3 md:grid-cols-2 xl:grid-cols-3">
          {cards.map((card) => (
            <LiveCard key={card.id} id={card.id} summary={card.summary} asked={card.asked} onDismiss={() => { onDismiss(card.id); }} />
          ))}
        </div>
      )}
    </section>
  );
}
