import { expect, test } from "vitest";

import { createLiveHistory, createLiveJob } from "../../src/index.js";
import { aJob } from "../support/jobs.js";
import { pass, useWorld } from "../support/setup.js";
import { cursorOf } from "../support/world.js";

const held = useWorld();
const PATH = "GET /api/background-jobs/j";

function live(initial?: ReturnType<typeof aJob>) {
  const { world } = held;
  const client = world.client({ shared: false });
  const job = createLiveJob(client, "j", initial);
  let renders = 0;
  const stop = job.subscribe(() => renders++);
  return { world, client, job, stop, renders: () => renders, reads: () => world.requests.filter((r) => r === PATH).length };
}

test("without a snapshot the job is read, and events continue from its cursor", async () => {
  held.world.answers.set(PATH, () => aJob({ v: 1, cursor: cursorOf(0) }));
  const { world, job } = live();
  expect(job.get().isLoading).toBe(true);
  await pass(100);
  world.append("job.started", { v: 2, data: { status: "running", attempt: 1 } });
  await pass(100);

  expect(job.get().job).toMatchObject({ v: 2, status: "running" });
  expect(world.open[0]?.after).toBe(cursorOf(0));
});

test("a snapshot handed over is shown at once and continued without a request for the job", async () => {
  const { world, job, reads } = live(aJob({ v: 3, cursor: cursorOf(0) }));
  expect(job.get()).toMatchObject({ isLoading: false, job: { v: 3 } });
  await pass(100);
  world.append("job.progress", { v: 3, data: { percent: 1 } });
  world.append("job.progress", { v: 4, data: { percent: 50, message: "half" } });
  await pass(100);

  expect(job.get().job?.progress).toMatchObject({ percent: 50 });
  expect(reads()).toBe(0);
});

test("several events that tell too little lead to one reading", async () => {
  held.world.answers.set(PATH, () => aJob({ v: 4, status: "succeeded", result: { n: 1 } }));
  const { world, job, reads } = live(aJob({ v: 1 }));
  await pass(100);
  world.append("job.step", { v: 2 });
  world.append("job.step", { v: 3 });
  world.append("job.completed", { v: 4, data: { status: "succeeded", attempt: 1 } });

  await pass(1_000);

  expect(reads()).toBe(1);
  expect(job.get().job?.result).toEqual({ n: 1 });
});

test("an answer that is older than an event does not undo it, and is asked for again", async () => {
  const { world, job, reads } = live(aJob({ v: 1 }));
  await pass(100);
  let v = 2;
  world.answers.set(PATH, () => aJob({ v: v++, status: v > 3 ? "succeeded" : "running", result: { v } }));
  world.append("job.completed", { v: 3, data: { status: "succeeded", attempt: 1 } });
  await pass(200);
  expect(job.get().job).toMatchObject({ v: 3, status: "succeeded" });

  await pass(1_000);

  expect(reads()).toBe(2);
  expect(job.get().job).toMatchObject({ v: 3, status: "succeeded", result: { v: 4 } });
});

test("after a reset the job is what the log in its place says, though its version is lower", async () => {
  held.world.answers.set(PATH, () => aJob({ v: 2, status: "queued" }));
  const { job, reads } = live(aJob({ v: 9, status: "cancelled", cursor: "0.bad" }));

  await pass(2_000);

  expect(job.get().job).toMatchObject({ v: 2, status: "queued" });
  expect(reads()).toBe(1);
});

test("a job that could not be read in an outage is read again by itself", async () => {
  held.world.mood = "down";
  const { world, job } = live();
  await pass(200);
  expect(job.get()).toMatchObject({ job: undefined, error: { status: 500 } });
  world.mood = "well";
  world.answers.set(PATH, () => aJob({ v: 1, cursor: cursorOf(0) }));

  await pass(12_000);

  expect(job.get()).toMatchObject({ job: { v: 1 }, error: undefined });
});

test("a job that is not there is an error, and not loading for ever", async () => {
  const { job } = live();

  await pass(200);

  expect(job.get()).toMatchObject({ isLoading: false, error: { name: "ApiError", status: 404 } });
});

test("after a reset the job is read anew", async () => {
  const { world, job } = live(aJob({ v: 1, cursor: "0.bad" }));
  world.answers.set(PATH, () => aJob({ v: 7 }));

  await pass(1_000);

  expect(job.get().job?.v).toBe(7);
});

test("10,000 events are shown at most once per frame", async () => {
  const { world, job, renders } = live(aJob({ v: 1 }));
  await pass(100);
  const before = renders();
  for (let v = 2; v <= 10_001; v++) world.append("job.progress", { v, data: { percent: 1, message: String(v) } });

  await pass(200);

  expect(job.get().job?.v).toBe(10_001);
  expect(renders() - before).toBe(1);
});

test("who is not subscribed any more leaves nothing behind", async () => {
  const { world, stop } = live(aJob());
  await pass(100);

  stop();
  await pass(2_000);

  expect(world.open).toHaveLength(0);
});

test("a history is read page by page and then continues, each event once", async () => {
  const { world } = held;
  for (let i = 0; i < 3; i++) world.append("job.progress");
  const events = world.since(cursorOf(0)).map((event) => ({ ...event, cursor: undefined }));
  world.answers.set("GET /api/background-jobs/j/events", () => ({ events, cursor: cursorOf(2) }));
  const history = createLiveHistory(world.client({ shared: false }), "j");
  const stop = history.subscribe(() => undefined);
  await pass(200);
  world.append("job.completed", { data: { status: "succeeded" } });
  await pass(200);

  expect(history.get().events.map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
  expect(history.get()).toMatchObject({ isComplete: true, hasEnded: true });
  stop();
});

test("a requeue begins a history that has not ended", async () => {
  const { world } = held;
  const end = { seq: 1, job: "j", v: 2, type: "job.failed", at: "2026-01-01T00:00:00Z", data: { status: "failed" } };
  const history = createLiveHistory(world.client({ shared: false }), "j", { events: [end], cursor: cursorOf(0) });
  const stop = history.subscribe(() => undefined);
  expect(history.get().hasEnded).toBe(true);
  await pass(100);
  world.append();
  world.append("job.requeued", { data: { status: "queued" } });
  await pass(100);

  expect(history.get().hasEnded).toBe(false);
  stop();
});
