import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";
import { JobCard, type JobCardProps } from "@/components/desk/job-card";
import type { JobSummary } from "@/lib/api/types";
import { job } from "./samples";

function show(part: Partial<JobSummary> = {}, props: Partial<JobCardProps> = {}) {
  const given = { job: job(part), subject: "ines.pdf", outcome: null, onCancel: vi.fn(), onRetry: vi.fn(), onDismiss: vi.fn(), ...props };
  render(<JobCard {...given} />);
  return given;
}

const ENDED = { finished_at: "2026-11-01T09:00:03Z" };

describe("the card of a job", () => {
  it("that runs shows step, percent, message and counters, and can be cancelled", async () => {
    const { onCancel } = show();

    expect(screen.getByRole("article", { name: "Read a CV: ines.pdf" })).toHaveAttribute("data-status", "running");
    expect(screen.getByRole("progressbar")).toHaveAttribute("aria-valuenow", "55");
    expect(screen.getByText("Reading the sections")).toBeVisible();
    expect(screen.getByText("read · posts 3")).toBeVisible();
    await userEvent.click(screen.getByRole("button", { name: "Cancel" }));
    expect(onCancel).toHaveBeenCalledOnce();
  });

  it("that is being cancelled cannot be cancelled again", () => {
    show({ cancel_requested_at: "2026-11-01T09:00:02Z" });

    expect(screen.getByRole("button", { name: "Cancelling" })).toBeDisabled();
  });

  it("that waits for its time says when it starts", () => {
    show({ status: "queued", label: "scheduled", progress: null, started_at: null, run_at: "2030-01-01T00:00:00Z" });

    expect(screen.getByText(/^starts/)).toBeVisible();
  });

  it("that failed says why and what to do, and can be tried again", async () => {
    const error = { cause: "error", kind: "permanent", code: "ENCRYPTED_PDF", message: "The file is protected.", hint: "Remove the password.", attempt: 1, at: null };
    const { onRetry } = show({ status: "failed", label: "failed", error, ...ENDED });

    expect(screen.getByText("The file is protected.")).toBeVisible();
    expect(screen.getByText("Remove the password.")).toBeVisible();
    expect(screen.queryByRole("button", { name: "Cancel" })).toBeNull();
    await userEvent.click(screen.getByRole("button", { name: "Try again" }));
    expect(onRetry).toHaveBeenCalledOnce();
  });

  it("that succeeded says what came of it and leads there", () => {
    const outcome = { text: "Ines Marchetti: 3 posts, 12 skills", href: "/desk/resumes/r1", action: "Open CV" };
    show({ status: "succeeded", label: "succeeded", ...ENDED }, { outcome });

    expect(screen.getByText(outcome.text)).toBeVisible();
    expect(screen.getByRole("link", { name: "Open CV" })).toHaveAttribute("href", "/desk/resumes/r1");
    expect(screen.queryByRole("button", { name: "Try again" })).toBeNull();
  });

  it("that was cancelled says how far it was, and can be tried again or put away", async () => {
    const { onDismiss } = show({ status: "cancelled", label: "cancelled", ...ENDED });

    expect(screen.getByText("Cancelled at 55 %: Reading the sections")).toBeVisible();
    expect(screen.getByRole("button", { name: "Try again" })).toBeEnabled();
    await userEvent.click(screen.getByRole("button", { name: "Put away: Read a CV" }));
    expect(onDismiss).toHaveBeenCalledOnce();
  });

  it("that is at work cannot be put away", () => {
    show();

    expect(screen.queryByRole("button", { name: /Put away/ })).toBeNull();
  });
});
