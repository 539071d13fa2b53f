import { percentOf, SURENESS, sureness } from "@/lib/desk/confidence";
import { cn } from "@/lib/utils";

const TONE = { sure: "text-muted", check: "text-warning", unsure: "text-failed" } as const;

/** How sure a reading is: a number in grey where it is, words and colour where it is not. Nothing where nobody said. */
export function Sure({ confidence, isQuiet = false }: { confidence: number | undefined; isQuiet?: boolean }) {
  if (confidence === undefined) return null;
  const level = sureness(confidence);
  if (level === "sure" && isQuiet) return null;
  return (
    <span title={`${percentOf(confidence)}: ${SURENESS[level]}`} className={cn("whitespace-nowrap text-xs font-normal tabular-nums", TONE[level])}>
      {level === "sure" ? "" : `${SURENESS[level]}, `}
      {percentOf(confidence)}
    </span>
  );
}
