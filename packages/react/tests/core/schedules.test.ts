import { expect, test, vi } from "vitest";

import type { Client } from "../../src/core/index.js";
import { seeded } from "../support/random.js";
import { pass, Seen } from "../support/setup.js";
import { cursorOf, seqOf, World } from "../support/world.js";

const RUNS = 300;
const STEPS = 40;

interface Follower {
  from: number;
  seen: Seen;
  stop: () => void;
}

/** Events, cuts, outages, lost messages, deaths, new and leaving followers, in an order that the seed decides. */
async function run(seed: number): Promise<void> {
  const random = seeded(seed);
  const below = (n: number): number => Math.floor(random() * n);
  vi.spyOn(Math, "random").mockImplementation(random);
  const world = new World();
  world.install();
  world.latency = () => below(3) * 40;
  world.loses = () => random() < 0.1;
  const tabs: { number: number; client: Client; followers: Follower[] }[] = [];
  const dead = new Set<number>();
  let count = 0;

  const follow = async (tab: (typeof tabs)[number]): Promise<void> => {
    const from = below(seqOf(world.cursor) + 1);
    const seen = new Seen();
    const stop = await world.as(tab.number, () => tab.client.follow({ after: cursorOf(from), ...seen.options }));
    tab.followers.push({ from, seen, stop });
  };
  const open = async (): Promise<void> => {
    const tab = { number: count++, client: world.client({ transport: "sse" }), followers: [] };
    tabs.push(tab);
    await follow(tab);
  };

  await open();
  for (let step = 0; step < STEPS; step++) {
    const alive = tabs.filter(({ number }) => !dead.has(number));
    const some = alive[below(alive.length)];
    switch (below(10)) {
      case 0:
        if (alive.length < 5) await open();
        break;
      case 1:
        if (some) await follow(some);
        break;
      case 2:
        for (const source of world.open) source.cut();
        break;
      case 3:
        if (alive.length > 1 && world.leader !== undefined) {
          const { leader } = world;
          dead.add(leader);
          world.kill();
          tabs[leader]?.client.close(); // what is gone runs no timers either
        }
        break;
      case 4:
        if (alive.length > 1 && some) {
          dead.add(some.number);
          some.client.close();
        }
        break;
      case 5:
        world.mood = world.mood === "well" ? "down" : "well";
        for (const source of world.open) if (world.mood === "down") source.cut();
        break;
      default:
        for (let i = below(4); i >= 0; i--) world.append("job.progress", {}, below(3));
    }
    await pass(random() < 0.3 ? below(8_000) : below(200));
  }
  world.mood = "well";
  world.loses = () => false;
  world.append();
  for (let i = 0; i < 9; i++) {
    await pass(10_000);
    for (const source of world.open) source.tick();
  }

  for (const { number, followers } of tabs) {
    for (const { from, seen } of followers) {
      const due = world.since(cursorOf(from)).map(({ seq }) => seq);
      const got = dead.has(number) ? due.slice(0, seen.seqs.length) : due;
      expect(seen.seqs, `seed ${String(seed)}, tab ${String(number)}, from ${String(from)}`).toEqual(got);
    }
  }
  expect(world.open.length, `seed ${String(seed)}`).toBe(1);
  for (const { client } of tabs) client.close();
  vi.clearAllTimers();
}

test(`in ${String(RUNS)} random schedules each follower of each tab gets each event once, in order`, { timeout: 120_000 }, async () => {
  vi.useFakeTimers();
  try {
    for (let seed = 1; seed <= RUNS; seed++) await run(seed);
  } finally {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  }
});
