// @vitest-environment node
import { EventSource } from "eventsource";
import { JSDOM } from "jsdom";
import { afterAll, beforeAll, expect, test, vi } from "vitest";

import { createClient, createLiveJob, enqueue, type Client, type ClientOptions, type LogEvent } from "../../src/index.js";
import { startStack, type RealStack } from "./stack.js";

let stack: RealStack | undefined;
const clients: Client[] = [];

beforeAll(async () => {
  vi.stubGlobal("EventSource", EventSource);
  stack = await startStack();
  // The API accepts sockets of its own origin only.
  vi.stubGlobal("WebSocket", new JSDOM("", { url: stack.url }).window.WebSocket);
});

afterAll(async () => {
  for (const client of clients) client.close();
  await stack?.stop();
  vi.unstubAllGlobals();
});

function connect(transport: NonNullable<ClientOptions["transport"]>): Client {
  const client = createClient({ baseUrl: stack?.url ?? "", shared: false, transport });
  clients.push(client);
  return client;
}

function follow(client: Client, after: string): LogEvent[] {
  const events: LogEvent[] = [];
  client.follow({
    after,
    onEvent: (event) => events.push(event),
    onReset: ({ reason }) => {
      throw new Error(`reset: ${reason}`);
    },
  });
  return events;
}

const parse = (client: Client, text: string) => enqueue(client, "resume.parse", { text });
const isEnd = ({ type }: LogEvent) => type === "job.completed" || type === "job.failed";
const eventually = (check: () => void | Promise<void>) => vi.waitFor(check, { timeout: 60_000, interval: 50 });

test("events over every transport are the same, each once, with the same cursors, also across a crash of the API", async () => {
  const kinds = ["sse", "websocket", "poll"] as const;
  const [first, ...others] = kinds.map(connect);
  if (!first) throw new Error("no client");
  const seen = [first, ...others].map((client) => follow(client, "0.0"));
  await eventually(() => {
    expect([first, ...others].map((client) => client.connection.get().state)).toEqual(["live", "live", "polling"]);
  });
  // The worker's schedules may ask for more on behalf of this owner.
  const own = new Set<string | null>();
  const ends = (events: LogEvent[] = []) => events.filter((event) => isEnd(event) && own.has(event.job));
  for (let i = 0; i < 3; i++) own.add((await parse(first, `Ada Lovelace, engineer number ${String(i)}`)).job_id);
  await eventually(() => {
    expect(ends(seen[0])).toHaveLength(3);
  });

  await stack?.kill();
  await eventually(() => {
    expect(first.connection.get().state).toBe("reconnecting");
  });
  await stack?.start();
  for (let i = 3; i < 6; i++) own.add((await parse(first, `Ada Lovelace, engineer number ${String(i)}`)).job_id);
  await eventually(() => {
    for (const events of seen) expect(ends(events)).toHaveLength(6);
  });
  await eventually(() => {
    expect(first.connection.get().state).toBe("live");
  });

  await eventually(async () => {
    const answer = await first.fetch("/events?after=0.0&limit=1000&compact=false");
    const { events } = (await answer.json()) as { events: LogEvent[] };
    for (const [index, got] of seen.entries()) {
      expect(got.map(({ seq }) => seq), kinds[index]).toEqual(events.map(({ seq }) => seq));
    }
    // The stream names the cursor behind each event; the others work it out.
    expect(seen[1]?.map(({ cursor }) => cursor)).toEqual(seen[0]?.map(({ cursor }) => cursor));
    expect(seen[2]?.map(({ cursor }) => cursor)).toEqual(seen[0]?.map(({ cursor }) => cursor));
  });
});

test("a follower that begins late catches up and joins", async () => {
  const client = connect("sse");
  const all = follow(client, "0.0");
  await eventually(() => {
    expect(client.connection.get().state).toBe("live");
  });
  const late = follow(client, "0.0");

  await parse(client, "Grace Hopper, admiral");

  await eventually(() => {
    expect(all.filter(isEnd).length).toBeGreaterThan(0);
    expect(late.map(({ seq }) => seq)).toEqual(all.map(({ seq }) => seq));
  });
});

test("a job folded from its events is the job that the API answers", async () => {
  const client = connect("sse");
  const { job_id } = await parse(client, "Katherine Johnson, mathematician");
  const live = createLiveJob(client, job_id);
  const stop = live.subscribe(() => undefined);

  await eventually(() => {
    expect(live.get().job).toMatchObject({ status: "succeeded" });
    expect(live.get().job?.result).not.toBeNull();
  });

  const answer = (await (await client.fetch(`/background-jobs/${job_id}`)).json()) as Record<string, unknown>;
  expect(live.get().job).toMatchObject({ ...answer, cursor: expect.any(String) as string });
  stop();
});

test("a place that the log does not know is a reset over every transport", async () => {
  for (const transport of ["sse", "websocket", "poll"] as const) {
    const onReset = vi.fn();
    connect(transport).follow({ after: "3.xx", onEvent: () => undefined, onReset });

    await eventually(() => {
      expect(onReset).toHaveBeenCalledWith({ reason: "unknown", cursor: expect.stringMatching(/^\d+\.\w+$/) as string });
    });
  }
});
