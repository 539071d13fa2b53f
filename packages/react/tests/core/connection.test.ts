import { describe, expect, test, vi } from "vitest";

import { pass, Seen, useWorld } from "../support/setup.js";
import { cursorOf } from "../support/world.js";

const held = useWorld();

async function following(options = {}, after = cursorOf(0)) {
  const { world } = held;
  const client = world.client({ shared: false, ...options });
  const seen = new Seen();
  const unfollow = client.follow({ after, ...seen.options });
  await pass();
  const states: string[] = [];
  client.connection.subscribe(() => states.push(client.connection.get().state));
  return { world, client, seen, unfollow, states, state: () => client.connection.get().state };
}

describe("states", () => {
  test("a client that nobody follows opens nothing", async () => {
    const client = held.world.client();

    await pass(60_000);

    expect(client.connection.get().state).toBe("idle");
    expect(held.world.sources).toHaveLength(0);
    expect(held.world.requests).toHaveLength(0);
  });

  test("it is live only after a tick", async () => {
    held.world.mood = "mute";
    const { world, state, seen } = await following();
    expect(state()).toBe("connecting");

    const event = { ...world.append(), type: "job.started" };
    world.open[0]?.send(event);
    expect(state()).toBe("catching-up");
    expect(seen.live).toBe(0);
    world.open[0]?.tick();

    expect(state()).toBe("live");
    expect(seen.live).toBe(1);
    expect(seen.seqs).toEqual([1]);
  });

  test("an event that was seen is not delivered again", async () => {
    const { world, seen } = await following();
    const event = world.append();

    world.open[0]?.send(event);

    expect(seen.seqs).toEqual([1]);
  });

  test("a follower that throws does not keep the others from their event", async () => {
    const { world, client, seen } = await following();
    const thrown: unknown[] = [];
    vi.stubGlobal("queueMicrotask", (action: () => void) => {
      try {
        action();
      } catch (error) {
        thrown.push(error);
      }
    });
    client.follow({ after: cursorOf(0), onReset: () => undefined, onEvent: () => { throw new Error("mine"); } });

    world.append();

    expect(seen.seqs).toEqual([1]);
    expect(thrown).toEqual([new Error("mine")]);
  });
});

describe("losing the connection", () => {
  test("a 500 kills the source, and it is opened anew after the newest cursor", async () => {
    const { world, seen, state } = await following();
    world.append();
    world.mood = "down";
    world.open[0]?.cut();
    await pass(500);
    expect(state()).toBe("reconnecting");
    world.append();
    await pass(20_000);
    expect(state()).toBe("reconnecting");

    world.mood = "well";
    await pass(30_000);

    expect(state()).toBe("live");
    expect(world.open[0]?.after).toBe(cursorOf(1));
    expect(seen.seqs).toEqual([1, 2]);
  });

  test("tries come at growing distances and count up, until it is live again", async () => {
    const { world, client } = await following();
    world.mood = "down";
    world.open[0]?.cut();
    await pass(120_000);
    const tries = world.sources.length;

    expect(tries).toBeGreaterThan(7);
    expect(tries).toBeLessThan(16);
    expect(client.connection.get().attempt).toBeGreaterThan(6);
    world.mood = "well";
    await pass(30_000);
    expect(client.connection.get().attempt).toBe(0);
  });

  test("the wait is random between nothing and its bound", async () => {
    const { world } = await following();
    vi.mocked(Math.random).mockReturnValue(0.001);
    world.open[0]?.cut();

    await pass(2);

    expect(world.sources).toHaveLength(2);
  });

  test("a server that answers and ends without a tick is not asked without pause", async () => {
    held.world.mood = "ended";
    const { world, state } = await following({ transport: "sse" });

    await pass(60_000);

    expect(world.sources.length).toBeLessThan(12);
    expect(state()).toBe("reconnecting");
  });

  test("after 37.5 s without a byte the connection is taken for dead", async () => {
    const { world, seen } = await following();
    await pass(20_000);
    world.open[0]?.tick();
    await pass(37_000);
    expect(world.sources).toHaveLength(1);
    world.mood = "mute"; // events get lost in a dead connection
    world.append();
    world.mood = "well";

    await pass(2_000);

    expect(world.sources).toHaveLength(2);
    expect(seen.seqs).toEqual([1]);
  });

  test("a reset is passed on, and what follows it arrives", async () => {
    held.world.append();
    const { world, seen } = await following({}, "1.bad");

    world.append();

    expect(seen.resets).toEqual(["unknown"]);
    expect(seen.seqs).toEqual([2]);
  });
});

describe("the browser", () => {
  test("without network it says offline, and comes back at once with it", async () => {
    const { world, state } = await following();
    world.onLine = false;
    world.mood = "down";
    window.dispatchEvent(new Event("offline"));
    await pass(60_000);
    expect(state()).toBe("offline");
    const tries = world.sources.length;

    world.onLine = true;
    world.mood = "well";
    window.dispatchEvent(new Event("online"));
    await pass();

    expect(state()).toBe("live");
    expect(world.sources).toHaveLength(tries + 1);
  });

  test("a page that is looked at again after a long silence opens anew at once", async () => {
    const { world } = await following();
    vi.setSystemTime(Date.now() + 3_600_000); // the machine slept: no timer ran

    document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
    await pass();

    expect(world.sources).toHaveLength(2);
  });

  test("a page that is looked at again and well stays as it is", async () => {
    const { world } = await following();

    document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
    await pass();

    expect(world.sources).toHaveLength(1);
  });

  test("a page in the back-forward cache holds nothing, and continues when it is shown", async () => {
    const { world, seen, state } = await following({ shared: true });
    world.append();
    window.dispatchEvent(new Event("pagehide"));
    await pass();
    expect(world.open).toHaveLength(0);
    expect(world.leader).toBeUndefined();
    expect(world.channels.size).toBe(0);
    world.append();

    window.dispatchEvent(new Event("pageshow"));
    await pass();

    expect(state()).toBe("live");
    expect(seen.seqs).toEqual([1, 2]);
  });
});

describe("the end", () => {
  test("the stream is opened with the first follower and closed a moment after the last", async () => {
    const { world, client, unfollow } = await following();
    const other = client.follow({ after: cursorOf(0), onEvent: () => undefined, onReset: () => undefined });
    unfollow();
    other();
    expect(world.open).toHaveLength(1);

    await pass(1_100);

    expect(world.open).toHaveLength(0);
    expect(client.connection.get().state).toBe("idle");
    expect(vi.getTimerCount()).toBe(0);
  });

  test("who leaves and comes back within the same moment keeps the stream", async () => {
    const { world, client, unfollow } = await following();
    unfollow();
    client.follow({ after: cursorOf(0), ...new Seen().options });

    await pass(5_000);

    expect(world.sources).toHaveLength(1);
    expect(world.open).toHaveLength(1);
  });

  test("nothing listens any more after the end", async () => {
    const add = vi.spyOn(window, "addEventListener");
    const { world, client } = await following();
    const signals = add.mock.calls.map(([, , options]) => (options as AddEventListenerOptions).signal?.aborted);
    expect(signals.length).toBeGreaterThan(2);
    client.close();
    await pass(1_000);
    const sources = world.sources.length;

    window.dispatchEvent(new Event("online"));
    window.dispatchEvent(new Event("pageshow"));
    await pass(60_000);

    expect(world.sources).toHaveLength(sources);
    expect(add.mock.calls.every(([, , options]) => (options as AddEventListenerOptions).signal?.aborted)).toBe(true);
  });

  test("a follower that left before it began gets nothing", async () => {
    const client = held.world.client({ shared: false });
    const seen = new Seen();
    client.follow({ after: cursorOf(0), ...seen.options })();

    held.world.append();
    await pass(2_000);

    expect(seen.seqs).toEqual([]);
    expect(held.world.sources).toHaveLength(0);
  });
});
