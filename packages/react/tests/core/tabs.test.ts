import { describe, expect, test, vi } from "vitest";

import { pass, Seen, useWorld } from "../support/setup.js";
import { cursorOf } from "../support/world.js";

const held = useWorld();

async function tab(number: number, after = cursorOf(0)) {
  const { world } = held;
  const client = world.client();
  const seen = new Seen();
  const unfollow = await world.as(number, () => client.follow({ after, ...seen.options }));
  await pass(10);
  return { client, seen, unfollow };
}

describe("several tabs", () => {
  test("all share one stream, and each gets each event once", async () => {
    const { world } = held;
    const tabs = [await tab(0), await tab(1), await tab(2)];

    world.append();
    world.append("job.step", {}, 5);
    await pass(10);

    expect(world.sources).toHaveLength(1);
    for (const { seen } of tabs) expect(seen.seqs).toEqual([1, 7]);
    expect(tabs.map(({ client }) => client.connection.get().isLeader)).toEqual([true, false, false]);
  });

  test("followers are as the leader is", async () => {
    const { world } = held;
    const [, second] = [await tab(0), await tab(1)];
    expect(second.client.connection.get().state).toBe("live");

    world.mood = "down";
    world.open[0]?.cut();
    await pass(100);

    expect(second.client.connection.get().state).toBe("reconnecting");
    expect(second.client.connection.get().attempt).toBe(1);
  });

  test("when the leader closes its client, another one leads, and nothing is lost", async () => {
    const { world } = held;
    const [first, second, third] = [await tab(0), await tab(1), await tab(2)];
    world.append();
    await pass(10);

    first.client.close();
    world.append();
    await pass(10);
    world.append();
    await pass(10);

    expect(second.client.connection.get().isLeader).toBe(true);
    expect(world.open).toHaveLength(1);
    expect(second.seen.seqs).toEqual([1, 2, 3]);
    expect(third.seen.seqs).toEqual([1, 2, 3]);
  });

  test("when the leader's process dies, another one leads, and nothing is lost", async () => {
    const { world } = held;
    const [, second, third] = [await tab(0), await tab(1), await tab(2)];
    world.append();
    await pass(10);

    world.kill();
    world.append();
    await pass(10);

    expect(world.leader).toBe(1);
    expect(second.seen.seqs).toEqual([1, 2]);
    expect(third.seen.seqs).toEqual([1, 2]);
  });

  test("a leader that is frozen without a word loses the lead", async () => {
    const { world } = held;
    const [, second] = [await tab(0), await tab(1)];
    world.frozen.add(0);
    world.append();
    await pass(30_000);
    expect(second.seen.seqs).toEqual([]);

    await pass(15_000);

    expect(second.client.connection.get()).toMatchObject({ isLeader: true, state: "live" });
    expect(second.seen.seqs).toEqual([1]);
  });

  test("a leader that lost the lead closes its stream and follows", async () => {
    const { world } = held;
    const [first, second] = [await tab(0), await tab(1)];
    world.frozen.add(0);
    await pass(45_000);
    world.frozen.delete(0);
    await pass(10);

    world.append();
    await pass(10);

    expect(first.client.connection.get().isLeader).toBe(false);
    expect(world.open).toHaveLength(1);
    expect(first.seen.seqs).toEqual([1]);
    expect(second.seen.seqs).toEqual([1]);
  });

  test("a leader that is quiet but answers keeps the lead", async () => {
    const { world } = held;
    const [first] = [await tab(0), await tab(1)];
    for (let minute = 0; minute < 6; minute++) {
      world.open[0]?.tick();
      await pass(30_000);
    }

    expect(first.client.connection.get().isLeader).toBe(true);
    expect(world.sources).toHaveLength(1);
  });

  test("a tab that missed a message fetches what it missed, and then goes on", async () => {
    const { world } = held;
    const [first, second] = [await tab(0), await tab(1)];
    world.loses = () => true;
    world.append();
    world.append();
    await pass(10);
    expect(second.seen.seqs).toEqual([]);

    world.loses = () => false;
    world.append();
    await pass(10);
    world.append();
    await pass(10);

    expect(first.seen.seqs).toEqual([1, 2, 3, 4]);
    expect(second.seen.seqs).toEqual([1, 2, 3, 4]);
    expect(world.requests.filter((line) => line.includes(`after=${cursorOf(0)}`))).toHaveLength(1);
  });

  test("a tab that begins behind the leader fetches what is between, also when nothing happens", async () => {
    const { world } = held;
    await tab(0);
    world.append();
    world.append();

    const late = await tab(1, cursorOf(1));
    await pass(10);

    expect(late.seen.seqs).toEqual([2]);
    expect(world.sources).toHaveLength(1);
  });

  test("a tab that is catching up says so", async () => {
    const { world } = held;
    await tab(0);
    world.append();
    world.latency = () => 500;
    const late = await tab(1, cursorOf(0));

    expect(late.client.connection.get().state).toBe("catching-up");
    expect(late.seen.live).toBe(0);
    await pass(1_000);

    expect(late.client.connection.get().state).toBe("live");
    expect(late.seen.live).toBe(1);
  });

  test("a reset reaches all tabs", async () => {
    const { world } = held;
    const [first, second] = [await tab(0), await tab(1)];

    world.open[0]?.emit("reset", JSON.stringify({ reason: "expired", cursor: cursorOf(50) }), cursorOf(50));
    await pass(10);

    expect(first.seen.resets).toEqual(["expired"]);
    expect(second.seen.resets).toEqual(["expired"]);
  });

  test("closing everywhere ends the streams of all tabs", async () => {
    const { world } = held;
    const [first, second] = [await tab(0), await tab(1)];

    second.client.close({ everywhere: true });
    await pass(10_000);

    expect(world.open).toHaveLength(0);
    expect(first.client.connection.get().state).toBe("signed-out");
    expect(second.client.connection.get().state).toBe("signed-out");
    await pass(120_000);
    expect(world.open).toHaveLength(0);
  });

  test("after signing out everywhere, trying again in one tab opens the stream for those that follow", async () => {
    const { world } = held;
    const [first, second, third] = [await tab(0), await tab(1), await tab(2)];
    third.client.close({ everywhere: true });
    await pass(10);
    expect(second.client.connection.get().state).toBe("signed-out");

    second.client.retryNow();
    await pass(10);

    expect(world.open).toHaveLength(1);
    expect(first.client.connection.get().state).toBe("live");
    expect(second.client.connection.get().state).toBe("live");
  });

  test("a follower tab that wants it tried now has the leader try now", async () => {
    const { world } = held;
    const [, second] = [await tab(0), await tab(1)];
    world.mood = "down";
    world.open[0]?.cut();
    await pass(100_000);
    world.mood = "well";

    second.client.retryNow();
    await pass(10);

    expect(second.client.connection.get().state).toBe("live");
  });

  test("a browser without locks has one stream for each tab", async () => {
    const { world } = held;
    vi.stubGlobal("navigator", {});
    const tabs = [await tab(0), await tab(1)];

    world.append();

    expect(world.open).toHaveLength(2);
    for (const { seen } of tabs) expect(seen.seqs).toEqual([1]);
  });

  test("a browser whose locks are forbidden here has one stream for each tab", async () => {
    vi.stubGlobal("navigator", { locks: { request: () => Promise.reject(new Error("SecurityError")) } });

    const { client } = await tab(0);

    expect(client.connection.get()).toMatchObject({ state: "live", isLeader: true });
  });

  test("owners that are kept apart share nothing", async () => {
    const { world } = held;
    for (const [number, shared] of ["ann", "bob"].entries()) {
      const client = world.client({ shared });
      await world.as(number, () => client.follow({ after: cursorOf(0), ...new Seen().options }));
    }
    await pass(10);

    expect(new Set([...world.channels].map(({ name }) => name)).size).toBe(2);
  });
});

describe("several followers of a tab", () => {
  test("one that begins behind the stream catches up by itself and joins without a seam", async () => {
    const { world } = held;
    const { client } = await tab(0);
    for (let i = 0; i < 5; i++) world.append("job.progress", { job: i % 2 ? "a" : "b" });
    world.latency = () => 100;
    const late = new Seen();
    client.follow({ after: cursorOf(1), job: "a", ...late.options });
    await pass(50);
    world.append("job.progress", { job: "a" });
    await pass(200);
    world.append("job.progress", { job: "a" });

    await pass(500);

    expect(late.seqs).toEqual([2, 4, 6, 7]);
    expect(late.live).toBe(1);
    expect(world.requests.at(-1)).toContain("job=a");
    expect(world.sources).toHaveLength(1);
  });

  test("one whose snapshot is newer than the stream skips what it knows", async () => {
    const { world } = held;
    const { client } = await tab(0);
    const seen = new Seen();
    client.follow({ after: cursorOf(2), ...seen.options });
    await pass();

    for (let i = 0; i < 4; i++) world.append();

    expect(seen.seqs).toEqual([3, 4]);
  });

  test("those that begin together open the stream at the oldest place", async () => {
    const { world } = held;
    for (let i = 0; i < 4; i++) world.append();
    const client = world.client();
    const [a, b] = [new Seen(), new Seen()];
    client.follow({ after: cursorOf(3), ...a.options });
    client.follow({ after: cursorOf(1), types: ["job.progress"], ...b.options });

    await pass(10);

    expect(world.open[0]?.after).toBe(cursorOf(1));
    expect(a.seqs).toEqual([4]);
    expect(b.seqs).toEqual([2, 3, 4]);
    expect(world.requests).toHaveLength(0);
  });

  test("only the types and the job asked for arrive", async () => {
    const { world } = held;
    const { client } = await tab(0);
    const [typed, own] = [new Seen(), new Seen()];
    client.follow({ after: cursorOf(0), types: ["job.failed"], ...typed.options });
    client.follow({ after: cursorOf(0), job: "x", ...own.options });
    await pass();

    world.append("job.failed");
    world.append("job.step", { job: "x" });

    expect(typed.seqs).toEqual([1]);
    expect(own.seqs).toEqual([2]);
  });

  test("a place that is too old resets this follower alone", async () => {
    const { world } = held;
    const { client, seen } = await tab(0);
    world.append();
    const late = new Seen();
    client.follow({ after: "0.bad", ...late.options });
    await pass(100);

    world.append();

    expect(late.resets).toEqual(["unknown"]);
    expect(late.seqs).toEqual([2]);
    expect(seen.resets).toEqual([]);
  });

  test("while the API is away, catching up is tried again until it works", async () => {
    const { world } = held;
    const { client } = await tab(0);
    world.append();
    world.mood = "down";
    const late = new Seen();
    client.follow({ after: cursorOf(0), ...late.options });
    await pass(5_000);
    expect(late.seqs).toEqual([]);

    world.mood = "well";
    await pass(30_000);

    expect(late.seqs).toEqual([1]);
  });
});
