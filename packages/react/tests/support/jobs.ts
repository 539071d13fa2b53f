/** Jobs as the API answers them. */

import type { JobAnswer, LogEvent } from "../../src/index.js";
import { cursorOf } from "./world.js";

/** A queued job; `fields` say what is otherwise. */
export function aJob(fields: Partial<JobAnswer> = {}): JobAnswer {
  const id = fields.id ?? "j";
  return {
    id,
    type: "resume.parse",
    queue: "default",
    status: "queued",
    label: "queued",
    priority: 5,
    run_at: "2026-01-01T00:00:00.000Z",
    progress: null,
    error: null,
    attempt: 0,
    max_attempts: 5,
    interruptions: 0,
    timeout_s: 60,
    deadline_at: null,
    cancel_requested_at: null,
    idempotency_key: null,
    unique_key: null,
    tags: [],
    parent: null,
    artifacts: [],
    lease: null,
    peak_rss_mb: null,
    v: 1,
    created_at: "2026-01-01T00:00:00.000Z",
    started_at: null,
    finished_at: null,
    expires_at: null,
    links: {
      self: `/base/background-jobs/${id}`,
      events: "",
      artifacts: "",
      stream: "",
      cancel: "",
      requeue: "",
    },
    owner: "local",
    args: {},
    result: null,
    errors: [],
    steps: {},
    cursor: cursorOf(0),
    ...fields,
  };
}

/** An event of job `j`. */
export function anEvent(type: string, v: number, data: Record<string, unknown> = {}): LogEvent {
  return { seq: v, job: "j", v, type, at: "2026-01-01T00:00:10.000Z", data, cursor: cursorOf(v) };
}

export const aFailure = { cause: "error", kind: "transient", code: "X", message: "no", hint: null, attempt: 1, at: null };
