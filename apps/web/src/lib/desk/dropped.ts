/** What a heap of dropped files becomes: requests to make, a zip for a search, and what cannot be taken. */
import { askCvFile, askFeedFile, askPostingFile, cvFileError, kindOfFile, type Asking } from "./intake";

const AT_ONCE = 10;

export interface Sorted {
  askings: Asking[];
  archive: File | null;
  errors: string[];
}

export function sortDropped(files: readonly File[]): Sorted {
  const sorted: Sorted = { askings: [], archive: null, errors: [] };
  for (const file of files.slice(0, AT_ONCE)) place(sorted, file);
  if (files.length > AT_ONCE) sorted.errors.push(`${String(AT_ONCE)} files at once; ${String(files.length - AT_ONCE)} were left out.`);
  return sorted;
}

function place(sorted: Sorted, file: File): void {
  const kind = kindOfFile(file.name);
  if (kind === "advert") sorted.askings.push(askPostingFile(file));
  else if (kind === "feed") sorted.askings.push(askFeedFile(file));
  else if (kind === "archive") sorted.archive = file;
  else {
    const error = cvFileError(file);
    if (error === null) sorted.askings.push(askCvFile(file));
    else sorted.errors.push(error);
  }
}
