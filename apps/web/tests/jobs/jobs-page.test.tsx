import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { JobsPage } from "@/components/jobs/jobs-page";
import type { JobSummary } from "@/lib/api/types";
import { aJob, idOf } from "./samples";

const live = vi.hoisted(() => ({
  jobs: [] as unknown[],
  filters: [] as unknown[],
  push: vi.fn(),
  refetch: vi.fn(() => Promise.resolve()),
  listeners: new Set<() => void>(),
}));

vi.mock("next/navigation", async () => {
  const { useSyncExternalStore } = await import("react");
  const subscribe = (listener: () => void) => {
    live.listeners.add(listener);
    return () => { live.listeners.delete(listener); };
  };
  return {
    useRouter: () => ({ push: live.push }),
    useSearchParams: () => new URLSearchParams(useSyncExternalStore(subscribe, () => window.location.search)),
  };
});

vi.mock("@longhaul/react", async () => {
  const { useSyncExternalStore } = await import("react");
  const subscribe = (listener: () => void) => {
    live.listeners.add(listener);
    return () => { live.listeners.delete(listener); };
  };
  return {
    useConnection: () => ({ state: "live" }),
    useEvents: () => undefined,
    useJobs: (filter: unknown) => {
      live.filters.push(filter);
      const jobs = useSyncExternalStore(subscribe, () => live.jobs);
      return { jobs, error: undefined, isLoading: false, hasMore: false, loadMore: live.refetch, refetch: live.refetch };
    },
  };
});

const requests: { path: string; body: unknown }[] = [];

beforeEach(() => {
  requests.length = 0;
  live.filters = [];
  live.push.mockClear();
  Element.prototype.scrollIntoView = () => undefined; // jsdom has none
  window.history.replaceState(null, "", "/jobs");
  const push = window.history.pushState.bind(window.history);
  vi.spyOn(window.history, "pushState").mockImplementation((...args) => {
    push(...args);
    for (const listener of live.listeners) listener();
  });
  vi.stubGlobal("fetch", (url: string, init?: { body?: string }) => {
    const body = init?.body ? (JSON.parse(init.body) as { ids?: string[]; preview?: boolean }) : null;
    requests.push({ path: url, body });
    if (url.includes("/stats")) return Promise.resolve(Response.json({ counts: {}, stuck: [], cursor: "1.a" }));
    return Promise.resolve(Response.json({ preview: body?.preview ?? false, matched: { count: 10_000, is_capped: true }, job_ids: body?.ids ?? [], cursor: "1.a" }));
  });
});

afterEach(() => {
  vi.unstubAllGlobals();
});

function show(...jobs: JobSummary[]) {
  live.jobs = jobs;
  render(
    <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
      <JobsPage first={{ search: "", asOf: 0, page: null, stats: null }} />
    </QueryClientProvider>,
  );
  return userEvent.setup();
}

function arrive(...jobs: JobSummary[]) {
  act(() => {
    live.jobs = jobs;
    for (const listener of live.listeners) listener();
  });
}

const rowIds = () => [...document.querySelectorAll("tr[data-job]")].map((row) => Number.parseInt(row.getAttribute("data-job") ?? "", 16));

describe("the job list", () => {
  it("puts a chosen state into the address and asks for it", async () => {
    const user = show(aJob(1));

    await user.click(screen.getByRole("button", { name: /^Failed/ }));

    expect(window.location.search).toBe("?status=failed");
    expect(live.filters.at(-1)).toEqual({ status: ["failed"] });
  });

  it("adds a state to the one that is chosen, asks for both, and takes one off again", async () => {
    const user = show(aJob(1));
    await user.click(screen.getByRole("button", { name: /^Failed/ }));

    await user.click(screen.getByRole("button", { name: "Also Queued" }));
    expect(window.location.search).toBe("?status=queued&status=failed");
    expect(live.filters.at(-1)).toEqual({ status: ["queued", "failed"] });
    expect(screen.getByRole("button", { name: /^Queued/, pressed: true })).toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: "No longer Failed" }));

    expect(window.location.search).toBe("?status=queued");
  });

  it("takes all states again with the last one that was missing", async () => {
    window.history.replaceState(null, "", "/jobs?status=queued&status=running&status=succeeded&status=failed");
    const user = show(aJob(1));

    await user.click(screen.getByRole("button", { name: "Also Cancelled" }));

    expect(window.location.search).toBe("");
  });

  it("takes a typed task on Enter, beside the state", async () => {
    const user = show(aJob(1));
    await user.click(screen.getByRole("button", { name: /^Queued/ }));

    await user.type(screen.getByRole("combobox", { name: "Task" }), "feed.ingest{Enter}");

    expect(window.location.search).toBe("?status=queued&task=feed.ingest");
  });

  it("opens a job whose id is pasted", async () => {
    const user = show(aJob(1));

    await user.click(screen.getByRole("searchbox"));
    await user.paste(`  ${idOf(77)} `);

    expect(live.push).toHaveBeenCalledWith(`/jobs/${idOf(77)}`);
  });

  it("shows new jobs on top by themselves while nothing is selected", () => {
    show(aJob(1));

    arrive(aJob(2), aJob(1));

    expect(rowIds()).toEqual([2, 1]);
  });

  it("offers new jobs while a row is selected, and shows them when asked", async () => {
    const user = show(aJob(1));
    await user.click(screen.getByRole("checkbox", { name: /Select resume.parse/ }));

    arrive(aJob(3), aJob(2), aJob(1));
    expect(rowIds()).toEqual([1]);
    await user.click(screen.getByRole("button", { name: "2 new jobs" }));

    expect(rowIds()).toEqual([3, 2, 1]);
    expect(screen.queryByRole("button", { name: /new job/ })).not.toBeInTheDocument();
  });

  it("keeps a row that left the filter, says so, and takes it off when asked", async () => {
    window.history.replaceState(null, "", "/jobs?status=queued");
    const user = show(aJob(2), aJob(1));

    arrive(aJob(2, { status: "running", v: 2 }), aJob(1));
    expect(within(document.getElementById(`job-${idOf(2)}`) as HTMLElement).getByText("no longer matches")).toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: "Take it off" }));

    expect(rowIds()).toEqual([1]);
  });

  it("moves with j and k, selects with x, opens with Enter", async () => {
    const user = show(aJob(3), aJob(2), aJob(1));

    await user.keyboard("jjkjx");
    expect(document.activeElement?.id).toBe(`job-${idOf(2)}`);
    expect(screen.getByText("1 selected")).toBeInTheDocument();
    await user.keyboard("{Enter}");

    expect(live.push).toHaveBeenCalledWith(`/jobs/${idOf(2)}`);
  });

  it("lists its keys with ?", async () => {
    const user = show(aJob(1));

    await user.keyboard("?");

    expect(screen.getByRole("dialog", { name: "Keys" })).toBeInTheDocument();
  });

  it("previews what it would cancel, cancels exactly that, and reports", async () => {
    const user = show(aJob(3), aJob(2, { status: "succeeded" }), aJob(1));
    await user.click(screen.getByRole("checkbox", { name: "Select all shown" }));
    await user.click(screen.getByRole("button", { name: "Cancel" }));

    const dialog = screen.getByRole("dialog", { name: "Cancel jobs" });
    expect(await within(dialog).findByText("2 of the 3 selected")).toBeInTheDocument();
    expect(within(dialog).getByText(/1 of the selected are left alone/)).toBeInTheDocument();
    expect(requests.filter(({ path }) => path.includes("/cancel"))).toEqual([]);
    await user.click(within(dialog).getByRole("button", { name: "Cancel 2 jobs" }));

    expect(await within(dialog).findByText("Cancelled, or asked to stop: 2.")).toBeInTheDocument();
    expect(requests.find(({ path }) => path.includes("/cancel"))?.body).toMatchObject({ ids: [idOf(3), idOf(1)], preview: false });
  });

  it("says 10,000 or more for all that match where counting stopped there", async () => {
    window.history.replaceState(null, "", "/jobs?status=failed");
    const user = show(aJob(1, { status: "failed" }));
    await user.click(screen.getByRole("checkbox", { name: "Select all shown" }));
    await user.click(screen.getByRole("button", { name: /that match$/ }));
    await user.click(screen.getByRole("button", { name: "Requeue" }));

    expect(await screen.findByRole("button", { name: "Requeue 10,000 or more jobs" })).toBeEnabled();
    await waitFor(() => {
      expect(requests.find(({ path }) => path.includes("/requeue"))?.body).toMatchObject({ status: "failed", preview: true });
    });
  });
});
