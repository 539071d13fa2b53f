import { methodText, postingFacts } from "@/lib/desk/posting";
import type { FieldProvenance, Posting } from "@/lib/desk/types";
import { Sure } from "./sure";

const UNKNOWN = "Where each field comes from is told for adverts read one by one, as long as the job that read them is kept.";

/** The facts of an advert with where each comes from, where that is known. */
export function PostingFacts({
  posting,
  provenance,
  isLooking,
}: {
  posting: Posting;
  provenance: Record<string, FieldProvenance> | null;
  isLooking: boolean;
}) {
  const facts = postingFacts(posting).filter(([, , value]) => value !== null);
  return (
    <>
      <dl className="flex flex-col gap-2 text-sm">
        {facts.map(([field, name, value]) => {
          const from = provenance?.[field];
          return (
            <div key={field} className="grid gap-x-4 sm:grid-cols-[8rem_1fr]">
              <dt className="text-muted">{name}</dt>
              <dd className="min-w-0">
                <span className="break-words">{value}</span>
                {from ? (
                  <span className="block text-xs text-muted">
                    from {methodText(from.method)}
                    {from.evidence && from.evidence !== value ? <>: “{from.evidence}”</> : null} <Sure confidence={from.confidence} isQuiet />
                  </span>
                ) : null}
              </dd>
            </div>
          );
        })}
      </dl>
      {provenance === null ? (
        <p className="text-xs text-muted">{isLooking ? "Looking for the job that read this advert" : UNKNOWN}</p>
      ) : null}
    </>
  );
}
