"use client";

import { ChevronRight } from "lucide-react";
import { useState } from "react";
import { CopyButton } from "@/components/ui/copy";
import { cn } from "@/lib/utils";

const LONG = 160;
const MANY = 50;
const OPEN_DEPTH = 2;

/** A JSON value as a tree: branches fold, long texts are cut until asked for, the whole can be copied. */
export function JsonTree({ value, label, className }: { value: unknown; label: string; className?: string }) {
  return (
    <div className={cn("relative rounded-md border bg-raised/40", className)}>
      <div className="absolute right-1 top-1 z-[1]">
        <CopyButton text={JSON.stringify(value, null, 2)} label={`Copy ${label} as JSON`} />
      </div>
      <div className="max-h-[32rem] overflow-auto p-3 pr-10 font-mono text-xs leading-relaxed" tabIndex={0} role="region" aria-label={label}>
        <Node value={value} depth={0} />
      </div>
    </div>
  );
}

function Node({ name, value, depth }: { name?: string | number; value: unknown; depth: number }) {
  const entries = entriesOf(value);
  if (entries === null || entries.length === 0) {
    return (
      <div className="break-words pl-4">
        <Name name={name} />
        {entries === null ? <Leaf value={value} /> : <span className="text-muted">{Array.isArray(value) ? "[ ]" : "{ }"}</span>}
      </div>
    );
  }
  return <Branch name={name} value={value} entries={entries} depth={depth} />;
}

function Branch({
  name,
  value,
  entries,
  depth,
}: {
  name: string | number | undefined;
  value: unknown;
  entries: readonly (readonly [string | number, unknown])[];
  depth: number;
}) {
  const [isOpen, setOpen] = useState(depth < OPEN_DEPTH && entries.length <= MANY);
  const [shown, setShown] = useState(MANY);
  const size = Array.isArray(value) ? `[${String(entries.length)}]` : `{${String(entries.length)}}`;
  return (
    <div>
      <button
        type="button"
        aria-expanded={isOpen}
        className="flex items-baseline gap-0.5 rounded-sm text-left hover:bg-raised"
        onClick={() => { setOpen(!isOpen); }}
      >
        <ChevronRight aria-hidden className={cn("size-3.5 shrink-0 self-center text-muted transition-transform", isOpen && "rotate-90")} />
        <Name name={name} />
        <span className="text-muted">{size}</span>
        {isOpen ? null : <span className="truncate pl-1.5 text-muted">{glance(value)}</span>}
      </button>
      {isOpen ? (
        <div className="ml-1.5 border-l pl-2">
          {entries.slice(0, shown).map(([key, child]) => (
            <Node key={key} name={key} value={child} depth={depth + 1} />
          ))}
          {entries.length > shown ? (
            <button type="button" className="pl-4 text-accent-ink hover:underline" onClick={() => { setShown(shown + 10 * MANY); }}>
              {entries.length - shown} more
            </button>
          ) : null}
        </div>
      ) : null}
    </div>
  );
}

function Name({ name }: { name: string | number | undefined }) {
  return name === undefined ? null : <span className="mr-1.5 text-muted">{name}:</span>;
}

function Leaf({ value }: { value: unknown }) {
  const [isWhole, setWhole] = useState(false);
  if (typeof value !== "string") {
    const look = value === null ? "text-muted" : typeof value === "boolean" ? "text-warning" : "text-running";
    return <span className={look}>{String(value)}</span>;
  }
  const isLong = value.length > LONG || value.includes("\n");
  const cut = isLong && !isWhole ? value.slice(0, LONG).split("\n", 1)[0] ?? "" : value;
  return (
    <>
      <span className={cn("text-succeeded", isWhole && "whitespace-pre-wrap")}>
        {isWhole ? value : `"${cut}${isLong ? "…" : ""}"`}
      </span>
      {isLong ? (
        <button type="button" className="ml-1.5 text-accent-ink hover:underline" aria-expanded={isWhole} onClick={() => { setWhole(!isWhole); }}>
          {isWhole ? "less" : `all ${value.length.toLocaleString("en")} characters`}
        </button>
      ) : null}
    </>
  );
}

function entriesOf(value: unknown): readonly (readonly [string | number, unknown])[] | null {
  if (Array.isArray(value)) return value.map((child: unknown, index) => [index, child] as const);
  if (typeof value === "object" && value !== null) return Object.entries(value);
  return null;
}

/** The first plain things in a folded branch. */
function glance(value: unknown): string {
  const plain = (entriesOf(value) ?? []).filter(([, child]) => typeof child !== "object" || child === null).slice(0, 3);
  return plain.map(([key, child]) => (typeof key === "number" ? String(child) : `${key}: ${String(child)}`).slice(0, 40)).join(", ");
}
