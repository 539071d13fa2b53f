import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { WhyPanel } from "@/components/jobs/why-panel";
import type { Why } from "@/lib/jobs/why";
import { aJob } from "./samples";

afterEach(() => {
  vi.unstubAllGlobals();
});

function show(job: ReturnType<typeof aJob>) {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const panel = (shown: typeof job) => (
    <QueryClientProvider client={client}>
      <WhyPanel job={shown} />
    </QueryClientProvider>
  );
  const view = render(panel(job));
  return { ...view, change: (next: typeof job) => { view.rerender(panel(next)); } };
}

function answer(...whys: Why[]) {
  const fetched = vi.fn((_url: string) => Promise.resolve(Response.json(whys.length > 1 ? whys.shift() : whys[0])));
  vi.stubGlobal("fetch", fetched);
  return fetched;
}

const paused: Why = {
  status: "queued",
  reasons: [{ code: "queue_paused", message: "Its queue default is paused.", hint: "An operator can resume it." }],
  ahead: { count: 1, is_capped: false },
};
const runs: Why = { status: "running", reasons: [{ code: "running", message: "The worker w1 runs it.", hint: null }], ahead: null };

describe("the panel that says why", () => {
  it("gives the reasons of a queued job with what can be done, and how many are before it", async () => {
    const fetched = answer(paused);
    const job = aJob(1);
    show(job);

    expect(await screen.findByText("Its queue default is paused.")).toBeInTheDocument();
    expect(screen.getByText("An operator can resume it.")).toBeInTheDocument();
    expect(screen.getByText("1 job is before it in its queue.")).toBeInTheDocument();
    expect(fetched).toHaveBeenCalledWith(`/api/background-jobs/${job.id}/why`, expect.anything());
  });

  it("asks again when the job starts, and never shows the old reason for the new state", async () => {
    answer(paused, runs);
    const view = show(aJob(1));
    await screen.findByText("Its queue default is paused.");

    view.change(aJob(1, { status: "running", attempt: 1 }));

    expect(screen.queryByText("Its queue default is paused.")).not.toBeInTheDocument();
    expect(await screen.findByText("The worker w1 runs it.")).toBeInTheDocument();
    expect(screen.getByRole("heading", { name: "Where it runs" })).toBeInTheDocument();
  });

  it("is not there for an ended job, and asks nothing", () => {
    const fetched = answer(paused);
    const { container } = show(aJob(1, { status: "succeeded" }));

    expect(container).toBeEmptyDOMElement();
    expect(fetched).not.toHaveBeenCalled();
  });

  it("says so where the API cannot be reached", async () => {
    vi.stubGlobal("fetch", () => Promise.reject(new TypeError("no network")));
    show(aJob(1));

    expect(await screen.findByText("The API cannot be reached to say.")).toBeInTheDocument();
  });
});
