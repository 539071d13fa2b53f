"use client";

import { Download, ExternalLink } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/states";
import { ApiProblem, artifactUrl } from "@/lib/api/client";
import { useFile } from "@/lib/desk/use-file";
import { Problem } from "./problem";

/** A PDF as the browser shows it; where it cannot, the ways to open it elsewhere. */
export function PdfPreview({ id, name }: { id: string; name: string }) {
  const { url, error } = useFile(id);
  const isGone = error instanceof ApiProblem && error.status === 404;
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <div className="flex items-center justify-between gap-3">
        <p className="truncate text-xs text-muted" title={name}>{name}</p>
        <FileButtons id={id} />
      </div>
      {isGone ? (
        <p className="rounded-lg border border-dashed p-6 text-sm text-muted">The file is no longer kept: files are deleted with their job after some days.</p>
      ) : error ? (
        <Problem problem={error} />
      ) : url === null ? (
        <Skeleton className="h-[70dvh] w-full" />
      ) : (
        <object data={`${url}#navpanes=0&view=FitH`} type="application/pdf" aria-label={`Preview of ${name}`} className="h-[70dvh] w-full rounded-lg border bg-raised">
          <p className="p-6 text-sm text-muted">This browser shows no PDF in a page. Open or download it with the buttons above.</p>
        </object>
      )}
    </div>
  );
}

export function FileButtons({ id }: { id: string }) {
  return (
    <span className="flex shrink-0 gap-1">
      <Button size="sm" variant="ghost" asChild>
        <a href={artifactUrl(id, { inline: true })} target="_blank" rel="noopener noreferrer"><ExternalLink /> Open</a>
      </Button>
      <Button size="sm" variant="ghost" asChild>
        <a href={artifactUrl(id)} download><Download /> Download</a>
      </Button>
    </span>
  );
}
