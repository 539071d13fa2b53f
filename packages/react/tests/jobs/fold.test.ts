import { describe, expect, test } from "vitest";

import { foldJob } from "../../src/index.js";
import { aFailure, aJob, anEvent } from "../support/jobs.js";

describe("versions", () => {
  test.each([1, 0])("an event of version %i changes nothing on a job of version 1", (v) => {
    const job = aJob({ v: 1 });

    const folded = foldJob(job, anEvent("job.failed", v, { status: "failed" }));

    expect(folded.job).toBe(job);
    expect(folded.lacks).toBe(false);
  });

  test("an event of another job changes nothing", () => {
    const job = aJob();

    expect(foldJob(job, { ...anEvent("job.started", 2), job: "k" }).job).toBe(job);
  });

  test("an event that is about something else than jobs changes nothing", () => {
    const job = aJob();

    expect(foldJob(job, anEvent("application.status_change", 2, { status: "sent" })).job).toBe(job);
  });

  test("where versions are missing, the job lacks something", () => {
    expect(foldJob(aJob({ v: 1 }), anEvent("job.started", 4, { status: "running", attempt: 1 })).lacks).toBe(true);
  });

  test("progress that was left out while catching up is not missed", () => {
    expect(foldJob(aJob({ v: 2 }), anEvent("job.progress", 9, { percent: 80, message: "x" })).lacks).toBe(false);
  });
});

describe("the life of a job", () => {
  test("started: it runs, by that worker, without the progress of the attempt before", () => {
    const before = aJob({ progress: { percent: 9, message: "", step: null, code: null, counters: {} } });

    const { job, lacks } = foldJob(before, anEvent("job.started", 2, { status: "running", attempt: 1, worker_id: "w" }));

    expect(job).toMatchObject({ v: 2, status: "running", label: "running", attempt: 1, progress: null });
    expect(job.lease).toEqual({ worker_id: "w", expires_at: null });
    expect(job.started_at).toBe("2026-01-01T00:00:10.000Z");
    expect(job.deadline_at).toBe("2026-01-01T00:01:10.000Z");
    expect(lacks).toBe(false);
  });

  test("progress: percent, message, step, code and counters", () => {
    const data = { task: "t", queue: "q", percent: 40, message: "Reading", step: "load", code: "A", counters: { pages: 3 } };

    const { job } = foldJob(aJob({ status: "running" }), anEvent("job.progress", 2, data));

    expect(job.progress).toEqual({ percent: 40, message: "Reading", step: "load", code: "A", counters: { pages: 3 } });
    expect(job.status).toBe("running");
  });

  test("artifact: it has an address, and gives way to one of the same kind and name", () => {
    const ref = { id: "a1", kind: "pdf", filename: "x.pdf", content_type: "application/pdf", size: 1, sha256: "0" };
    const once = foldJob(aJob(), anEvent("job.artifact", 2, { artifact: ref })).job;

    const twice = foldJob(once, anEvent("job.artifact", 3, { artifact: { ...ref, id: "a2" } })).job;

    expect(once.artifacts).toEqual([{ ...ref, url: "/base/artifacts/a1" }]);
    expect(twice.artifacts.map(({ id }) => id)).toEqual(["a2"]);
  });

  test("completed: it has succeeded, all the way, and its result is yet to be read", () => {
    const running = aJob({
      status: "running",
      error: aFailure,
      lease: { worker_id: "w", expires_at: null },
      progress: { percent: 70, message: "m", step: null, code: null, counters: {} },
    });

    const { job, lacks } = foldJob(running, anEvent("job.completed", 2, { status: "succeeded", attempt: 1, duration_ms: 5 }));

    expect(job).toMatchObject({ status: "succeeded", label: "succeeded", error: null, lease: null });
    expect(job.progress?.percent).toBe(100);
    expect(job.finished_at).toBe("2026-01-01T00:00:10.000Z");
    expect(lacks).toBe(true);
  });

  test("failed: with its error", () => {
    const data = { status: "failed", attempt: 5, error: aFailure, duration_ms: 5 };

    const { job } = foldJob(aJob({ status: "running" }), anEvent("job.failed", 2, data));

    expect(job).toMatchObject({ status: "failed", attempt: 5, error: aFailure });
  });

  test("retrying: queued again after the delay, as people say it", () => {
    const data = { status: "queued", attempt: 1, error: aFailure, delay_s: 30 };

    const { job } = foldJob(aJob({ status: "running", attempt: 1 }), anEvent("job.retrying", 2, data));

    expect(job).toMatchObject({ status: "queued", label: "retrying", run_at: "2026-01-01T00:00:40.000Z", finished_at: null });
  });

  test("snoozed: queued again, scheduled, without an error", () => {
    const data = { status: "queued", delay_s: 30, reason: "later" };

    const { job } = foldJob(aJob({ status: "running", attempt: 0 }), anEvent("job.retrying", 2, data));

    expect(job).toMatchObject({ label: "scheduled", error: null });
  });

  test.each(["job.released", "job.rescued"])("%s: queued again and the interruption counted", (type) => {
    const data = { status: "queued", attempt: 0, worker_id: "w", verb: "release", error: null };

    const { job } = foldJob(aJob({ status: "running", attempt: 1 }), anEvent(type, 2, data));

    expect(job).toMatchObject({ status: "queued", attempt: 0, interruptions: 1, lease: null });
  });

  test("asked to cancel: it still runs", () => {
    const { job } = foldJob(
      aJob({ status: "running" }),
      anEvent("job.cancel_requested", 2, { status: "running", attempt: 1 }),
    );

    expect(job).toMatchObject({ status: "running", cancel_requested_at: "2026-01-01T00:00:10.000Z" });
  });

  test("requeued: as new, and what did not succeed keeps its files", () => {
    const file = { id: "a", kind: "k", filename: "f", content_type: "c", size: 1, sha256: "0", url: "/artifacts/a" };
    const ended = { finished_at: "x", result: {}, errors: [aFailure], error: aFailure, artifacts: [file] };
    const event = anEvent("job.requeued", 2, { status: "queued", attempt: 0 });

    const failed = foldJob(aJob({ ...ended, status: "failed", attempt: 5 }), event).job;
    const succeeded = foldJob(aJob({ ...ended, status: "succeeded", attempt: 1 }), event).job;

    expect(failed).toMatchObject({ status: "queued", label: "queued", attempt: 0, error: null, errors: [], result: null });
    expect(failed.artifacts).toEqual([file]);
    expect(succeeded.artifacts).toEqual([]);
  });
});
