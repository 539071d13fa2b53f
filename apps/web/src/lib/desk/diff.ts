/** What a tailored CV changes: word by word where a text was changed, and by place where lines only moved. */
import { diffWordsWithSpace } from "diff";
import { period } from "./dates";
import type { Resume } from "./types";

export interface Piece {
  kind: "same" | "added" | "removed";
  text: string;
}

/** A line of the new text; `removed` lines are those of the old one that it no longer has. `from` counts from 1. */
export interface LineDiff {
  kind: "same" | "moved" | "changed" | "added" | "removed";
  from: number | null;
  pieces: Piece[];
}

export interface SectionDiff {
  title: string;
  lines: LineDiff[];
  isChanged: boolean;
}

/** Less alike than this, a line is a new one rather than another wording. */
const ALIKE = 0.4;

export function diffText(before: string, after: string): Piece[] {
  return diffWordsWithSpace(before, after).map(({ added, removed, value }) => ({
    kind: added ? "added" : removed ? "removed" : "same",
    text: value,
  }));
}

/** Lines that stayed are found wherever they are now; the others are paired with the one most alike. */
export function diffLines(before: readonly string[], after: readonly string[]): LineDiff[] {
  const free = new Set(before.keys());
  const partner = after.map((line) => {
    const at = [...free].find((index) => before[index] === line);
    if (at !== undefined) free.delete(at);
    return at;
  });
  after.forEach((line, at) => {
    if (partner[at] !== undefined) return;
    const best = [...free].map((index) => ({ index, share: likeness(before[index] ?? "", line) })).sort((one, other) => other.share - one.share)[0];
    if (best === undefined || best.share < ALIKE) return;
    partner[at] = best.index;
    free.delete(best.index);
  });
  const stays = inOrder(partner);
  const lines = after.map((line, at): LineDiff => {
    const index = partner[at];
    if (index === undefined) return { kind: "added", from: null, pieces: [{ kind: "added", text: line }] };
    const old = before[index] ?? "";
    if (old !== line) return { kind: "changed", from: index + 1, pieces: diffText(old, line) };
    return { kind: stays.has(at) ? "same" : "moved", from: index + 1, pieces: [{ kind: "same", text: line }] };
  });
  const removed = [...free].map((index): LineDiff => ({ kind: "removed", from: index + 1, pieces: [{ kind: "removed", text: before[index] ?? "" }] }));
  return [...lines, ...removed];
}

/** The places whose lines kept their order among themselves: the longest rising run, so that as few as can be count as moved. */
function inOrder(partner: readonly (number | undefined)[]): ReadonlySet<number> {
  const best: number[][] = [];
  partner.forEach((index, at) => {
    if (index === undefined) {
      best.push([]);
      return;
    }
    const before = best.filter((run) => run.length > 0 && (partner[run.at(-1) ?? 0] ?? Infinity) < index);
    const longest = before.reduce<number[]>((one, other) => (other.length > one.length ? other : one), []);
    best.push([...longest, at]);
  });
  return new Set(best.reduce<number[]>((one, other) => (other.length > one.length ? other : one), []));
}

/** The share of words that two lines have in common, 0 to 1. */
function likeness(one: string, other: string): number {
  const words = (line: string) => new Set(line.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []);
  const [left, right] = [words(one), words(other)];
  const common = [...left].filter((word) => right.has(word)).length;
  return common === 0 ? 0 : (2 * common) / (left.size + right.size);
}

/** A CV section by section: its title and its lines. */
function sectionsOf(resume: Resume): Map<string, string[]> {
  const sections = new Map<string, string[]>();
  const add = (title: string, lines: readonly (string | null)[]) => {
    const kept = lines.filter((line): line is string => line !== null && line !== "");
    if (kept.length > 0) sections.set(title, [...(sections.get(title) ?? []), ...kept]);
  };
  add("Headline", [resume.basics.label]);
  add("Summary", [resume.basics.summary]);
  for (const { name, keywords } of resume.skills) add(name === "" ? "Skills" : `Skills: ${name}`, keywords);
  for (const work of resume.work) {
    const title = [work.position, work.name].filter(Boolean).join(", ") || "Experience";
    const when = period(work.startDate, work.endDate, work.current);
    add(when === null ? title : `${title}, ${when}`, [work.summary, ...work.highlights]);
  }
  for (const project of resume.projects) add(`Project: ${project.name}`, [project.description, ...project.highlights]);
  add("Education", resume.education.map(({ studyType, area, institution }) => [studyType, area, institution].filter(Boolean).join(", ")));
  add("Certificates", resume.certificates.map(({ name }) => name));
  add("Languages", resume.languages.map(({ language, fluency }) => (fluency === null ? language : `${language} (${fluency})`)));
  return sections;
}

/** Every section of the tailored CV, then those that only the original has. */
export function diffResumes(before: Resume, after: Resume): SectionDiff[] {
  const [old, now] = [sectionsOf(before), sectionsOf(after)];
  const titles = [...now.keys(), ...[...old.keys()].filter((title) => !now.has(title))];
  return titles.map((title) => {
    const lines = diffLines(old.get(title) ?? [], now.get(title) ?? []);
    return { title, lines, isChanged: lines.some(({ kind }) => kind !== "same") };
  });
}

/** `work[0].highlights` as people say it: `Experience 1, points`. */
export function pathText(path: string): string {
  const words: Record<string, string> = { work: "Experience", skills: "Skills", highlights: "points", keywords: "", basics: "", label: "Headline", summary: "Summary", projects: "Project" };
  return path
    .split(".")
    .map((part) => {
      const [, name = part, at] = /^([a-z_]+)\[(\d+)\]$/i.exec(part) ?? [];
      const word = words[name] ?? name;
      return at === undefined ? word : `${word} ${String(Number(at) + 1)}`;
    })
    .filter(Boolean)
    .join(", ");
}
