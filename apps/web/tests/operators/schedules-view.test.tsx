import { screen } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { SchedulesView } from "@/components/operators/schedules-view";
import type { Schedule } from "@/lib/api/types";
import { fakeApi, json, renderWithQueries } from "./faked-api";

afterEach(() => { vi.unstubAllGlobals(); });

const schedule: Schedule = {
  name: "feeds",
  task: "feeds.poll",
  owner: "system",
  cron: "0 * * * *",
  timezone: "UTC",
  enabled: true,
  next_run_at: "2026-11-27T13:00:00Z",
  last_run_at: "2026-11-27T12:00:00Z",
  last_job_id: "j1",
};

function show(jobs: object[], facts: Partial<Schedule> = {}) {
  const asked = fakeApi(() => json({ jobs, next_page: null, cursor: "1.a" }));
  renderWithQueries(<SchedulesView initial={{ schedules: [{ ...schedule, ...facts }] }} me="olga" />);
  return asked;
}

describe("the last job of a schedule", () => {
  it("is looked for among its owner's, and leads to its page", async () => {
    const asked = show([{ id: "j1", status: "failed", label: "failed" }]);

    expect(await screen.findByRole("link", { name: "Last job of feeds: failed" })).toHaveAttribute("href", "/jobs/j1?owner=system");
    expect(asked.map(({ path }) => path)).toEqual(["/background-jobs?type=feeds.poll&limit=20&owner=system"]);
  });

  it("of one's own schedule names no owner", async () => {
    const asked = show([{ id: "j1", status: "succeeded", label: "succeeded" }], { owner: "olga" });

    expect(await screen.findByRole("link", { name: /Last job of feeds/ })).toHaveAttribute("href", "/jobs/j1");
    expect(asked.map(({ path }) => path)).toEqual(["/background-jobs?type=feeds.poll&limit=20"]);
  });

  it("that is not among the latest is linked without its state", async () => {
    show([]);

    expect(await screen.findByRole("link", { name: "its job" })).toHaveAttribute("href", "/jobs/j1?owner=system");
  });
});
