import { expect, test, vi } from "vitest";

import { pass, Seen, useWorld } from "../support/setup.js";
import { cursorOf } from "../support/world.js";

const held = useWorld();

test("a 401 is told apart from an outage: signed out, and no further tries", async () => {
  const { world } = held;
  const onUnauthorized = vi.fn();
  world.mood = "refusing";
  const client = world.client({ onUnauthorized });
  client.follow({ after: cursorOf(0), ...new Seen().options });

  await pass(120_000);

  expect(client.connection.get().state).toBe("signed-out");
  expect(onUnauthorized).toHaveBeenCalledTimes(1);
  expect(world.sources).toHaveLength(1);
  expect(world.requests).toHaveLength(1);
});

test("signed out, a look at the page does not try again, but `retryNow` does", async () => {
  const { world } = held;
  world.mood = "refusing";
  const client = world.client();
  client.follow({ after: cursorOf(0), ...new Seen().options });
  await pass(100);
  world.mood = "well";
  document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
  await pass(100);
  expect(client.connection.get().state).toBe("signed-out");

  client.retryNow();
  await pass(100);

  expect(client.connection.get().state).toBe("live");
});

test("who renews the credentials and tries again goes on without a loss", async () => {
  const { world } = held;
  const seen = new Seen();
  const client = world.client({
    onUnauthorized: async () => {
      await Promise.resolve();
      world.mood = "well";
      client.retryNow();
    },
  });
  client.follow({ after: cursorOf(0), ...seen.options });
  await pass(10);
  world.mood = "refusing";
  world.open[0]?.cut();
  world.append();

  await pass(10_000);

  expect(client.connection.get().state).toBe("live");
  expect(seen.seqs).toEqual([1]);
});

test("a request that is answered with 401 signs the page out", async () => {
  const { world } = held;
  const client = world.client();
  client.follow({ after: cursorOf(0), ...new Seen().options });
  await pass(10);
  world.mood = "refusing";

  await client.fetch("/background-jobs");

  expect(client.connection.get().state).toBe("signed-out");
  expect(world.open).toHaveLength(0);
});

test("each connection gets a ticket of its own", async () => {
  const { world } = held;
  let count = 0;
  const client = world.client({ ticket: () => Promise.resolve(`t${String(++count)}`) });
  client.follow({ after: cursorOf(0), ...new Seen().options });
  await pass(10);
  world.open[0]?.cut();
  await pass(5_000);

  expect(world.sources.map(({ url }) => new URL(url, "http://page").searchParams.get("ticket"))).toEqual(["t1", "t2"]);
});

test("a ticket that cannot be had is asked for again later", async () => {
  const { world } = held;
  let isAway = true;
  const client = world.client({ ticket: () => (isAway ? Promise.reject(new Error("away")) : Promise.resolve("t")) });
  client.follow({ after: cursorOf(0), ...new Seen().options });
  await pass(5_000);
  expect(client.connection.get().state).toBe("reconnecting");

  isAway = false;
  await pass(30_000);

  expect(client.connection.get().state).toBe("live");
});

test("requests carry the headers of the client and their own", async () => {
  const { world } = held;
  let sent: Headers | undefined;
  const client = world.client({
    baseUrl: "/x",
    headers: () => ({ Authorization: "Bearer k" }),
    fetch: (_url, init) => {
      sent = new Headers(init?.headers);
      return Promise.resolve(Response.json({}));
    },
  });

  await client.fetch("/jobs", { headers: { "Idempotency-Key": "1" } });

  expect(sent?.get("Authorization")).toBe("Bearer k");
  expect(sent?.get("Idempotency-Key")).toBe("1");
});
