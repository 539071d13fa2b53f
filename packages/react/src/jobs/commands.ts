/** Asking for jobs, cancelling them, and putting them back. */

import type { Client } from "../core/index.js";
import { ApiError, request } from "./requests.js";
import type { Enqueued, JobAnswer } from "./types.js";

const TRIES = 3;
const PAUSE_MS = 400;

/** How a job is asked for. What is left out comes from the task. */
export interface EnqueueOptions extends AskOptions {
  queue?: string;
  /** 0 is the most urgent, 9 the least. */
  priority?: number;
  /** Not before; ISO-8601 with its offset from UTC. */
  run_at?: string;
  max_attempts?: number;
  unique_key?: string;
  tags?: readonly string[];
}

/** How a request for work is sent. */
export interface AskOptions {
  /** Asked for once, however often this key is sent. By itself a key of this call, so that it can be sent again. */
  idempotency_key?: string;
  /** Waits up to so many seconds for the job's end, 60 at most. */
  wait_s?: number;
  signal?: AbortSignal;
}

/** Asks for a job of `type`. Throws `ApiError`. */
export function enqueue(client: Client, type: string, args: object, options: EnqueueOptions = {}): Promise<Enqueued> {
  const { queue, priority, run_at, max_attempts, unique_key, tags } = options;
  const job = { type, args, queue, priority, run_at, max_attempts, unique_key, tags };
  return ask(client, "/background-jobs", job, options);
}

/**
 * Posts `body` to a route that answers with a job, such as `/resumes/parse`. Where no answer comes it is sent again,
 * with the same key, so that there is one job all the same. Throws `ApiError`.
 */
export async function ask(client: Client, path: string, body: unknown, options: AskOptions = {}): Promise<Enqueued> {
  const headers = new Headers({ "Idempotency-Key": options.idempotency_key ?? randomKey() });
  const isForm = body instanceof FormData;
  if (!isForm) headers.set("Content-Type", "application/json");
  if (options.wait_s !== undefined) headers.set("Prefer", `wait=${String(Math.ceil(options.wait_s))}`);
  const init: RequestInit = { method: "POST", headers, body: isForm ? body : JSON.stringify(body) };
  if (options.signal) init.signal = options.signal;
  for (let tries = 1; ; tries++) {
    try {
      return await request<Enqueued>(client, path, init);
    } catch (error) {
      const isAway = error instanceof ApiError && [0, 502, 503, 504].includes(error.status);
      if (!isAway || tries === TRIES) throw error;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS * tries));
    }
  }
}

/** Cancels a queued job, asks a running one to stop. Cancelling twice is no error. Throws `ApiError`. */
export function cancelJob(client: Client, id: string): Promise<JobAnswer> {
  return request<JobAnswer>(client, `/background-jobs/${encodeURIComponent(id)}/cancel`, { method: "POST" });
}

/** Starts an ended job anew. Throws `ApiError`. */
export function requeueJob(client: Client, id: string): Promise<JobAnswer> {
  return request<JobAnswer>(client, `/background-jobs/${encodeURIComponent(id)}/requeue`, { method: "POST" });
}

/** The cursor of now: what happens from here on. */
export async function cursorOfNow(client: Client): Promise<string> {
  return (await request<{ cursor: string }>(client, "/events")).cursor;
}

function randomKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
