import { screen } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { SearchPage } from "@/components/desk/search-page";
import { fakeApi, json, renderWithQueries } from "../operators/faked-api";

vi.mock("next/navigation", () => ({ useRouter: () => ({ push: vi.fn() }), useSearchParams: () => new URLSearchParams() }));
vi.mock("@longhaul/react", () => ({ useEvents: () => undefined, useJobs: () => ({ jobs: [] }) }));
vi.mock("@/components/desk/page-jobs", () => ({ usePageJobs: () => undefined }));

afterEach(() => { vi.unstubAllGlobals(); });

const counts = { found: 0, downloaded: 0, parsed: 0, scored: 0, duplicates: 0, failed: 0 };
const report = { id: "f1", kind: "report_html", filename: "report.html", content_type: "text/html", size: 3, sha256: "", url: "" };
const search = { id: "s1", created_at: "2026-11-27T12:00:00Z", value: { job_id: "j1", query: { title: "Engineer" }, counts, candidates: [] } };

function show(email: object | null) {
  const warnings = [
    { code: "EMAIL_REFUSED", message: "bob@example.org: no such mailbox", field: "notify" },
    { code: "OTHER", message: "one CV could not be read", field: null },
  ];
  fakeApi(({ path }) => json(path.startsWith("/background-jobs") ? { id: "j1", artifacts: [report], args: {}, result: { email, warnings } } : search));
  renderWithQueries(<SearchPage id="s1" />);
}

describe("what became of a report's mail", () => {
  it("is told by address, with why one was refused", async () => {
    show({ message_ids: {}, accepted: ["ann@example.org"], refused: ["bob@example.org"], unknown: [] });

    expect(await screen.findByText("ann@example.org")).toBeVisible();
    expect(screen.getByText("Not to").nextElementSibling).toHaveTextContent("bob@example.org");
    expect(screen.getByText("bob@example.org: no such mailbox")).toBeVisible();
    expect(screen.queryByText("one CV could not be read")).toBeNull();
  });

  it("is not told where nobody was to get one", async () => {
    show(null);

    expect(await screen.findByText("Report")).toBeVisible();
    expect(screen.queryByText("Mailed")).toBeNull();
  });
});
