import { Download } from "lucide-react";
import { artifactUrl } from "@/lib/api/client";
import { bytes } from "@/lib/format";
import type { ArtifactRef } from "@/lib/desk/types";

/** A stored file to download, by its name. */
export function FileRow({ file }: { file: Pick<ArtifactRef, "id" | "filename" | "size"> }) {
  return (
    <a href={artifactUrl(file.id)} download className="-mx-2 flex items-center gap-2 rounded-md px-2 py-1 text-sm hover:bg-raised">
      <Download className="size-4 shrink-0 text-muted" aria-hidden />
      <span className="min-w-0 flex-1 truncate">{file.filename}</span>
      <span className="text-xs tabular-nums text-muted">{bytes(file.size)}</span>
    </a>
  );
}
