import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { act } from "react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { AllDeadLettersPage } from "@/components/jobs/all-dead-letters-page";
import type { DeadLetter, DeadLetterPage } from "@/lib/api/types";
import { fakeApi, json, renderWithQueries, type Asked } from "../operators/faked-api";
import { aJob, at, idOf } from "./samples";

const page = vi.hoisted(() => ({ listeners: new Set<() => void>() }));

vi.mock("next/navigation", async () => {
  const { useSyncExternalStore } = await import("react");
  const subscribe = (listener: () => void) => {
    page.listeners.add(listener);
    return () => { page.listeners.delete(listener); };
  };
  return { useSearchParams: () => new URLSearchParams(useSyncExternalStore(subscribe, () => window.location.search)) };
});

vi.mock("@longhaul/react", () => ({ useEvents: () => undefined }));

function dead(n: number, owner: string, type = "resume.parse"): DeadLetter {
  const error = { cause: "error" as const, kind: "permanent" as const, code: "BAD_FILE", message: `cannot read ${String(n)}`, hint: null, attempt: 1, at: at(n) };
  return { ...aJob(n, { type, status: "failed", finished_at: at(n), error }), owner };
}

const pageOf = (jobs: DeadLetter[], next_page: string | null = null): DeadLetterPage => ({ jobs, next_page, cursor: "1.a" });

let asked: Asked[];
let answers: DeadLetterPage;
/** What the page reads once it asks for more or less; what it shows, it reads anew every 5 s. */
let next: DeadLetterPage;

beforeEach(() => {
  window.history.replaceState(null, "", "/dead-letters");
  const pushState = window.history.pushState.bind(window.history);
  vi.spyOn(window.history, "pushState").mockImplementation((...args) => {
    pushState(...args);
    act(() => { for (const listener of page.listeners) listener(); });
  });
  asked = fakeApi(({ path, body }) => {
    if (path.startsWith("/dead-letters")) return json(/[?&](page|type)=/.test(path) ? next : answers);
    const ids = (body as { ids?: string[] }).ids ?? [];
    return json({ preview: false, matched: { count: ids.length, is_capped: false }, job_ids: ids, cursor: "1.a" });
  });
});

afterEach(() => { vi.unstubAllGlobals(); });

function show(first: DeadLetterPage) {
  answers = first;
  renderWithQueries(<AllDeadLettersPage me="olga" search="" page={first} />);
  return userEvent.setup();
}

describe("the dead letters of all owners", () => {
  it("are together by what went wrong, and each says whose it is and leads to its page", async () => {
    const user = show(pageOf([dead(3, "ada"), dead(2, "b&b"), dead(1, "olga")]));

    expect(screen.getByText("3 jobs of 3 owners")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Show the jobs" }));
    const rows = screen.getAllByRole("listitem").map((row) => [within(row).getByRole("link").getAttribute("href"), /owner (\S+?)(cannot|$)/.exec(row.textContent)?.[1]]);

    expect(rows).toEqual([
      [`/jobs/${idOf(3)}?owner=ada`, "ada"],
      [`/jobs/${idOf(2)}?owner=b%26b`, "b&b"],
      [`/jobs/${idOf(1)}`, "you"],
    ]);
  });

  it("are requeued each in its owner's name, and cannot be selected beyond what is shown", async () => {
    const user = show(pageOf([dead(3, "ada"), dead(2, "b&b"), dead(1, "olga")], "more"));
    await user.click(screen.getByRole("checkbox", { name: "Select all resume.parse BAD_FILE" }));
    expect(screen.queryByRole("button", { name: /that match/ })).toBeNull();

    await user.click(within(screen.getByRole("region", { name: "Selection" })).getByRole("button", { name: "Requeue" }));
    await user.click(await screen.findByRole("button", { name: "Requeue 3 jobs" }));

    expect(await screen.findByText("Requeued: 3.")).toBeVisible();
    expect(asked.filter(({ method }) => method === "POST").map(({ path }) => path)).toEqual([
      "/background-jobs/requeue?owner=ada",
      "/background-jobs/requeue?owner=b%26b",
      "/background-jobs/requeue",
    ]);
  });

  it("can be narrowed to a task, which the address keeps and the API is asked for", async () => {
    const user = show(pageOf([dead(3, "ada"), dead(2, "ada", "feed.ingest")]));

    next = pageOf([]);
    await user.type(screen.getByRole("combobox", { name: "Task" }), "project.refresh{Enter}");

    expect(window.location.search).toBe("?task=project.refresh");
    expect(asked.at(-1)?.path).toBe("/dead-letters?type=project.refresh&limit=200");
    expect(await screen.findByText("No failed job matches these filters")).toBeVisible();
  });

  it("are read on where there are older ones, each shown once", async () => {
    const user = show(pageOf([dead(3, "ada"), dead(2, "ada")], "p2"));
    expect(screen.getByText("The newest 2 failed jobs")).toBeVisible();

    next = pageOf([dead(2, "ada"), dead(1, "b&b")]);
    await user.click(screen.getByRole("button", { name: "Read older ones" }));

    expect(await screen.findByText("3 failed jobs")).toBeVisible();
    expect(asked.at(-1)?.path).toBe("/dead-letters?limit=200&page=p2");
  });

  it("say that there are none", () => {
    show(pageOf([]));

    expect(screen.getByText("No dead letters")).toBeVisible();
  });
});
