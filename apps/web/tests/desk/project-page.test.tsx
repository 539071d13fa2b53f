import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ProjectPage } from "@/components/desk/project-page";
import type { JobSummary } from "@/lib/api/types";
import type { Project } from "@/lib/desk/types";
import { fakeApi, json, renderWithQueries } from "../operators/faked-api";
import { job } from "./samples";

const page = vi.hoisted(() => ({ jobs: [] as JobSummary[] }));

vi.mock("next/navigation", () => ({ usePathname: () => "/desk/projects/p1", useRouter: () => ({ push: vi.fn() }), useSearchParams: () => new URLSearchParams() }));
vi.mock("@longhaul/react", () => ({
  isTerminal: (status: string) => ["succeeded", "failed", "cancelled"].includes(status),
  useCancel: () => ({ cancel: vi.fn(), requeue: vi.fn(), isPending: false, error: undefined }),
  useEvents: () => undefined,
  useJob: () => ({ job: undefined, error: undefined }),
  useJobs: () => ({ jobs: page.jobs }),
}));

beforeEach(() => { page.jobs = []; });
afterEach(() => { vi.unstubAllGlobals(); });

const facts = (at: string, done: number) => ({ at, head_sha: "a".repeat(40), done, total: 4, percent: done * 25, job_id: `j${String(done)}` });
const project: Project = {
  id: "p1",
  name: "Quayside",
  repo_url: "https://github.com/ines-marchetti/quayside",
  ref: null,
  plan_path: null,
  tasks_count: null,
  progress_percentage: null,
  last: {
    head_sha: "a".repeat(40),
    committed_at: null,
    default_branch: "main",
    description: null,
    summary: null,
    plan: null,
    tasks_count: 4,
    progress_percentage: 50,
    languages: {},
    skills: [],
    stats: { files: 3, bytes: 900, last_commit_days: null },
    delta: null,
    unchanged: false,
    artifacts: {},
    warnings: [],
  },
  history: [facts("2026-11-01T09:00:00Z", 1), facts("2026-11-02T09:00:00Z", 2)],
  created_at: "2026-11-01T09:00:00Z",
  updated_at: "2026-11-02T09:00:00Z",
};

/** The page of a project; `refreshed` answers a request to read it anew. */
function show(refreshed: Response) {
  const asked = fakeApi(({ method }) => (method === "POST" ? refreshed : json(project)));
  renderWithQueries(<ProjectPage id="p1" />);
  return asked;
}

describe("the page of a project", () => {
  it("asks for a reading, and after too many counts down to the next", async () => {
    const tooMany = { type: "urn:longhaul:problem:rate-exceeded", title: "Too often", status: 429 };
    const asked = show(new Response(JSON.stringify(tooMany), { status: 429, headers: { "Content-Type": "application/problem+json", "Retry-After": "240" } }));

    await userEvent.click(await screen.findByRole("button", { name: "Read it anew" }));

    expect(asked.filter(({ method }) => method === "POST").map(({ path }) => path)).toEqual(["/projects/p1/refresh"]);
    expect(await screen.findByRole("button", { name: /^Again in 2\d\d s$/ })).toBeDisabled();
    expect(screen.getByText("Asked often enough for now.")).toBeVisible();
  });

  it("cannot be asked for again while the repository is being read", async () => {
    page.jobs = [job({ type: "project.refresh" })];

    show(json({ job_id: "j1" }, 202));

    expect(await screen.findByRole("button", { name: "Being read" })).toBeDisabled();
    expect(screen.getByRole("progressbar")).toHaveAttribute("aria-valuenow", "55");
  });

  it("lists every reading, the newest first", async () => {
    show(json({ job_id: "j1" }, 202));

    const [, newest, oldest] = within(await screen.findByRole("table")).getAllByRole("row");
    expect(newest).toHaveTextContent("2 of 4");
    expect(oldest).toHaveTextContent("1 of 4");
  });
});
