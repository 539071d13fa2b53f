import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { OthersJobView } from "@/components/jobs/others-job-view";
import type { JobAnswer, JobSummary } from "@/lib/api/types";
import { fakeApi, json, problem, type Asked } from "../operators/faked-api";
import { aJob, at, idOf } from "./samples";

const push = vi.hoisted(() => vi.fn());

vi.mock("next/navigation", () => ({ useRouter: () => ({ push }), useSearchParams: () => new URLSearchParams(window.location.search) }));

const ID = idOf(7);
const OWNER = "b&b";
const SAID = `owner ${OWNER}, seen as operator`;
const PATH = `/background-jobs/${ID}`;
const artifact = { id: "f1", kind: "report", filename: "report.txt", content_type: "text/plain", size: 3, sha256: "", url: "" };

function theirs(facts: Partial<JobSummary> = {}, cursor = "4.a"): JobAnswer {
  return { ...aJob(7, { status: "running", started_at: at(8), attempt: 1, parent: idOf(3), tags: ["nightly"], artifacts: [artifact], ...facts }), owner: OWNER, args: {}, result: null, errors: [], steps: {}, cursor };
}

const event = (seq: number, type: string) => ({ seq, v: seq, job: ID, type: `job.${type}`, at: at(7 + seq), data: {} });

let job: JobAnswer;
let log: ReturnType<typeof event>[];
let refusal: number | null;
let asked: Asked[];

beforeEach(() => {
  window.history.replaceState(null, "", `/jobs/${ID}?owner=b%26b`);
  job = theirs();
  log = [event(1, "created"), event(2, "started")];
  refusal = null;
  vi.useFakeTimers({ shouldAdvanceTime: true });
  asked = fakeApi(({ path, method }) => {
    if (refusal !== null) return problem(refusal, "No");
    if (method === "DELETE") return new Response(null, { status: 204 });
    if (path.includes("/why")) return json({ status: job.status, reasons: [], ahead: null });
    if (!path.includes("/events")) return json(job);
    const after = Number.parseInt(new URL(path, "http://x").searchParams.get("after") ?? "0", 10);
    return json({ events: log.filter(({ seq }) => seq > after), cursor: `${String(log.at(-1)?.seq ?? 0)}.a` });
  });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  push.mockClear();
});

function show(first = { job, events: log, cursor: "2.a" }) {
  render(
    <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
      <OthersJobView id={ID} owner={OWNER} first={first} />
    </QueryClientProvider>,
  );
  return userEvent.setup({ advanceTimers: (ms) => { vi.advanceTimersByTime(ms); } });
}

const pass = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));
const readings = () => asked.filter(({ path }) => path.startsWith(`${PATH}?`)).length;

describe("the page of another owner's job", () => {
  it("says whose it is and how it keeps up, and names the owner in every request and link", async () => {
    window.history.replaceState(null, "", `/jobs/${ID}?owner=b%26b&tab=files`);
    show();
    expect(screen.getByText(SAID)).toBeVisible();
    expect(screen.getByText("asked every 3 s")).toBeVisible();

    await pass(3_100);

    expect(asked.map(({ path }) => new URL(path, "http://x").searchParams.get("owner"))).toEqual(asked.map(() => OWNER));
    expect(new Set(asked.map(({ path }) => path.split("?")[0]))).toEqual(new Set([PATH, `${PATH}/events`, `${PATH}/why`]));
    expect(screen.getByRole("link", { name: "Download" })).toHaveAttribute("href", "/api/artifacts/f1?owner=b%26b");
    expect(screen.getByRole("link", { name: idOf(3) })).toHaveAttribute("href", `/jobs/${idOf(3)}?owner=b%26b`);
    expect(screen.queryByRole("link", { name: "nightly" })).toBeNull();
  });

  it("is read every 3 s while the job is active, and brings only what is new of its events", async () => {
    show();
    await pass(3_100);
    expect(readings()).toBe(1);

    job = theirs({ status: "succeeded", finished_at: at(12), v: 3 }, "3.a");
    log = [...log, event(3, "completed")];
    await pass(3_000);
    expect(screen.getByText("asked every 30 s")).toBeVisible();
    expect(asked.filter(({ path }) => path.includes("/events")).map(({ path }) => new URL(path, "http://x").searchParams.get("after"))).toEqual(["2.a", "2.a"]);
    await pass(20_000);

    expect(readings()).toBe(2);
    expect(within(screen.getByRole("tablist")).getByText("3")).toBeVisible();
  });

  it("reads the past anew where the log has become another one", async () => {
    show({ job, events: log, cursor: "90.a" });

    await pass(3_100);

    expect(asked.find(({ path }) => path.includes("/events"))?.path).not.toContain("after");
  });

  it("cancels, requeues and deletes in the owner's name", async () => {
    job = theirs({ status: "failed", finished_at: at(9) });
    const user = show();

    await user.click(screen.getByRole("button", { name: "Requeue" }));
    await user.click(screen.getByRole("button", { name: "Delete" }));
    await user.click(within(screen.getByRole("dialog")).getByRole("button", { name: "Delete" }));

    expect(asked.filter(({ method }) => method !== "GET").map(({ method, path }) => [method, path])).toEqual([
      ["POST", `${PATH}/requeue?owner=b%26b`],
      ["DELETE", `${PATH}?owner=b%26b`],
    ]);
    expect(push).toHaveBeenCalledWith("/dead-letters");
  });

  it.each([403, 404])("after a %i stops asking and offers nothing to do", async (status) => {
    show();
    refusal = status;

    await pass(3_100);
    expect(screen.getByText("This job is not there any more")).toBeVisible();
    expect(screen.queryByRole("button", { name: "Cancel" })).toBeNull();
    const before = readings();
    await pass(60_000);

    expect(readings()).toBe(before);
  });
});
