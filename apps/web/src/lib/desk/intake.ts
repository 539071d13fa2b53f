/** What may be handed to the desk: how it is checked here, before the API checks it, and the request it becomes. */
import { bytes } from "@/lib/format";

export const MAX_CV_BYTES = 10_000_000;
export const MAX_TEXT_CHARS = 200_000;
export const MAX_MAILS = 5;
export const CV_TYPES = ".pdf,.docx,.txt";
export const CV_LIMITS = "PDF, DOCX or TXT, up to 10 MB and 30 pages";

/** Any letters; no dot at an end, nor two in a row. */
const LOCAL = /^[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+(\.[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u;
const DOMAIN = /^([\p{L}\p{N}]([\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+\p{L}[\p{L}\p{N}-]*[\p{L}\p{N}]$/u;

/** What a dropped file is taken for, by its name. */
export type FileKind = "cv" | "advert" | "feed" | "archive";

const KINDS: Record<string, FileKind> = {
  pdf: "cv",
  docx: "cv",
  txt: "cv",
  html: "advert",
  htm: "advert",
  xml: "feed",
  rss: "feed",
  atom: "feed",
  zip: "archive",
};

export function kindOfFile(name: string): FileKind | null {
  return KINDS[name.slice(name.lastIndexOf(".") + 1).toLowerCase()] ?? null;
}

/** Why this file is no CV that can be read, or null. */
export function cvFileError(file: Pick<File, "name" | "size">): string | null {
  if (file.size === 0) return `${file.name} is empty.`;
  if (kindOfFile(file.name) !== "cv") return `${file.name} is not a PDF, DOCX or TXT file. Save the CV as one of these.`;
  if (file.size > MAX_CV_BYTES) return `${file.name} has ${bytes(file.size)}; a CV may have 10 MB.`;
  return null;
}

/** Why this text cannot be sent, or null. `what` names it in the sentence. */
export function textError(text: string, what: string): string | null {
  if (text.trim() === "") return `Paste the text of the ${what}.`;
  if (text.length > MAX_TEXT_CHARS) return `This has ${text.length.toLocaleString("en")} characters; 200,000 can be read.`;
  return null;
}

/** Why this is no address that can be fetched, or null. */
export function urlError(value: string): string | null {
  const trimmed = value.trim();
  if (trimmed === "") return "Give an address.";
  if (!/^https?:\/\//i.test(trimmed)) return "The address has to begin with https:// or http://.";
  if (!URL.canParse(trimmed) || /\s/.test(trimmed)) return "This is not a complete address.";
  return null;
}

/** Why a report cannot be mailed to these addresses, or null; none is none to mail. The same bounds as the API's. */
export function mailsError(addresses: readonly string[]): string | null {
  if (addresses.length > MAX_MAILS) return `A report is mailed to at most ${String(MAX_MAILS)} addresses; these are ${String(addresses.length)}.`;
  const wrong = addresses.find((address) => !isMail(address));
  return wrong === undefined ? null : `${wrong} is no mail address.`;
}

function isMail(address: string): boolean {
  const [local = "", domain = "", ...more] = address.split("@");
  return more.length === 0 && address.length <= 254 && local.length <= 64 && LOCAL.test(local) && DOMAIN.test(domain);
}

/** Whether what was typed is one address and nothing else. */
export function isUrl(value: string): boolean {
  return urlError(value) === null;
}

/** Whether pasted text is the source of a page rather than its words. */
export function isHtml(text: string): boolean {
  return /^\s*(<!doctype html|<html|<head|<body)/i.test(text) || (text.match(/<\/(p|div|li|span|h[1-6]|ul|a)>/gi) ?? []).length >= 3;
}

/** One request of the intake. `subject` is what its card says until the job itself is known. */
export interface Asking {
  path: string;
  body: Record<string, unknown> | FormData;
  type: string;
  subject: string;
  /** The same for the same input: an unanswered request is repeated under the same Idempotency-Key. */
  fingerprint: string;
}

export function askCvFile(file: File): Asking {
  return { ...fileAsking("/resumes/parse", file, {}), type: "resume.parse" };
}

export function askCvText(text: string): Asking {
  return jsonAsking("/resumes/parse", "resume.parse", "pasted text", { text });
}

/** An advert by its address, as pasted words, or as the pasted source of its page. */
export function askPosting(input: string, sourceUrl = ""): Asking {
  const trimmed = input.trim();
  const source: Record<string, string> = sourceUrl.trim() === "" ? {} : { source_url: sourceUrl.trim() };
  if (isUrl(trimmed)) return jsonAsking("/jobs/extract", "posting.extract", trimmed, { url: trimmed });
  if (isHtml(trimmed)) {
    const page = new File([trimmed], "page.html", { type: "text/html" });
    const asking = fileAsking("/jobs/extract", page, source);
    return { ...asking, type: "posting.extract", subject: "pasted page", fingerprint: `page:${sourceUrl}:${trimmed}` };
  }
  return jsonAsking("/jobs/extract", "posting.extract", "pasted text", { text: trimmed, ...source });
}

export function askPostingFile(file: File): Asking {
  return { ...fileAsking("/jobs/extract", file, {}), type: "posting.extract" };
}

export function askFeed(url: string): Asking {
  return jsonAsking("/jobs/ingest", "feed.ingest", url.trim(), { url: url.trim() });
}

export function askFeedFile(file: File): Asking {
  return { ...fileAsking("/jobs/ingest", file, {}), type: "feed.ingest" };
}

/** Any other request of the desk, as JSON. */
export function jsonAsking(path: string, type: string, subject: string, body: Record<string, unknown>): Asking {
  return { path, type, subject, body, fingerprint: `${path}:${JSON.stringify(body)}` };
}

function fileAsking(path: string, file: File, fields: Record<string, string>): Omit<Asking, "type"> {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.set(name, value);
  body.set("file", file, file.name);
  const fingerprint = `${path}:${file.name}:${String(file.size)}:${String(file.lastModified)}`;
  return { path, body, subject: file.name, fingerprint };
}

/** Mail addresses as people write them: separated by commas, semicolons or spaces, each once. */
export function mailList(text: string): string[] {
  return eachOnce(text.split(/[,;\s]/));
}

/** Skills as people write them: separated by commas, semicolons or lines, each once. */
export function skillList(text: string): string[] {
  return eachOnce(text.split(/[,;\n]/));
}

/** What is written, without what differs from a later one only by case. */
function eachOnce(parts: string[]): string[] {
  const written = parts.map((part) => part.trim()).filter((part) => part !== "");
  return [...new Map(written.map((part) => [part.toLowerCase(), part])).values()];
}
