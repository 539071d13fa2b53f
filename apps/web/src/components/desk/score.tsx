import { Check, Minus, Plus } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "@/lib/utils";

/** What each part of a score is, in words. */
const PARTS: Record<string, string> = {
  title: "Title",
  skills: "Skills",
  text: "Wording",
  seniority: "Seniority",
  location: "Place",
  employment: "Kind of employment",
  experience: "Experience",
  education: "Education",
  language: "Language",
};

/** A score of 0 to 100: the number and a bar of its length. */
export function ScoreBar({ score, name, className }: { score: number; name: string; className?: string }) {
  return (
    <span className={cn("flex items-center gap-2", className)}>
      <span className="w-7 text-right font-mono text-sm font-medium tabular-nums">{score}</span>
      <Meter share={score / 100} name={name} />
    </span>
  );
}

/** A bar of a share from 0 to 1. */
export function Meter({ share, name }: { share: number; name: string }) {
  const percent = Math.round(Math.max(0, Math.min(1, share)) * 100);
  return (
    <span role="meter" aria-label={name} aria-valuemin={0} aria-valuemax={100} aria-valuenow={percent} className="block h-1.5 min-w-12 flex-1 overflow-hidden rounded-full bg-raised">
      <span className="block h-full rounded-full bg-foreground/65" style={{ width: `${String(percent)}%` }} />
    </span>
  );
}

/** What a score is made of. */
export function Breakdown({ parts, isNarrow = false }: { parts: Record<string, number>; isNarrow?: boolean }) {
  return (
    <ul className={cn("grid gap-x-6 gap-y-1.5", !isNarrow && "sm:grid-cols-2")}>
      {Object.entries(parts).map(([name, share]) => (
        <li key={name} className="flex items-center gap-2 text-xs">
          <span className="w-32 shrink-0 text-muted">{PARTS[name] ?? name}</span>
          <Meter share={share} name={PARTS[name] ?? name} />
          <span className="w-8 text-right font-mono tabular-nums">{Math.round(share * 100)}</span>
        </li>
      ))}
    </ul>
  );
}

const MARKS = {
  met: { icon: Check, tone: "text-succeeded", says: "met" },
  missing: { icon: Minus, tone: "text-failed", says: "missing" },
  nice: { icon: Plus, tone: "text-warning", says: "would help" },
} as const;

/** Requirements with one mark each; the mark is said in words too. */
export function Requirements({ met, missing, nice = [] }: { met: readonly string[]; missing: readonly string[]; nice?: readonly string[] }) {
  const groups = [["met", met], ["missing", missing], ["nice", nice]] as const;
  if (groups.every(([, names]) => names.length === 0)) return <p className="text-xs text-muted">The advert names no skill.</p>;
  return (
    <ul className="flex flex-wrap gap-1.5">
      {groups.flatMap(([mark, names]) => names.map((name) => <Marked key={`${mark}:${name}`} mark={mark}>{name}</Marked>))}
    </ul>
  );
}

function Marked({ mark, children }: { mark: keyof typeof MARKS; children: ReactNode }) {
  const { icon: Icon, tone, says } = MARKS[mark];
  return (
    <li className="inline-flex items-center gap-1 rounded-full border px-2 py-0.5 text-xs">
      <Icon className={cn("size-3", tone)} aria-hidden />
      {children}
      <span className="sr-only">, {says}</span>
      {mark === "nice" ? <span className="text-muted" aria-hidden>would help</span> : null}
      {mark === "missing" ? <span className="text-muted" aria-hidden>missing</span> : null}
    </li>
  );
}
