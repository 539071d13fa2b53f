import { beforeEach, expect, test, vi } from "vitest";

import { pass, Seen, useWorld } from "../support/setup.js";
import { cursorOf, type World } from "../support/world.js";

const held = useWorld();

class FakeSocket {
  static all: FakeSocket[] = [];
  static isWell = true;
  onclose: ((event: { code: number }) => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  isClosed = false;

  constructor(readonly url: string) {
    FakeSocket.all.push(this);
    const { world } = held;
    queueMicrotask(() => {
      if (!FakeSocket.isWell) {
        this.end(1006);
        return;
      }
      for (const event of world.since(this.#after)) this.say({ ...event, cursor: undefined });
      this.say({ type: "tick", cursor: world.cursor });
    });
  }

  get #after(): string {
    return new URL(this.url, "http://page").searchParams.get("after") ?? "";
  }

  say(message: object): void {
    this.onmessage?.({ data: JSON.stringify(message) });
  }

  end(code: number): void {
    this.isClosed = true;
    this.onclose?.({ code });
  }

  close(): void {
    this.isClosed = true;
  }
}

beforeEach(() => {
  FakeSocket.all = [];
  FakeSocket.isWell = true;
  vi.stubGlobal("WebSocket", FakeSocket);
});

/** Time passes while modules load, for which there is no clock: in steps shorter than the wait for a first byte. */
async function settle(ms: number): Promise<void> {
  const steps = Math.max(20, Math.ceil(ms / 2_000));
  for (let i = 0; i < steps; i++) {
    await vi.dynamicImportSettled();
    await pass(ms / steps);
  }
}

async function following(world: World, options = {}) {
  const client = world.client({ shared: false, ...options });
  const seen = new Seen();
  client.follow({ after: cursorOf(0), ...seen.options });
  await settle(8_000);
  return { client, seen, state: () => client.connection.get().state };
}

test("a proxy that holds events back leads to the WebSocket within seconds", async () => {
  const { world } = held;
  world.mood = "mute";
  world.append();
  const { seen, state } = await following(world);

  expect(state()).toBe("live");
  expect(seen.seqs).toEqual([1]);
  expect(FakeSocket.all).toHaveLength(1);
  expect(FakeSocket.all[0]?.url).toMatch(/^ws:\/\/localhost.*\/api\/ws\/events\?after=/);
});

test("where the WebSocket does not get through either, it polls, and says so", async () => {
  const { world } = held;
  world.mood = "mute";
  FakeSocket.isWell = false;
  world.latency = () => 400;
  const { seen, state } = await following(world);
  world.append();
  await settle(2_000);

  expect(state()).toBe("polling");
  expect(seen.seqs).toEqual([1]);
});

test("server-sent events that are refused again and again while the API answers lead to the WebSocket", async () => {
  const { world } = held;
  world.mood = "sse-blocked";
  const { state } = await following(world);
  await settle(20_000);

  expect(state()).toBe("live");
  expect(world.sources).toHaveLength(3);
});

test("an API that is away is no reason to change the way", async () => {
  const { world } = held;
  world.mood = "down";
  await following(world);
  await settle(60_000);

  expect(FakeSocket.all).toHaveLength(0);
});

test("the way that got through is remembered, and server-sent events are tried again after ten minutes", async () => {
  const { world } = held;
  world.mood = "mute";
  const { client } = await following(world);
  client.close();
  const before = world.sources.length;
  const again = world.client({ shared: false });
  again.follow({ after: cursorOf(0), ...new Seen().options });
  await settle(2_000);
  expect(world.sources).toHaveLength(before);
  expect(FakeSocket.all).toHaveLength(2);

  vi.setSystemTime(Date.now() + 601_000);
  world.mood = "well";
  FakeSocket.all[1]?.end(1012);
  await settle(3_000);

  expect(world.open).toHaveLength(1);
  expect(again.connection.get().state).toBe("live");
});

test("polling ends after ten minutes, to try server-sent events again", async () => {
  const { world } = held;
  world.mood = "mute";
  FakeSocket.isWell = false;
  world.latency = () => 2_000;
  const { state } = await following(world);
  await settle(8_000);
  expect(state()).toBe("polling");

  world.mood = "well";
  await settle(620_000);

  expect(state()).toBe("live");
  expect(world.open).toHaveLength(1);
});

test("a socket that the server ends in order is opened again after the last cursor", async () => {
  const { world } = held;
  const { seen, state } = await following(world, { transport: "websocket" });
  const event = world.append();
  FakeSocket.all[0]?.say({ ...event, cursor: undefined });
  FakeSocket.all[0]?.end(1013);
  await settle(3_000);

  expect(FakeSocket.all).toHaveLength(2);
  expect(FakeSocket.all[1]?.url).toContain(`after=${cursorOf(1)}`);
  expect(state()).toBe("live");
  expect(seen.seqs).toEqual([1]);
});

test("a reset over the socket is passed on", async () => {
  const { seen } = await following(held.world, { transport: "websocket" });

  FakeSocket.all[0]?.say({ type: "reset", reason: "expired", cursor: cursorOf(9) });

  expect(seen.resets).toEqual(["expired"]);
});

test("a socket is closed with its last follower", async () => {
  const { client } = await following(held.world, { transport: "websocket" });

  client.close();

  expect(FakeSocket.all.every(({ isClosed }) => isClosed)).toBe(true);
});

test("polling asked for by name asks with the newest cursor and waits on the server", async () => {
  const { world } = held;
  world.latency = () => 1_000;
  const { seen } = await following(world, { transport: "poll" });
  world.append();
  await settle(3_000);

  expect(seen.seqs).toEqual([1]);
  expect(world.requests[0]).toContain("wait=0");
  expect(world.requests.at(-1)).toContain(`wait=20`);
  expect(world.requests.at(-1)).toContain(`after=${cursorOf(1)}`);
  expect(world.sources).toHaveLength(0);
});
