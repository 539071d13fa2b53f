import { act, cleanup, render, renderHook, screen } from "@testing-library/react";
import { StrictMode, type ReactNode } from "react";
import { renderToString } from "react-dom/server";
import { afterEach, expect, test, vi } from "vitest";

import {
  LonghaulProvider,
  useCancel,
  useConnection,
  useEnqueue,
  useEvents,
  useJob,
  useJobEvents,
  useJobs,
  type Client,
  type JobAnswer,
} from "../../src/index.js";
import { aJob } from "../support/jobs.js";
import { pass, useWorld } from "../support/setup.js";
import { cursorOf } from "../support/world.js";

const held = useWorld();
afterEach(cleanup);

function wrapped(client: Client, isStrict = false) {
  return function Wrapper({ children }: { children: ReactNode }) {
    const tree = <LonghaulProvider client={client}>{children}</LonghaulProvider>;
    return isStrict ? <StrictMode>{tree}</StrictMode> : tree;
  };
}

const passing = (ms: number) => act(() => pass(ms));
const client = (options = {}) => held.world.client({ shared: false, ...options });

function Job({ initial }: { initial?: JobAnswer }) {
  const { job, isLoading } = useJob("j", { initial });
  return <p>{isLoading ? "loading" : `${job?.status ?? "none"} ${String(job?.progress?.percent ?? 0)}`}</p>;
}

test("a job handed over from the server is shown without a flash and kept up to date", async () => {
  const own = client();
  const tree = (
    <LonghaulProvider client={own}>
      <Job initial={aJob({ v: 1, status: "running" })} />
    </LonghaulProvider>
  );
  expect(renderToString(tree)).toContain("running 0");
  render(tree);
  expect(screen.getByText("running 0")).toBeTruthy();
  await passing(100);

  held.world.append("job.progress", { v: 2, data: { percent: 40, message: "" } });
  await passing(100);

  expect(screen.getByText("running 40")).toBeTruthy();
  expect(held.world.requests).toHaveLength(0);
});

test("StrictMode, which mounts twice, opens one stream and delivers each event once", async () => {
  const seen: number[] = [];
  const handler = ({ seq }: { seq: number }) => seen.push(seq);
  renderHook(() => { useEvents(["job.step"], handler, { after: cursorOf(0) }); }, { wrapper: wrapped(client(), true) });
  await passing(5_000);

  held.world.append("job.step");
  held.world.append("job.log");

  expect(held.world.sources).toHaveLength(1);
  expect(seen).toEqual([1]);
});

test("the newest handler is called, without a new stream", async () => {
  const [first, second] = [vi.fn(), vi.fn()];
  const { rerender } = renderHook(({ handler }) => { useEvents(["job.step"], handler); }, {
    wrapper: wrapped(client()),
    initialProps: { handler: first },
  });
  await passing(100);
  rerender({ handler: second });

  held.world.append("job.step");

  expect(first).not.toHaveBeenCalled();
  expect(second).toHaveBeenCalledTimes(1);
});

test("without a place, events begin now", async () => {
  held.world.append("job.step");
  const handler = vi.fn();
  renderHook(() => { useEvents(["job.step"], handler); }, { wrapper: wrapped(client()) });
  await passing(100);
  expect(handler).not.toHaveBeenCalled();

  held.world.append("job.step");

  expect(handler).toHaveBeenCalledTimes(1);
});

test("after unmounting no stream, no timer and no listener is left", async () => {
  const add = vi.spyOn(window, "addEventListener");
  const own = client();
  const { unmount } = renderHook(
    () => [useJob("j", { initial: aJob() }), useJobs({}, { initial: { jobs: [], next_page: null, cursor: cursorOf(0) } })],
    { wrapper: wrapped(own, true) },
  );
  await passing(100);
  expect(held.world.open).toHaveLength(1);

  unmount();
  await passing(2_000);

  const kept = add.mock.calls.filter(([, , options]) => typeof options === "object" && options.signal?.aborted === false);
  expect(held.world.open).toHaveLength(0);
  expect(kept).toEqual([]);
  expect(own.connection.get().state).toBe("idle");
});

test("the connection is told as it changes", async () => {
  const own = client();
  own.follow({ after: cursorOf(0), onEvent: () => undefined, onReset: () => undefined });
  const { result } = renderHook(() => useConnection(), { wrapper: wrapped(own) });
  await passing(100);
  expect(result.current.state).toBe("live");

  held.world.mood = "down";
  act(() => held.world.open[0]?.cut());

  expect(result.current).toMatchObject({ state: "reconnecting", attempt: 1 });
});

test("a list follows its filter", async () => {
  held.world.answers.set("GET /api/background-jobs", () => ({ jobs: [aJob({ id: "q" })], next_page: null, cursor: cursorOf(0) }));
  const { result, rerender } = renderHook(({ queue }) => useJobs({ queue }), {
    wrapper: wrapped(client()),
    initialProps: { queue: "a" },
  });
  expect(result.current.isLoading).toBe(true);
  await passing(100);
  expect(result.current.jobs.map(({ id }) => id)).toEqual(["q"]);

  rerender({ queue: "b" });
  await passing(100);

  expect(held.world.requests.filter((line) => line.includes("background-jobs"))).toEqual([
    "GET /api/background-jobs?limit=50&queue=a",
    "GET /api/background-jobs?limit=50&queue=b",
  ]);
});

test("the events of a job: history, then live", async () => {
  const initial = { events: [{ seq: 1, job: "j", v: 1, type: "job.created", at: "2026-01-01T00:00:00Z", data: {} }], cursor: cursorOf(1) };
  const { result } = renderHook(() => useJobEvents("j", { initial }), { wrapper: wrapped(client()) });
  await passing(100);
  held.world.append("job.created");
  held.world.append("job.started");
  await passing(100);

  expect(result.current.events.map(({ type }) => type)).toEqual(["job.created", "job.started"]);
});

test("asking for a job that gets no answer is sent again under the same key", async () => {
  const keys: (string | null)[] = [];
  let isAway = true;
  const own = client({
    fetch: (_url: string, init?: RequestInit) => {
      keys.push(new Headers(init?.headers).get("Idempotency-Key"));
      if (!isAway) return Promise.resolve(Response.json({ job_id: "new" }, { status: 202 }));
      isAway = false;
      return Promise.reject(new TypeError("network"));
    },
  });
  const { result } = renderHook(() => useEnqueue(), { wrapper: wrapped(own) });
  let answer: Promise<{ job_id: string }> | undefined;
  act(() => {
    answer = result.current.enqueue("resume.parse", { text: "x" });
  });
  expect(result.current.isPending).toBe(true);
  await passing(1_000);

  await expect(answer).resolves.toEqual({ job_id: "new" });
  expect(result.current.isPending).toBe(false);
  expect(keys).toHaveLength(2);
  expect(new Set(keys).size).toBe(1);
});

test("what the API refuses is an error with its words", async () => {
  const own = client({
    fetch: () => Promise.resolve(Response.json({ detail: "type: there is no task 'x'" }, { status: 422 })),
  });
  const { result } = renderHook(() => useEnqueue(), { wrapper: wrapped(own) });

  await act(async () => {
    await expect(result.current.enqueue("x", {})).rejects.toThrow("there is no task");
  });

  expect(result.current.error?.message).toBe("type: there is no task 'x'");
});

test("cancelling and requeueing post to the job", async () => {
  const { world } = held;
  world.answers.set("POST /api/background-jobs/j/cancel", () => aJob({ status: "cancelled" }));
  world.answers.set("POST /api/background-jobs/j/requeue", () => aJob());
  const { result } = renderHook(() => useCancel(), { wrapper: wrapped(client()) });

  await act(async () => {
    expect((await result.current.cancel("j")).status).toBe("cancelled");
    expect((await result.current.requeue("j")).status).toBe("queued");
  });
});

test("a form is posted as a form", async () => {
  let sent: RequestInit | undefined;
  const own = client({
    fetch: (_url: string, init?: RequestInit) => {
      sent = init;
      return Promise.resolve(Response.json({ job_id: "n" }));
    },
  });
  const { result } = renderHook(() => useEnqueue(), { wrapper: wrapped(own) });

  await act(() => result.current.ask("/resumes/parse", new FormData(), { wait_s: 5, idempotency_key: "k" }));

  expect(sent?.body).toBeInstanceOf(FormData);
  expect(new Headers(sent?.headers).get("Content-Type")).toBeNull();
  expect(new Headers(sent?.headers).get("Prefer")).toBe("wait=5");
  expect(new Headers(sent?.headers).get("Idempotency-Key")).toBe("k");
});
