"use client";

import { X } from "lucide-react";
import { useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { Input, NativeSelect } from "@/components/ui/field";
import { absoluteTime } from "@/lib/format";
import { isNarrowed, NO_FILTERS, RANGE_NAMES, RANGES, type Filters, type Range } from "@/lib/jobs/filters";

/** Task, queue, tag and age. What is typed counts on Enter, on leaving the field, or when a suggestion is taken. */
export function FilterBar({
  filters,
  known,
  onChange,
}: {
  filters: Filters;
  known: { tasks: readonly string[]; queues: readonly string[]; tags: readonly string[] };
  onChange: (change: Partial<Filters>) => void;
}) {
  return (
    <div className="flex flex-wrap items-center gap-2" role="group" aria-label="Filters">
      <FilterField label="Task" value={filters.type} options={known.tasks} onChange={(type) => { onChange({ type }); }} />
      <FilterField label="Queue" value={filters.queue} options={known.queues} onChange={(queue) => { onChange({ queue }); }} className="w-32" />
      <FilterField label="Tag" value={filters.tag} options={known.tags} onChange={(tag) => { onChange({ tag }); }} className="w-40" />
      <NativeSelect
        aria-label="Created within"
        className="h-8 text-xs"
        value={filters.range ?? ""}
        onChange={(event) => { onChange({ range: event.target.value === "" ? null : (event.target.value as Range), after: null }); }}
      >
        <option value="">Any time</option>
        {(Object.keys(RANGES) as Range[]).map((range) => (
          <option key={range} value={range}>
            Last {RANGE_NAMES[range]}
          </option>
        ))}
      </NativeSelect>
      {filters.range === null && filters.after ? (
        <Bound text={`after ${absoluteTime(filters.after)}`} onClear={() => { onChange({ after: null }); }} />
      ) : null}
      {filters.before ? <Bound text={`before ${absoluteTime(filters.before)}`} onClear={() => { onChange({ before: null }); }} /> : null}
      {isNarrowed(filters) ? (
        <Button variant="ghost" size="sm" onClick={() => { onChange({ ...NO_FILTERS, statuses: filters.statuses }); }}>
          Clear filters
        </Button>
      ) : null}
    </div>
  );
}

function Bound({ text, onClear }: { text: string; onClear: () => void }) {
  return (
    <span className="inline-flex h-8 items-center gap-1 rounded-md border bg-raised pl-2.5 pr-1 text-xs">
      Created {text}
      <Button variant="ghost" size="icon-sm" className="size-6" aria-label={`No longer only created ${text}`} onClick={onClear}>
        <X />
      </Button>
    </span>
  );
}

/** A field that narrows a list to what is typed or picked in it. */
export function FilterField({
  label,
  value,
  options,
  onChange,
  className = "w-44",
}: {
  label: string;
  value: string | null;
  options: readonly string[];
  onChange: (value: string | null) => void;
  className?: string;
}) {
  const list = useId();
  const [typed, setTyped] = useState<string | null>(null);
  const commit = (text: string) => {
    const wanted = text.trim() === "" ? null : text.trim();
    setTyped(null);
    if (wanted !== value) onChange(wanted);
  };
  return (
    <span className={`relative ${className}`}>
      <Input
        aria-label={label}
        placeholder={label}
        list={list}
        className={`h-8 pr-7 text-xs ${value === null ? "" : "border-accent/70"}`}
        value={typed ?? value ?? ""}
        onChange={(event) => {
          // A whole suggestion at once was picked from the list.
          const isPicked = options.includes(event.target.value) && !(event.nativeEvent instanceof InputEvent && event.nativeEvent.inputType === "insertText");
          if (isPicked) commit(event.target.value);
          else setTyped(event.target.value);
        }}
        onBlur={(event) => { commit(event.target.value); }}
        onKeyDown={(event) => {
          if (event.key === "Enter") commit(event.currentTarget.value);
          if (event.key === "Escape") setTyped(null);
        }}
      />
      <datalist id={list}>
        {options.map((option) => (
          <option key={option} value={option} />
        ))}
      </datalist>
      {value === null ? null : (
        <button
          type="button"
          aria-label={`Any ${label.toLowerCase()}`}
          className="absolute right-1 top-1 flex size-6 items-center justify-center rounded-sm text-muted hover:text-foreground [&_svg]:size-3.5"
          onClick={() => { onChange(null); }}
        >
          <X aria-hidden />
        </button>
      )}
    </span>
  );
}
