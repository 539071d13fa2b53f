/** What the charts of a queue say in words, for those who do not see them and those in a hurry. */
import { count, duration } from "@/lib/format";
import { peakOf, totalsOf, type Minute } from "./throughput";

const CLOCK = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });

/** `13:05`, in the reader's time zone. */
export function clock(at: number): string {
  return CLOCK.format(at);
}

/** What the bars say, in one sentence. */
export function endsSummary(minutes: readonly Minute[]): string {
  const totals = totalsOf(minutes);
  if (totals.succeeded + totals.failed + totals.cancelled + totals.retried === 0) {
    return `Nothing ended in the last ${span(minutes.length)}.`;
  }
  const retried = totals.retried === 0 ? "" : `; ${count(totals.retried)} tried again`;
  return `In the last ${span(minutes.length)}: ${count(totals.succeeded)} succeeded, ${count(totals.failed)} failed, ${count(totals.cancelled)} cancelled${retried}.`;
}

/** What the lines of waits or runs say, in one sentence. */
export function durationSummary(verb: string, key: "waitP95" | "runP95", minutes: readonly Minute[], isOfSeveral: boolean): string {
  const peak = peakOf(minutes, key);
  if (peak === null) return "Nothing was measured in this window.";
  const whose = isOfSeveral ? " Each minute shows its slowest queue." : "";
  return `At worst, at ${clock(peak.at)}, 95 % ${verb} at most ${duration(peak.value)}.${whose}`;
}

function span(minutes: number): string {
  return minutes >= 120 ? `${String(Math.round(minutes / 60))} hours` : `${String(minutes)} minutes`;
}
