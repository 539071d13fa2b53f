import { screen } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { WorkersView } from "@/components/operators/workers-view";
import type { HeldJob } from "@/lib/api/types";
import { fakeApi, json, renderWithQueries } from "./faked-api";

vi.mock("@longhaul/react", () => ({ useEvents: () => undefined }));

afterEach(() => { vi.unstubAllGlobals(); });

describe("the workers", () => {
  it("where there are none, say how many jobs wait and how to start one", async () => {
    const queue = { name: "default", paused: false, workers: 0, tasks: [], queued: { count: 41, is_capped: false } };
    fakeApi(({ path }) => (path === "/queues" ? json({ queues: [queue] }) : json({ jobs: [], next_page: null, cursor: "1.a" })));
    renderWithQueries(<WorkersView initial={{ workers: [], is_capped: false }} me="ada" />);

    expect(await screen.findByRole("link", { name: "41 jobs are queued" })).toHaveAttribute("href", "/queues");
    expect(screen.getByText(/python -m longhaul_worker/)).toBeVisible();
  });

  const worker = { id: "a", host: "vm", pid: 17, queues: ["default"], concurrency: 4, running: 3, state: "active", started_at: "2026-11-27T12:00:00Z", seen_at: new Date().toISOString() };
  const job = { id: "j1", type: "resume.parse", owner: "ada", queue: "default", progress: null, started_at: null };

  function show(jobs: HeldJob[], isCapped = false) {
    const list = { workers: [{ ...worker, jobs }], is_capped: isCapped };
    fakeApi(() => json(list));
    renderWithQueries(<WorkersView initial={list} me="ada" />);
  }

  it("show what each runs, and whose it is where it is another's", () => {
    show([job, { ...job, id: "j2", type: "feed.ingest", owner: "b&b", progress: { percent: 20, message: "Reading", step: null, code: null, counters: {} } }]);

    expect(screen.getByRole("link", { name: "resume.parse" })).toHaveAttribute("href", "/jobs/j1");
    expect(screen.getByRole("link", { name: "feed.ingest" })).toHaveAttribute("href", "/jobs/j2?owner=b%26b");
    expect(screen.getByText("Reading")).toBeVisible();
    expect(screen.getByTitle("owner b&b")).toBeVisible();
    expect(screen.queryByTitle("owner ada")).toBeNull();
    expect(screen.getByRole("img", { name: "2 of 4 slots busy" })).toBeVisible();
  });

  it("say that there are more where not all jobs are told", () => {
    show([job], true);

    expect(screen.getByText("2 more: no more than 200 are listed")).toBeVisible();
  });
});
