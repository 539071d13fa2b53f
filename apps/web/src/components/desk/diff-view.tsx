import type { LineDiff, Piece, SectionDiff } from "@/lib/desk/diff";
import { cn } from "@/lib/utils";

/** Sections with what was added, taken out and moved; said by elements and words, not by colour alone. */
export function DiffView({ sections }: { sections: readonly SectionDiff[] }) {
  return (
    <div className="flex flex-col gap-5">
      {sections.map(({ title, lines, isChanged }) => (
        <section key={title} className="flex flex-col gap-1.5">
          <h3 className="flex items-baseline justify-between gap-3 border-b pb-1 text-xs font-semibold">
            {title}
            <span className={cn("shrink-0 whitespace-nowrap font-normal", isChanged ? "text-accent-ink" : "text-muted")}>{isChanged ? "changed" : "as it was"}</span>
          </h3>
          {title.startsWith("Skills") ? <Inline lines={lines} /> : <Lines lines={lines} />}
        </section>
      ))}
    </div>
  );
}

function Lines({ lines }: { lines: readonly LineDiff[] }) {
  return (
    <ul className="flex flex-col gap-1 text-sm leading-relaxed">
      {lines.map((line, index) => (
        <li key={index} className={cn("max-w-prose border-l-2 pl-2.5", line.kind === "same" ? "border-transparent" : "border-accent")}>
          <Pieces pieces={line.pieces} /> <Mark line={line} at={index} />
        </li>
      ))}
    </ul>
  );
}

/** A list of short names in one paragraph; those that moved are underlined. */
function Inline({ lines }: { lines: readonly LineDiff[] }) {
  const moved = lines.filter(({ kind }) => kind === "moved").length;
  return (
    <>
      <ul className="flex flex-wrap gap-x-2 gap-y-1 text-sm">
        {lines.map((line, index) => (
          <li key={index} className={cn(line.kind === "moved" && "underline decoration-accent decoration-2 underline-offset-4")} title={line.kind === "moved" ? `was at place ${String(line.from)}` : undefined}>
            <Pieces pieces={line.pieces} />
          </li>
        ))}
      </ul>
      {moved > 0 ? <p className="text-xs text-muted">Underlined: moved to another place.</p> : null}
    </>
  );
}

function Mark({ line, at }: { line: LineDiff; at: number }) {
  if (line.kind === "same" || line.from === null) return null;
  if (line.kind === "removed") return <span className="text-xs text-muted">left out</span>;
  if (line.from === at + 1 && line.kind === "changed") return null;
  return <span className="whitespace-nowrap text-xs text-muted">was at place {line.from}</span>;
}

export function Pieces({ pieces }: { pieces: readonly Piece[] }) {
  return pieces.map(({ kind, text }, index) => {
    if (kind === "added") return <ins key={index} className="rounded-xs bg-succeeded-soft text-succeeded no-underline">{text}</ins>;
    if (kind === "removed") return <del key={index} className="rounded-xs bg-failed-soft text-failed">{text}</del>;
    return <span key={index}>{text}</span>;
  });
}
