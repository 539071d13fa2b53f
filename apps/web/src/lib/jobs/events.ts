/** What the events of a job say, read from their loosely typed data. */
import type { Failure } from "@/lib/api/types";

/** An event of the log, from the history or the stream. */
export interface JobEvent {
  seq: number;
  v: number | null;
  type: string;
  at: string;
  data: Record<string, unknown>;
}

export interface LogLine {
  level: string;
  message: string;
  fields: Record<string, unknown> | null;
}

/** Event types in the order of a job's life, with the word for each. */
export const EVENT_NAMES: Readonly<Record<string, string>> = {
  "job.created": "Created",
  "job.started": "Started",
  "job.progress": "Progress",
  "job.step": "Step",
  "job.log": "Log",
  "job.artifact": "File",
  "job.retrying": "Retrying",
  "job.released": "Released",
  "job.rescued": "Rescued",
  "job.cancel_requested": "Cancel asked",
  "job.completed": "Succeeded",
  "job.failed": "Failed",
  "job.cancelled": "Cancelled",
  "job.requeued": "Requeued",
};

/** Events after which a job is in another state. */
export const STATE_EVENTS = [
  "job.created",
  "job.started",
  "job.retrying",
  "job.released",
  "job.rescued",
  "job.completed",
  "job.failed",
  "job.cancelled",
  "job.cancel_requested",
  "job.requeued",
] as const;

export function textOf(event: JobEvent, name: string): string | null {
  const value = event.data[name];
  return typeof value === "string" ? value : null;
}

export function numberOf(event: JobEvent, name: string): number | null {
  const value = event.data[name];
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

/** The failure an event carries. */
export function failureOf(event: JobEvent): Pick<Failure, "cause" | "code" | "message"> | null {
  const error = event.data["error"];
  if (!isRecord(error) || typeof error["message"] !== "string") return null;
  return { cause: word(error["cause"]) as Failure["cause"], code: word(error["code"]), message: error["message"] };
}

/** The lines of a `job.log` event. */
export function linesOf(event: JobEvent): LogLine[] {
  const lines = event.data["lines"];
  if (!Array.isArray(lines)) return [];
  return lines.filter(isRecord).map((line) => ({
    level: typeof line["level"] === "string" ? line["level"] : "info",
    message: word(line["message"]),
    fields: isRecord(line["fields"]) ? line["fields"] : null,
  }));
}

/** One line that says what an event was about. */
export function summaryOf(event: JobEvent): string {
  const failure = failureOf(event);
  switch (event.type) {
    case "job.created":
      return `in queue ${textOf(event, "queue") ?? "?"}`;
    case "job.started":
      return `attempt ${String(numberOf(event, "attempt") ?? "?")} on ${textOf(event, "worker_id") ?? "a worker"}`;
    case "job.progress":
      return `${String(numberOf(event, "percent") ?? 0)} % · ${textOf(event, "message") ?? ""}`;
    case "job.step":
      return `${textOf(event, "name") ?? "?"} in ${String(numberOf(event, "duration_ms") ?? 0)} ms`;
    case "job.log":
      return linesOf(event).map((line) => line.message).join(" · ");
    case "job.artifact": {
      const artifact = event.data["artifact"];
      return isRecord(artifact) ? word(artifact["filename"]) : "";
    }
    case "job.retrying":
      return failure ? `${failure.code}: ${failure.message}` : (textOf(event, "reason") ?? "");
    case "job.released":
      return `${textOf(event, "worker_id") ?? "The worker"} stopped and gave it back`;
    case "job.rescued":
      return `${textOf(event, "worker_id") ?? "The worker"} was lost`;
    case "job.failed":
      return failure ? `${failure.code}: ${failure.message}` : "";
    case "job.cancelled":
      return textOf(event, "reason") ?? "";
    case "job.cancel_requested":
      return "the worker was asked to stop";
    case "job.requeued":
      return "starts anew";
    default:
      return "";
  }
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function word(value: unknown): string {
  return typeof value === "string" ? value : "";
}
