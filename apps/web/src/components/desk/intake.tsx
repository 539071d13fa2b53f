"use client";

import { FileText, GitBranch, Newspaper, Rss, UserSearch } from "lucide-react";
import { useState } from "react";
import { Card } from "@/components/ui/card";
import { Tabs, TabsContent, TabsList, TabsTrigger } from "@/components/ui/tabs";
import { sortDropped } from "@/lib/desk/dropped";
import type { Ask } from "@/lib/desk/use-ask";
import { useFileDrop } from "@/lib/desk/use-file-drop";
import { useUrlState } from "@/lib/desk/use-url-state";
import { CandidatesForm, FeedForm, PostingForm, RepositoryForm } from "./intake-forms";
import { CvForm } from "./cv-form";
import { Problem } from "./problem";

const TABS = [
  { value: "cv", text: "CV", icon: FileText },
  { value: "advert", text: "Advert", icon: Newspaper },
  { value: "feed", text: "Feed", icon: Rss },
  { value: "repository", text: "Repository", icon: GitBranch },
  { value: "candidates", text: "Candidates", icon: UserSearch },
] as const;

/** Where everything is handed in. The whole page takes dropped files: each goes where its kind belongs. */
export function Intake({ ask }: { ask: Ask }) {
  const [value, setValue] = useUrlState("add");
  const [archive, setArchive] = useState<File | null>(null);
  const [errors, setErrors] = useState<string[]>([]);
  const tab = TABS.find((each) => each.value === value)?.value ?? "cv";

  const show = (next: string) => {
    setErrors([]);
    ask.clear();
    setValue(next === "cv" ? null : next);
  };
  const take = (files: File[]) => {
    const sorted = sortDropped(files);
    ask.clear();
    if (sorted.archive !== null) {
      setArchive(sorted.archive);
      setValue("candidates");
    }
    setErrors(sorted.errors);
    for (const asking of sorted.askings) void ask.ask(asking);
  };
  const isOver = useFileDrop(take);

  return (
    <Card aria-label="Hand in" className="px-4 pb-4 pt-1.5">
      <Tabs value={tab} onValueChange={show}>
        <TabsList aria-label="What to hand in" className="gap-3 sm:gap-4">
          {TABS.map(({ value: name, text, icon: Icon }) => (
            <TabsTrigger key={name} value={name} className="inline-flex items-center gap-1.5 focus-visible:-outline-offset-2">
              <Icon className="hidden size-4 sm:block" strokeWidth={1.75} aria-hidden /> {text}
            </TabsTrigger>
          ))}
        </TabsList>
        <div className="min-h-44">
          <TabsContent value="cv"><CvForm ask={ask} onFiles={take} /></TabsContent>
          <TabsContent value="advert"><PostingForm ask={ask} /></TabsContent>
          <TabsContent value="feed"><FeedForm ask={ask} /></TabsContent>
          <TabsContent value="repository"><RepositoryForm ask={ask} /></TabsContent>
          <TabsContent value="candidates"><CandidatesForm ask={ask} archive={archive} onArchive={setArchive} /></TabsContent>
        </div>
      </Tabs>
      {errors.length > 0 ? (
        <ul role="alert" className="mt-3 flex flex-col gap-1 text-sm text-failed">
          {errors.map((error) => <li key={error}>{error}</li>)}
        </ul>
      ) : null}
      {ask.problem ? (
        <div className="mt-3 flex flex-col gap-1.5">
          <Problem problem={ask.problem} />
          {ask.problem.isOutage ? <p className="text-xs text-muted">Nothing is lost. Send it again when you like: it is asked for once, also where only the answer was lost.</p> : null}
        </div>
      ) : null}
      {isOver ? <DropCover /> : null}
    </Card>
  );
}

/** Over the whole page while a file is dragged: what may be dropped, and what it becomes. */
function DropCover() {
  return (
    <div className="pointer-events-none fixed inset-0 z-50 bg-background/85 p-4 backdrop-blur-[2px]">
      <div className="flex h-full flex-col items-center justify-center gap-2 rounded-lg border-2 border-dashed border-accent text-center">
        <FileText className="size-8 text-accent-ink" strokeWidth={1.5} aria-hidden />
        <p className="text-base font-semibold">Drop to hand in</p>
        <p className="text-sm text-muted">PDF, DOCX, TXT: a CV · HTML: an advert · XML: a feed · ZIP: CVs of candidates</p>
      </div>
    </div>
  );
}
