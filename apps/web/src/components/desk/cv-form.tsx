"use client";

import { Upload } from "lucide-react";
import { useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Field, Textarea } from "@/components/ui/field";
import { askCvText, CV_LIMITS, CV_TYPES, textError } from "@/lib/desk/intake";
import type { Ask } from "@/lib/desk/use-ask";

/** A CV as a file (chosen here or dropped anywhere) or as text. */
export function CvForm({ ask, onFiles }: { ask: Ask; onFiles: (files: File[]) => void }) {
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState("");
  const [error, setError] = useState<string | null>(null);
  const [isPasting, setPasting] = useState(false);

  const send = async () => {
    const found = textError(text, "CV");
    setError(found);
    if (found === null && (await ask.ask(askCvText(text))) !== null) setText("");
  };

  return (
    <div className="flex flex-col gap-3">
      <input
        ref={input}
        type="file"
        accept={CV_TYPES}
        multiple
        aria-label="Choose CV files"
        className="sr-only"
        tabIndex={-1}
        onChange={(event) => {
          onFiles([...(event.target.files ?? [])]);
          event.target.value = ""; // the same file may be chosen again
        }}
      />
      {isPasting ? (
        <form
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            void send();
          }}
          className="flex flex-col gap-3"
        >
          <Field label="Text of the CV" error={error} hint="Up to 200,000 characters.">
            {(control) => <Textarea {...control} rows={6} value={text} onChange={(event) => { setText(event.target.value); }} />}
          </Field>
          <div className="flex gap-2">
            <Button type="submit" variant="primary" isPending={ask.isPending}>Read this CV</Button>
            <Button variant="ghost" onClick={() => { setPasting(false); setError(null); }}>Choose a file instead</Button>
          </div>
        </form>
      ) : (
        <div className="flex flex-col items-center justify-center gap-3 rounded-lg border border-dashed border-strong/60 px-4 py-7 text-center">
          <Upload className="size-6 text-accent-ink" strokeWidth={1.5} aria-hidden />
          <div>
            <p className="text-sm font-medium">Drop a CV anywhere on this page</p>
            <p className="text-xs text-muted">{CV_LIMITS}</p>
          </div>
          <div className="flex flex-wrap justify-center gap-2">
            <Button variant="primary" isPending={ask.isPending} onClick={() => input.current?.click()}>Choose a file</Button>
            <Button onClick={() => { setPasting(true); }}>Paste text</Button>
          </div>
        </div>
      )}
    </div>
  );
}
