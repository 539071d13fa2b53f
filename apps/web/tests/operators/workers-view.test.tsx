import { screen } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { WorkersView } from "@/components/operators/workers-view";
import { fakeApi, json, problem, renderWithQueries } from "./faked-api";

vi.mock("@longhaul/react", () => ({ useEvents: () => undefined }));

afterEach(() => { vi.unstubAllGlobals(); });

describe("the workers", () => {
  it("where there are none, say how many jobs wait and how to start one", async () => {
    const queue = { name: "default", paused: false, workers: 0, tasks: [], queued: { count: 41, is_capped: false } };
    fakeApi(({ path }) => (path === "/queues" ? json({ queues: [queue] }) : json({ jobs: [], next_page: null, cursor: "1.a" })));
    renderWithQueries(<WorkersView initial={{ workers: [] }} initialRunning={null} />);

    expect(await screen.findByRole("link", { name: "41 jobs are queued" })).toHaveAttribute("href", "/queues");
    expect(screen.getByText(/python -m longhaul_worker/)).toBeVisible();
  });

  it("show what each runs, as far as the jobs are one's own", async () => {
    const worker = { id: "a", host: "vm", pid: 17, queues: ["default"], concurrency: 4, running: 3, state: "active", started_at: "2026-11-27T12:00:00Z", seen_at: new Date().toISOString() };
    const job = { id: "j1", type: "resume.parse", status: "running", label: "running", lease: { worker_id: "a", expires_at: null }, progress: { percent: 20, message: "Reading" }, started_at: null };
    fakeApi(({ path }) => (path.startsWith("/background-jobs?status=running") ? json({ jobs: [job], next_page: null, cursor: "1.a" }) : problem(404, "Not Found")));
    renderWithQueries(<WorkersView initial={{ workers: [worker] }} initialRunning={null} />);

    expect(await screen.findByRole("link", { name: "resume.parse" })).toHaveAttribute("href", "/jobs/j1");
    expect(screen.getByText(/and 2 jobs of other owners/)).toBeVisible();
    expect(screen.getByRole("img", { name: "3 of 4 slots busy" })).toBeVisible();
  });
});
