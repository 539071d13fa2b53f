"use client";

import { useQuery } from "@tanstack/react-query";
import { Download, Eye, EyeOff, FileText } from "lucide-react";
import { useEffect, useState } from "react";
import { Button } from "@/components/ui/button";
import { Failed, Skeleton } from "@/components/ui/states";
import { artifactUrl } from "@/lib/api/client";
import type { Artifact } from "@/lib/api/types";
import { bytes } from "@/lib/format";

const PREVIEW_LIMIT = 5_000_000;
const TEXT_SHOWN = 100_000;

type Kind = "pdf" | "image" | "text";

/** The files of a job: to take, and to look at where a browser can show them. */
export function JobArtifacts({ artifacts, owner }: { artifacts: readonly Artifact[]; owner: string | null }) {
  const [openId, setOpenId] = useState<string | null>(null);
  return (
    <ul className="divide-y rounded-md border">
      {artifacts.map((artifact) => {
        const kind = kindOf(artifact);
        const isOpen = openId === artifact.id;
        return (
          <li key={artifact.id} className="flex flex-col">
            <div className="flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-2">
              <FileText aria-hidden className="size-4 shrink-0 text-muted" />
              <div className="min-w-0 flex-1">
                <p className="truncate text-sm font-medium">{artifact.filename}</p>
                <p className="truncate text-xs text-muted">
                  {artifact.kind} · {artifact.content_type.split(";", 1)[0]} · {bytes(artifact.size)}
                </p>
              </div>
              {kind ? (
                <Button size="sm" variant="ghost" aria-expanded={isOpen} onClick={() => { setOpenId(isOpen ? null : artifact.id); }}>
                  {isOpen ? <EyeOff aria-hidden /> : <Eye aria-hidden />}
                  {isOpen ? "Close" : "Look"}
                </Button>
              ) : null}
              <Button asChild size="sm">
                <a href={artifactUrl(artifact.id, { owner })} download={artifact.filename}>
                  <Download aria-hidden />
                  Download
                </a>
              </Button>
            </div>
            {isOpen && kind ? <Preview artifact={artifact} owner={owner} kind={kind} /> : null}
          </li>
        );
      })}
    </ul>
  );
}

/** The file fetched and shown from memory: nothing in it can act as this site. */
function Preview({ artifact, owner, kind }: { artifact: Artifact; owner: string | null; kind: Kind }) {
  const file = useQuery({
    queryKey: ["artifact", artifact.id],
    queryFn: async ({ signal }) => {
      const response = await fetch(artifactUrl(artifact.id, { owner }), { signal });
      if (!response.ok) throw new Error(response.status === 404 ? "The file is not there any more." : `The API answered ${String(response.status)}.`);
      return new Blob([await response.arrayBuffer()], { type: safeType(artifact, kind) });
    },
    staleTime: Number.POSITIVE_INFINITY,
    retry: 1,
  });
  if (file.error) return <div className="px-3 pb-3"><Failed title="The file could not be shown" detail={file.error.message} /></div>;
  if (!file.data) return <Skeleton className="mx-3 mb-3 h-64" />;
  return (
    <div className="px-3 pb-3">
      {kind === "text" ? <TextPreview blob={file.data} name={artifact.filename} /> : <BlobPreview blob={file.data} name={artifact.filename} kind={kind} />}
    </div>
  );
}

function BlobPreview({ blob, name, kind }: { blob: Blob; name: string; kind: "pdf" | "image" }) {
  const url = useObjectUrl(blob);
  if (url === null) return <Skeleton className="h-64" />;
  if (kind === "pdf") return <iframe title={name} src={url} className="h-[70dvh] w-full rounded-md border bg-raised" />;
  // eslint-disable-next-line @next/next/no-img-element -- a file from memory, which an image server cannot see
  return <img alt={name} src={url} className="max-h-[70dvh] max-w-full rounded-md border" />;
}

function TextPreview({ blob, name }: { blob: Blob; name: string }) {
  const text = useQuery({ queryKey: ["artifact-text", name, blob.size], queryFn: () => blob.slice(0, TEXT_SHOWN).text(), staleTime: 0, gcTime: 0 });
  return (
    <pre tabIndex={0} aria-label={name} className="max-h-[60dvh] overflow-auto whitespace-pre-wrap break-words rounded-md border bg-raised/40 p-3 font-mono text-xs">
      {text.data ?? ""}
      {blob.size > TEXT_SHOWN ? "\n…" : ""}
    </pre>
  );
}

function useObjectUrl(blob: Blob): string | null {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    const made = URL.createObjectURL(blob);
    // eslint-disable-next-line react-hooks/set-state-in-effect -- the address exists only while this effect does
    setUrl(made);
    return () => {
      URL.revokeObjectURL(made);
    };
  }, [blob]);
  return url;
}

function kindOf({ content_type: type, size }: Artifact): Kind | null {
  if (size > PREVIEW_LIMIT) return null;
  if (type.startsWith("application/pdf")) return "pdf";
  if (/^image\/(png|jpeg|gif|webp|avif)/.test(type)) return "image";
  return type.startsWith("text/") || /json|xml|typst|yaml|svg/.test(type) ? "text" : null;
}

/** HTML and SVG are shown as what they are written as. */
function safeType(artifact: Artifact, kind: Kind): string {
  if (kind === "pdf") return "application/pdf";
  return kind === "text" ? "text/plain" : (artifact.content_type.split(";", 1)[0] ?? "");
}
