"use client";

import { Search } from "lucide-react";
import { useState, type Ref } from "react";
import { Input } from "@/components/ui/field";
import { findJobId } from "@/lib/jobs/filters";

/** Finds a job by its id: pasting one opens it at once, typing one opens it on Enter. */
export function JobSearch({ onFound, ref }: { onFound: (id: string) => void; ref?: Ref<HTMLInputElement> }) {
  const [typed, setTyped] = useState("");
  const [isWrong, setWrong] = useState(false);
  const open = (text: string): boolean => {
    const id = findJobId(text);
    setWrong(id === null && text.trim() !== "");
    if (id !== null) onFound(id);
    return id !== null;
  };
  return (
    <form
      role="search"
      className="relative w-full sm:w-64"
      onSubmit={(event) => {
        event.preventDefault();
        open(typed);
      }}
    >
      <Search aria-hidden className="pointer-events-none absolute left-2.5 top-2 size-4 text-muted" />
      <Input
        ref={ref}
        type="search"
        aria-label="Find a job by its id"
        aria-invalid={isWrong || undefined}
        aria-describedby={isWrong ? "job-search-note" : undefined}
        placeholder="Paste a job id"
        autoComplete="off"
        spellCheck={false}
        className="h-8 pl-8 pr-8 font-mono text-xs"
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          setWrong(false);
        }}
        onPaste={(event) => {
          if (open(event.clipboardData.getData("text"))) event.preventDefault();
        }}
        onKeyDown={(event) => {
          if (event.key === "Escape") event.currentTarget.blur();
        }}
      />
      <kbd aria-hidden className="pointer-events-none absolute right-2 top-1.5 rounded border px-1.5 font-mono text-xs text-muted">/</kbd>
      {isWrong ? (
        <p id="job-search-note" role="alert" className="absolute top-full z-10 mt-1 rounded-md border bg-surface px-2 py-1 text-xs text-failed">
          A job&apos;s id has 24 characters, 0-9 and a-f.
        </p>
      ) : null}
    </form>
  );
}
