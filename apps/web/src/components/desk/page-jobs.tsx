"use client";

import { useAsk } from "@/lib/desk/use-ask";
import { useAsked } from "@/lib/desk/use-asked";
import type { Asking } from "@/lib/desk/intake";
import { useDeskEvents } from "@/lib/desk/use-desk-events";
import { useUrlState } from "@/lib/desk/use-url-state";
import { LiveCard } from "./live-card";
import { Problem } from "./problem";

const SHOWN = 4;

/**
 * The jobs asked for from this page: they stand in its address, so that the page can be opened again with them.
 *
 * `ask` adds one; it gives the job's id, or null where it was refused (`problem`).
 */
export function usePageJobs() {
  const [value, setValue] = useUrlState("job");
  const { ask, ...state } = useAsk();
  const ids = (value ?? "").split(",").filter((id) => /^[0-9a-f]{24}$/.test(id));
  const show = (next: readonly string[]) => { setValue(next.slice(0, SHOWN).join(",")); };
  useDeskEvents((id) => ids.includes(id));
  return {
    ...state,
    ids,
    ask: async (asking: Asking): Promise<string | null> => {
      const id = await ask(asking);
      if (id !== null) show([id, ...ids.filter((other) => other !== id)]);
      return id;
    },
    dismiss: (id: string) => { show(ids.filter((other) => other !== id)); },
  };
}

export type PageJobs = ReturnType<typeof usePageJobs>;

/** Their cards, above the page's own content, and why the last one was refused. */
export function PageJobCards({ jobs }: { jobs: PageJobs }) {
  const asked = useAsked();
  if (jobs.ids.length === 0 && jobs.problem === null) return null;
  return (
    <section aria-labelledby="asked-here" className="flex flex-col gap-3">
      <h2 id="asked-here" className="sr-only">Asked for here</h2>
      {jobs.problem ? <Problem problem={jobs.problem} /> : null}
      <div className="grid gap-3 md:grid-cols-2">
        {jobs.ids.map((id) => (
          <LiveCard key={id} id={id} asked={asked.find((job) => job.id === id)} onDismiss={() => { jobs.dismiss(id); }} />
        ))}
      </div>
    </section>
  );
}
