"use client";

import { useState, type FormEvent, type ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { Field, Input, Textarea } from "@/components/ui/field";
import { api, ApiProblem } from "@/lib/api/client";
import { unreachable } from "@/lib/api/problem";
import type { Artifact } from "@/lib/api/types";
import { askFeed, askPosting, isUrl, jsonAsking, mailList, mailsError, skillList, textError, urlError } from "@/lib/desk/intake";
import type { Ask } from "@/lib/desk/use-ask";
import { useFollowRepository } from "@/lib/desk/use-follow-repository";
import { Problem } from "./problem";

function Form({ onSubmit, children }: { onSubmit: () => Promise<void>; children: ReactNode }) {
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void onSubmit();
  };
  return <form noValidate onSubmit={submit} className="flex flex-col gap-3">{children}</form>;
}

/** An advert: one field that takes its address, its words, or the source of its page. */
export function PostingForm({ ask }: { ask: Ask }) {
  const [input, setInput] = useState("");
  const [source, setSource] = useState("");
  const [errors, setErrors] = useState<{ input: string | null; source: string | null }>({ input: null, source: null });
  const isPasted = input.trim() !== "" && !isUrl(input) && !/^https?:\/\/\S*$/i.test(input.trim());

  const send = async () => {
    const looksLikeUrl = /^https?:\/\/\S*$/i.test(input.trim());
    const found = {
      input: looksLikeUrl ? urlError(input) : textError(input, "advert"),
      source: isPasted && source.trim() !== "" ? urlError(source) : null,
    };
    setErrors(found);
    if (found.input !== null || found.source !== null) return;
    if ((await ask.ask(askPosting(input, isPasted ? source : ""))) === null) return;
    setInput("");
    setSource("");
  };

  return (
    <Form onSubmit={send}>
      <Field label="Address or text of the advert" error={errors.input} hint="An address is fetched. Where that is not possible, paste the text, or the HTML of the page.">
        {(control) => <Textarea {...control} rows={3} placeholder="https://…" value={input} onChange={(event) => { setInput(event.target.value); }} />}
      </Field>
      {isPasted ? (
        <Field label="Where it comes from (optional)" error={errors.source}>
          {(control) => <Input {...control} type="url" placeholder="https://…" value={source} onChange={(event) => { setSource(event.target.value); }} />}
        </Field>
      ) : null}
      <div><Button type="submit" variant="primary" isPending={ask.isPending}>Read this advert</Button></div>
    </Form>
  );
}

/** A feed of adverts, read now and every hour from then on. */
export function FeedForm({ ask }: { ask: Ask }) {
  const [url, setUrl] = useState("");
  const [error, setError] = useState<string | null>(null);
  const send = async () => {
    const found = urlError(url);
    setError(found);
    if (found === null && (await ask.ask(askFeed(url))) !== null) setUrl("");
  };
  return (
    <Form onSubmit={send}>
      <Field label="Address of the feed" error={error} hint="RSS, Atom or another list of adverts. It is read now, and again every hour.">
        {(control) => <Input {...control} type="url" placeholder="https://…/feed.xml" value={url} onChange={(event) => { setUrl(event.target.value); }} />}
      </Field>
      <div><Button type="submit" variant="primary" isPending={ask.isPending}>Read this feed</Button></div>
    </Form>
  );
}

/** A repository to follow. */
export function RepositoryForm({ ask }: { ask: Ask }) {
  const [url, setUrl] = useState("");
  const [name, setName] = useState("");
  const [error, setError] = useState<string | null>(null);
  const { follow, isPending, problem } = useFollowRepository(ask);
  const send = async () => {
    const found = urlError(url);
    setError(found);
    if (found !== null || !(await follow(url.trim(), name.trim()))) return;
    setUrl("");
    setName("");
  };
  return (
    <Form onSubmit={send}>
      <div className="grid gap-3 sm:grid-cols-[2fr_1fr]">
        <Field label="Address of the repository" error={error} hint="A public Git repository, by https.">
          {(control) => <Input {...control} type="url" placeholder="https://github.com/…" value={url} onChange={(event) => { setUrl(event.target.value); }} />}
        </Field>
        <Field label="Name (optional)">
          {(control) => <Input {...control} maxLength={200} value={name} onChange={(event) => { setName(event.target.value); }} />}
        </Field>
      </div>
      <div><Button type="submit" variant="primary" isPending={isPending}>Follow this repository</Button></div>
      {problem ? <Problem problem={problem} /> : null}
    </Form>
  );
}

/** A search for candidates among the CVs that are kept, and those of a zip where one is given. */
export function CandidatesForm({ ask, archive, onArchive }: { ask: Ask; archive: File | null; onArchive: (file: File | null) => void }) {
  const [role, setRole] = useState("");
  const [required, setRequired] = useState("");
  const [nice, setNice] = useState("");
  const [mails, setMails] = useState("");
  const [errors, setErrors] = useState<{ role: string | null; mails: string | null }>({ role: null, mails: null });
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [isUploading, setUploading] = useState(false);
  const [stored, setStored] = useState<{ file: File; id: string } | null>(null);

  const sources = async (): Promise<object[]> => {
    if (archive === null) return [{ kind: "pool" }];
    let id = stored?.file === archive ? stored.id : null; // so that another try asks for the same search
    if (id === null) {
      const body = new FormData();
      body.set("file", archive, archive.name);
      ({ id } = await api<Artifact>("/artifacts", { method: "POST", body }));
      setStored({ file: archive, id });
    }
    return [{ kind: "pool" }, { kind: "archive", artifact_id: id }];
  };
  const send = async () => {
    const title = role.trim();
    const notify = mailList(mails);
    const found = { role: title === "" ? "Say whom you look for, such as “Backend Engineer”." : null, mails: mailsError(notify) };
    setErrors(found);
    if (found.role !== null || found.mails !== null) return;
    setProblem(null);
    setUploading(true);
    try {
      const query = { title, skills_required: skillList(required), skills_nice: skillList(nice) };
      const asking = jsonAsking("/candidates/search", "candidates.search", title, { query, sources: await sources(), notify });
      if ((await ask.ask(asking)) !== null) {
        setRole("");
        onArchive(null);
      }
    } catch (failure) {
      setProblem(failure instanceof ApiProblem ? failure : unreachable(failure));
    } finally {
      setUploading(false);
    }
  };

  return (
    <Form onSubmit={send}>
      <div className="grid gap-3 sm:grid-cols-3">
        <Field label="Role" error={errors.role}>
          {(control) => <Input {...control} placeholder="Backend Engineer" value={role} onChange={(event) => { setRole(event.target.value); }} />}
        </Field>
        <Field label="Skills required" hint="Separated by commas.">
          {(control) => <Input {...control} placeholder="Python, MongoDB" value={required} onChange={(event) => { setRequired(event.target.value); }} />}
        </Field>
        <Field label="Skills that would help">
          {(control) => <Input {...control} placeholder="Kubernetes" value={nice} onChange={(event) => { setNice(event.target.value); }} />}
        </Field>
      </div>
      <div className="grid gap-3 sm:grid-cols-2">
        <Field label="CVs of candidates (optional)" hint={archive ? `${archive.name} is searched beside the CVs that are kept.` : "A ZIP of CVs. Without one, the CVs that are kept are searched."}>
          {(control) => (
            <Input {...control} type="file" accept=".zip" className="py-1.5 file:mr-3 file:text-xs file:font-medium" onChange={(event) => { onArchive(event.target.files?.[0] ?? null); }} />
          )}
        </Field>
        <Field label="Mail the report to (optional)" error={errors.mails} hint="Up to 5 addresses, separated by commas; only those that whoever runs this allows.">
          {(control) => (
            <Input {...control} type="text" inputMode="email" autoComplete="email" spellCheck={false} placeholder="ann@example.org" value={mails} onChange={(event) => { setMails(event.target.value); }} />
          )}
        </Field>
      </div>
      <div><Button type="submit" variant="primary" isPending={isUploading || ask.isPending}>Search candidates</Button></div>
      {problem ? <Problem problem={problem} /> : null}
    </Form>
  );
}
