import { act, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, describe, expect, it, vi } from "vitest";
import { Fresh } from "@/components/operators/fresh";
import { QueueRow, noticeOf } from "@/components/operators/queue-row";
import { useQueues, type QueueList } from "@/lib/api/operators";
import type { Queue } from "@/lib/api/types";
import { fakeApi, json, problem, renderWithQueries, type Asked } from "./faked-api";

const QUEUE: Queue = {
  name: "default",
  paused: false,
  workers: 2,
  tasks: ["feed.ingest", "match.score"],
  queued: { count: 10_000, is_capped: true },
  running: { count: 3, is_capped: false },
  failed: { count: 0, is_capped: false },
  oldest_wait_s: 12,
};

function Queues({ initial }: { initial: QueueList | null }) {
  const query = useQueues(initial);
  return (
    <Fresh query={query} what="The queues" waiting={<p>waiting</p>}>
      {({ queues }) => <ul>{queues.map((queue) => <QueueRow key={queue.name} queue={queue} />)}</ul>}
    </Fresh>
  );
}

function deferred<T>() {
  let settle: (value: T) => void = () => undefined;
  const promise = new Promise<T>((resolve) => { settle = resolve; });
  return { promise, settle };
}

/** What was asked of the API by a hand; the queues are read anew by themselves every 5 s. */
const posted = (asked: readonly Asked[]) => asked.filter(({ method }) => method === "POST").map(({ path }) => path);

afterEach(() => { vi.unstubAllGlobals(); });

describe("a queue", () => {
  it("shows capped counts as what they are", () => {
    renderWithQueries(<ul><QueueRow queue={QUEUE} /></ul>);

    expect(screen.getByText("10,000+")).toBeVisible();
    expect(screen.getByText("3")).toBeVisible();
  });

  it("leads to its jobs", () => {
    renderWithQueries(<ul><QueueRow queue={QUEUE} /></ul>);

    expect(screen.getByRole("link", { name: "Your jobs in default" })).toHaveAttribute("href", "/jobs?queue=default");
  });

  it.each([
    [{}, null],
    [{ oldest_wait_s: 61 }, "A job that could start has waited for 1 min 1 s: the workers do not keep up."],
    [{ workers: 0 }, "No worker serves this queue: what is queued waits until one does."],
    [{ workers: 0, oldest_wait_s: 4_000 }, "No worker serves this queue: what is queued waits until one does. The oldest has waited for 1 h 6 min."],
    [{ workers: 0, queued: { count: 0, is_capped: false } }, null],
    [{ paused: true, oldest_wait_s: 500 }, "Paused: no worker takes jobs from this queue. What is queued waits until it is resumed; what runs goes on. The oldest has waited for 8 min 20 s."],
  ])("says in words what is wrong with %o", (changes, notice) => {
    expect(noticeOf({ ...QUEUE, ...changes })).toBe(notice);
  });
});

describe("pausing", () => {
  it("asks first, and asks the API for nothing when that is declined", async () => {
    const asked = fakeApi(() => json({ queues: [QUEUE] }));
    renderWithQueries(<Queues initial={{ queues: [QUEUE] }} />);

    await userEvent.click(screen.getByRole("button", { name: "Pause default" }));
    await userEvent.click(within(screen.getByRole("dialog")).getByRole("button", { name: "Leave it running" }));

    expect(posted(asked)).toEqual([]);
    expect(screen.queryByText("Paused")).toBeNull();
  });

  it("shows at once, before the API has answered", async () => {
    const answer = deferred<Response>();
    const asked = fakeApi(({ method }) => (method === "POST" ? answer.promise : json({ queues: [{ ...QUEUE, paused: true }] })));
    renderWithQueries(<Queues initial={{ queues: [QUEUE] }} />);

    await userEvent.click(screen.getByRole("button", { name: "Pause default" }));
    await userEvent.click(screen.getByRole("button", { name: "Pause the queue" }));

    expect(await screen.findByText("Paused")).toBeVisible();
    expect(posted(asked)).toEqual(["/queues/default/pause"]);
    await act(async () => { answer.settle(json({ ...QUEUE, paused: true })); await answer.promise; });
  });

  it("is taken back where the API refuses", async () => {
    const answer = deferred<Response>();
    // The list cannot be read either: what is shown has to be right by itself.
    fakeApi(({ method }) => (method === "POST" ? answer.promise : problem(503, "Unavailable")));
    renderWithQueries(<Queues initial={{ queues: [QUEUE] }} />);
    await userEvent.click(screen.getByRole("button", { name: "Pause default" }));
    await userEvent.click(screen.getByRole("button", { name: "Pause the queue" }));
    await screen.findByText("Paused");

    await act(async () => { answer.settle(problem(503, "Unavailable")); await answer.promise; });

    await waitFor(() => { expect(screen.queryByText("Paused")).toBeNull(); });
    expect(screen.getByRole("button", { name: "Pause default" })).toBeVisible();
  });

  it("ends without a question, and comes back where the API refuses", async () => {
    const paused = { ...QUEUE, paused: true };
    const answer = deferred<Response>();
    const asked = fakeApi(({ method }) => (method === "POST" ? answer.promise : problem(503, "Unavailable")));
    renderWithQueries(<Queues initial={{ queues: [paused] }} />);

    await userEvent.click(screen.getByRole("button", { name: "Resume default" }));

    await waitFor(() => { expect(screen.queryByText("Paused")).toBeNull(); });
    expect(posted(asked)).toEqual(["/queues/default/resume"]);
    await act(async () => { answer.settle(problem(409, "Conflict")); await answer.promise; });
    expect(await screen.findByText("Paused")).toBeVisible();
  });
});

describe("reading the queues", () => {
  it("says that the role operator is needed where the API answers 403", async () => {
    fakeApi(() => problem(403, "Forbidden"));
    renderWithQueries(<Queues initial={null} />);

    expect(await screen.findByText("This needs the role operator")).toBeVisible();
  });

  it("keeps what it has in an outage and says that it may be old", async () => {
    fakeApi(() => { throw new TypeError("no network"); });
    const { queries } = renderWithQueries(<Queues initial={{ queues: [QUEUE] }} />);

    await act(() => queries.refetchQueries());

    expect(await screen.findByText(/may be old/)).toBeVisible();
    expect(screen.getByRole("heading", { name: "default" })).toBeVisible();
  });

  it("says what failed where there is nothing to keep", async () => {
    fakeApi(() => { throw new TypeError("no network"); });
    renderWithQueries(<Queues initial={null} />);

    expect(await screen.findByText("The queues could not be read")).toBeVisible();
  });
});
