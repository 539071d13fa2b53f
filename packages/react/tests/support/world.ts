/** A simulated browser with any number of tabs, and a simulated API with its log. */

import { vi } from "vitest";

import { createClient, type Client, type ClientOptions, type LogEvent } from "../../src/core/index.js";

const EPOCH = 1_700_000_000_000;

export const cursorOf = (seq: number): string => `${String(seq)}.${(EPOCH + seq).toString(36)}`;
export const seqOf = (cursor: string): number => parseInt(cursor, 10);

type Listener = (event: { data: string; lastEventId: string }) => void;

/** How the API answers a connection. */
export type Mood = "well" | "down" | "refusing" | "mute" | "ended" | "sse-blocked";

export class FakeSource {
  onerror: (() => void) | null = null;
  readyState = 0;
  readonly after: string;
  readonly listeners = new Map<string, Listener[]>();

  constructor(
    readonly url: string,
    readonly world: World,
    readonly tab: number,
  ) {
    this.after = new URL(url, "http://page").searchParams.get("after") ?? "";
    world.sources.push(this);
    queueMicrotask(() => {
      if (this.readyState !== 2) this.#answer();
    });
  }

  addEventListener(type: string, listener: Listener): void {
    this.listeners.set(type, [...(this.listeners.get(type) ?? []), listener]);
  }

  close(): void {
    this.readyState = 2;
  }

  get isOpen(): boolean {
    return this.readyState === 1;
  }

  emit(type: string, data: string, lastEventId: string): void {
    if (this.isOpen) for (const listener of this.listeners.get(type) ?? []) listener({ data, lastEventId });
  }

  send(event: LogEvent): void {
    const { cursor, ...wire } = event;
    this.emit(event.type, JSON.stringify(wire), cursor);
  }

  tick(): void {
    this.emit("tick", "", this.world.cursor);
  }

  /** The connection breaks, as a browser sees it: it would come back by itself. */
  cut(): void {
    this.#fail(0);
  }

  #answer(): void {
    const { mood } = this.world;
    if (mood === "down" || mood === "refusing" || mood === "sse-blocked") {
      this.#fail(2);
      return;
    }
    this.readyState = 1;
    if (mood === "mute") return;
    if (mood === "ended") {
      this.#fail(0);
      return;
    }
    this.world.resetOf(this.after, (reset) => {
      this.emit("reset", JSON.stringify(reset), reset.cursor);
    });
    for (const event of this.world.since(this.after)) this.send(event);
    this.tick();
  }

  #fail(readyState: number): void {
    if (this.readyState === 2 && readyState === 2) return;
    this.readyState = readyState;
    this.onerror?.();
  }
}

interface LockRequest {
  tab: number;
  run: () => unknown;
  settle: (error?: Error) => void;
}

/** Everything that the tabs share: the API, the locks, the channels. */
export class World {
  mood: Mood = "well";
  readonly log: LogEvent[] = [];
  readonly sources: FakeSource[] = [];
  readonly clients: Client[] = [];
  readonly requests: string[] = [];
  readonly answers = new Map<string, () => unknown>();
  readonly channels = new Set<{ tab: number; name: string; onmessage: ((event: { data: unknown }) => void) | null }>();
  readonly frozen = new Set<number>();
  onLine = true;
  /** What runs now belongs to this tab. */
  tab = 0;
  latency: () => number = () => 0;
  loses: () => boolean = () => false;
  #seq = 0;
  #holder: LockRequest | undefined;
  #waiting: LockRequest[] = [];

  install(): void {
    // eslint-disable-next-line @typescript-eslint/no-this-alias -- the fakes below are classes with a `this` of their own
    const world = this;
    vi.stubGlobal(
      "EventSource",
      class extends FakeSource {
        constructor(url: string) {
          super(url, world, world.#holder?.tab ?? world.tab);
        }
      },
    );
    vi.stubGlobal(
      "BroadcastChannel",
      class {
        onmessage: ((event: { data: unknown }) => void) | null = null;
        readonly tab = world.tab;
        constructor(readonly name: string) {
          world.channels.add(this);
        }
        postMessage(data: unknown): void {
          const copy: unknown = structuredClone(data);
          if (world.frozen.has(this.tab)) return;
          for (const channel of [...world.channels]) {
            if (channel === this || channel.name !== this.name) continue;
            const isMove = (copy as [string])[0] === "m";
            if (isMove && world.loses()) continue;
            setTimeout(() => {
              if (world.channels.has(channel) && !world.frozen.has(channel.tab)) channel.onmessage?.({ data: copy });
            }, 0);
          }
        }
        close(): void {
          world.channels.delete(this);
        }
      },
    );
    vi.stubGlobal("navigator", {
      get onLine() {
        return world.onLine;
      },
      locks: {
        request: (_name: string, options: { signal?: AbortSignal; steal?: boolean }, run: () => unknown) =>
          world.#request(options, run),
      },
    });
    vi.stubGlobal("fetch", (url: string, init?: RequestInit) => this.#fetch(url, init));
  }

  /** Appends events; numbers in between go to others where `gap` says so. */
  append(type = "job.progress", fields: Partial<LogEvent> = {}, gap = 0): LogEvent {
    this.#seq += 1 + gap;
    const seq = this.#seq;
    const at = new Date(EPOCH + seq).toISOString();
    const event: LogEvent = { seq, job: "j", v: seq, type, at, data: {}, ...fields, cursor: cursorOf(seq) };
    this.log.push(event);
    if (this.mood === "well") for (const source of [...this.sources]) source.send(event);
    return event;
  }

  /** The place at the end of the log. */
  get cursor(): string {
    return cursorOf(this.#seq);
  }

  since(after: string): LogEvent[] {
    return this.log.filter(({ seq }) => seq > seqOf(after));
  }

  resetOf(after: string, use: (reset: { reason: string; cursor: string }) => void): void {
    if (after.endsWith(".bad")) use({ reason: "unknown", cursor: this.cursor });
  }

  get open(): FakeSource[] {
    return this.sources.filter(({ isOpen }) => isOpen);
  }

  /** The tab that holds the lock. */
  get leader(): number | undefined {
    return this.#holder?.tab;
  }

  /** The leader's process is gone: nobody is told. */
  kill(): void {
    const tab = this.#holder?.tab;
    for (const source of this.open) if (source.tab === tab) source.readyState = 2;
    for (const channel of [...this.channels]) if (channel.tab === tab) this.channels.delete(channel);
    this.#holder = undefined;
    this.#grant();
  }

  /** A client; it is closed at the end of the test. */
  client(options: ClientOptions = {}): Client {
    const client = createClient(options);
    this.clients.push(client);
    return client;
  }

  /** Runs `action` as tab `tab`, until its microtasks are done. */
  async as<T>(tab: number, action: () => T): Promise<T> {
    const before = this.tab;
    this.tab = tab;
    const result = action();
    for (let i = 0; i < 5; i++) await Promise.resolve();
    this.tab = before;
    return result;
  }

  #request(options: { signal?: AbortSignal; steal?: boolean }, run: () => unknown): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const request: LockRequest = {
        tab: this.tab,
        run,
        settle: (error) => {
          if (error) reject(error);
          else resolve(undefined);
        },
      };
      options.signal?.addEventListener("abort", () => {
        this.#waiting = this.#waiting.filter((other) => other !== request);
        if (this.#holder !== request) reject(new Error("aborted"));
      });
      if (options.steal) {
        const robbed = this.#holder;
        this.#holder = undefined;
        this.#waiting.unshift(request);
        robbed?.settle(new Error("stolen"));
      } else this.#waiting.push(request);
      this.#grant();
    });
  }

  #grant(): void {
    if (this.#holder) return;
    const next = this.#waiting.shift();
    if (!next) return;
    this.#holder = next;
    queueMicrotask(() => {
      const before = this.tab;
      this.tab = next.tab;
      const held = Promise.resolve(next.run());
      this.tab = before;
      void held.then(() => {
        if (this.#holder !== next) return;
        this.#holder = undefined;
        next.settle();
        this.#grant();
      });
    });
  }

  async #fetch(url: string, init?: RequestInit): Promise<Response> {
    this.requests.push(`${init?.method ?? "GET"} ${url}`);
    const ms = this.latency();
    if (ms) await new Promise((resolve) => setTimeout(resolve, ms));
    if (this.mood === "down") return Response.json({ detail: "away" }, { status: 500 });
    if (this.mood === "refusing") return Response.json({ detail: "who" }, { status: 401 });
    const { pathname, searchParams } = new URL(url, "http://page");
    const answer = this.answers.get(`${init?.method ?? "GET"} ${pathname}`);
    if (answer) return Response.json(await answer());
    if (pathname !== "/api/events") return Response.json({ detail: "nothing there" }, { status: 404 });
    const after = searchParams.get("after");
    if (!after) return Response.json({ events: [], cursor: this.cursor });
    let reset: object | undefined;
    this.resetOf(after, ({ reason }) => (reset = { reason }));
    if (reset) return Response.json({ events: [], cursor: this.cursor, reset });
    const job = searchParams.get("job");
    const types = searchParams.get("types")?.split(",").filter(Boolean);
    const limit = Number(searchParams.get("limit") ?? 200);
    const events = this.since(after).filter((event) => (!job || event.job === job) && (!types?.length || types.includes(event.type)));
    const page = events.slice(0, limit).map((event) => ({ ...event, cursor: undefined }));
    const last = page.at(-1);
    return Response.json({ events: page, cursor: events.length > limit && last ? cursorOf(last.seq) : this.cursor });
  }
}
