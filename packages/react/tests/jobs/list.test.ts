import { expect, test } from "vitest";

import { createLiveJobList, type JobFilter, type JobPage } from "../../src/index.js";
import { aJob } from "../support/jobs.js";
import { pass, useWorld } from "../support/setup.js";
import { cursorOf } from "../support/world.js";

const held = useWorld();
const PATH = "GET /api/background-jobs";

const page = (ids: string[], next_page: string | null = null): JobPage => ({
  jobs: ids.map((id) => aJob({ id })),
  next_page,
  cursor: cursorOf(0),
});

async function live(filter: JobFilter = {}, initial = page(["3", "2", "1"])) {
  const { world } = held;
  const list = createLiveJobList(world.client({ shared: false }), filter, 3, initial);
  let renders = 0;
  const stop = list.subscribe(() => renders++);
  await pass(100);
  return {
    world,
    list,
    stop,
    renders: () => renders,
    ids: () => list.get().jobs.map(({ id }) => id),
    reads: () => world.requests.filter((line) => line.startsWith(`${PATH}?`)).length,
  };
}

test("a row changes in place, and is named as changed for two seconds", async () => {
  const { world, list, ids, reads } = await live();

  world.append("job.started", { job: "2", v: 2, data: { status: "running", attempt: 1 } });
  await pass(100);

  expect(ids()).toEqual(["3", "2", "1"]);
  expect(list.get().jobs[1]).toMatchObject({ status: "running" });
  expect([...list.get().changed]).toEqual(["2"]);
  await pass(4_100);
  expect(list.get().changed.size).toBe(0);
  expect(reads()).toBe(0);
});

test("new jobs appear on top after one reading, however many come at once", async () => {
  const { world, ids, reads, list } = await live({}, page(["3", "2", "1"], "more"));
  world.answers.set(PATH, () => page(["5", "4", "3"], "more"));
  world.append("job.created", { job: "4", v: 1, data: { task: "resume.parse", queue: "default", status: "queued" } });
  world.append("job.created", { job: "5", v: 1, data: { task: "resume.parse", queue: "default", status: "queued" } });

  await pass(1_000);

  expect(ids()).toEqual(["5", "4", "3", "2", "1"]);
  expect(reads()).toBe(1);
  expect([...list.get().changed]).toEqual(["5", "4"]);
  expect(list.get().hasMore).toBe(true);
});

test("new jobs that do not match the filter lead to no reading", async () => {
  const { world, reads } = await live({ type: "resume.parse", status: "failed" }, page([]));

  world.append("job.created", { job: "4", v: 1, data: { task: "resume.parse", queue: "q", status: "queued" } });
  world.append("job.failed", { job: "5", v: 9, data: { task: "other", queue: "q", status: "failed" } });
  await pass(1_000);

  expect(reads()).toBe(0);
});

test("a job that comes into the status of the list is brought in", async () => {
  const { world, ids } = await live({ status: "failed" }, page([]));
  world.answers.set(PATH, () => ({ ...page([]), jobs: [aJob({ id: "9", status: "failed", v: 4 })] }));

  world.append("job.failed", { job: "9", v: 4, data: { task: "resume.parse", queue: "default", status: "failed" } });
  await pass(1_000);

  expect(ids()).toEqual(["9"]);
});

test("a list of several statuses asks for each, and keeps a job that goes from one to the other", async () => {
  const { world, list, ids } = await live({ status: ["queued", "running"] });
  world.append("job.started", { job: "2", v: 2, data: { status: "running", attempt: 1 } });
  world.append("job.failed", { job: "1", v: 9, data: { status: "failed" } });
  await pass(100);

  expect([...list.get().left]).toEqual(["1"]);
  world.answers.set(PATH, () => page(["4", "3", "2"]));
  world.append("job.requeued", { job: "4", v: 7, data: { task: "resume.parse", queue: "default", status: "queued" } });
  await pass(1_000);

  expect(ids()).toContain("4");
  expect(world.requests.at(-1)).toContain("status=queued&status=running");
});

test("a row that no longer matches stays, named as left, until the list is read again", async () => {
  const { world, list, ids } = await live({ status: "queued" });
  world.answers.set(PATH, () => page(["3", "1"]));

  world.append("job.started", { job: "2", v: 2, data: { status: "running", attempt: 1 } });
  await pass(1_000);
  expect(ids()).toEqual(["3", "2", "1"]);
  expect([...list.get().left]).toEqual(["2"]);
  await pass(3_000);

  expect(ids()).toEqual(["3", "1"]);
  expect(list.get().left.size).toBe(0);
});

test("a reading that is older than an event does not undo it", async () => {
  const { world, list } = await live();
  world.answers.set(PATH, () => page(["3", "2", "1"]));
  world.append("job.started", { job: "2", v: 5, data: { status: "running", attempt: 1 } });

  await list.refetch();
  await pass(100);

  expect(list.get().jobs[1]).toMatchObject({ v: 5, status: "running" });
});

test("what happens to a job while the reading that brings it is under way is not lost", async () => {
  const { world, list } = await live({}, page([]));
  world.answers.set(PATH, () => page(["4"]));
  world.latency = () => 500;
  world.append("job.created", { job: "4", v: 1, data: { task: "resume.parse", queue: "default", status: "queued" } });
  await pass(500);
  world.append("job.started", { job: "4", v: 2, data: { status: "running", attempt: 1 } });

  await pass(1_000);

  expect(list.get().jobs[0]).toMatchObject({ id: "4", v: 2, status: "running" });
});

test("more pages follow the first, and deleted jobs are gone after a refetch", async () => {
  const { world, list, ids } = await live({}, page(["5", "4", "3"], "p2"));
  world.answers.set(PATH, () => page(["2", "1"]));
  await list.loadMore();
  expect(world.requests.at(-1)).toContain("page=p2");
  await pass(100);
  expect(ids()).toEqual(["5", "4", "3", "2", "1"]);
  expect(list.get().hasMore).toBe(false);
  world.answers.set(PATH, () => page(["5", "3", "1"]));

  await list.refetch();
  await pass(100);

  expect(ids()).toEqual(["5", "3", "1"]);
});

test("after a reset the list is read anew", async () => {
  held.world.answers.set(PATH, () => page(["8"]));
  const { ids } = await live({}, { ...page(["1"]), cursor: "0.bad" });

  await pass(500);

  expect(ids()).toEqual(["8"]);
});

test("after a reset rows are what the log in its place says, though their versions are lower", async () => {
  held.world.answers.set(PATH, () => ({ ...page(["2"]), jobs: [aJob({ id: "2", v: 1, status: "queued" })] }));
  const { list } = await live({}, { ...page(["2"]), jobs: [aJob({ id: "2", v: 5, status: "cancelled" })], cursor: "0.bad" });

  await pass(500);

  expect(list.get().jobs).toMatchObject([{ id: "2", v: 1, status: "queued" }]);
});

test("a list that could not be read in an outage is read again by itself", async () => {
  const { world } = held;
  world.mood = "down";
  const list = createLiveJobList(world.client({ shared: false }), {}, 3);
  list.subscribe(() => undefined);
  await pass(200);
  expect(list.get()).toMatchObject({ jobs: [], error: { status: 500 } });
  world.mood = "well";
  world.answers.set(PATH, () => page(["1"]));

  await pass(12_000);

  expect(list.get()).toMatchObject({ jobs: [{ id: "1" }], error: undefined, isLoading: false });
});

test("10,000 events are shown once per frame, and read once", async () => {
  const { world, list, renders, reads } = await live();
  world.answers.set(PATH, () => page(["3", "2", "1"]));
  const before = renders();
  for (let i = 0; i < 5_000; i++) {
    world.append("job.progress", { job: "2", v: i + 2, data: { percent: 1, message: "" } });
    world.append("job.created", { job: `n${String(i)}`, v: 1, data: { task: "t", queue: "q", status: "queued" } });
  }
  await pass(200);
  expect(renders() - before).toBe(1);

  await pass(1_000);

  expect(reads()).toBe(1);
  expect(list.get().jobs[1]?.v).toBe(5_001);
});

test("events of records that are no jobs are left alone", async () => {
  const { world, list, reads } = await live();

  world.append("application.status_change", { job: "2", v: 9, data: { status: "sent" } });
  await pass(1_000);

  expect(list.get().jobs[1]?.v).toBe(1);
  expect(reads()).toBe(0);
});
