import { cleanup, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";
import { CvForm } from "@/components/desk/cv-form";
import { CandidatesForm, FeedForm, PostingForm } from "@/components/desk/intake-forms";
import type { Ask } from "@/lib/desk/use-ask";

function fakeAsk(answer: string | null = "j1") {
  const ask = vi.fn<Ask["ask"]>().mockResolvedValue(answer);
  return { ask, isPending: false, problem: null, waitUntil: null, clear: vi.fn() } satisfies Ask;
}

describe("handing in an advert", () => {
  it("asks for an address and empties the field with the answer", async () => {
    const ask = fakeAsk();
    render(<PostingForm ask={ask} />);
    const field = screen.getByLabelText("Address or text of the advert");

    await userEvent.type(field, "https://example.org/jobs/1");
    await userEvent.click(screen.getByRole("button", { name: "Read this advert" }));

    expect(ask.ask).toHaveBeenCalledWith(expect.objectContaining({ path: "/jobs/extract", body: { url: "https://example.org/jobs/1" } }));
    expect(field).toHaveValue("");
  });

  it("keeps what was typed where it was refused", async () => {
    render(<PostingForm ask={fakeAsk(null)} />);
    const field = screen.getByLabelText("Address or text of the advert");

    await userEvent.type(field, "https://example.org/jobs/1");
    await userEvent.click(screen.getByRole("button", { name: "Read this advert" }));

    expect(field).toHaveValue("https://example.org/jobs/1");
  });

  it("asks where pasted text comes from, and checks that", async () => {
    const ask = fakeAsk();
    render(<PostingForm ask={ask} />);

    await userEvent.type(screen.getByLabelText("Address or text of the advert"), "We look for an engineer");
    await userEvent.type(screen.getByLabelText("Where it comes from (optional)"), "example");
    await userEvent.click(screen.getByRole("button", { name: "Read this advert" }));

    expect(screen.getByLabelText("Where it comes from (optional)")).toBeInvalid();
    expect(ask.ask).not.toHaveBeenCalled();
  });
});

it("a feed without an address is not sent, and says why", async () => {
  const ask = fakeAsk();
  render(<FeedForm ask={ask} />);

  await userEvent.click(screen.getByRole("button", { name: "Read this feed" }));

  expect(screen.getByRole("alert")).toHaveTextContent("Give an address.");
  expect(ask.ask).not.toHaveBeenCalled();
});

describe("handing in a CV", () => {
  it("tells the limits, and gives the chosen files on", async () => {
    const onFiles = vi.fn();
    render(<CvForm ask={fakeAsk()} onFiles={onFiles} />);

    expect(screen.getByText("PDF, DOCX or TXT, up to 10 MB and 30 pages")).toBeVisible();
    await userEvent.upload(screen.getByLabelText("Choose CV files"), new File(["x"], "cv.pdf", { type: "application/pdf" }));

    expect(onFiles.mock.calls[0]?.[0]).toHaveLength(1);
  });

  it("takes pasted text, but no blank one", async () => {
    const ask = fakeAsk();
    render(<CvForm ask={ask} onFiles={vi.fn()} />);

    await userEvent.click(screen.getByRole("button", { name: "Paste text" }));
    await userEvent.click(screen.getByRole("button", { name: "Read this CV" }));
    expect(screen.getByLabelText("Text of the CV")).toBeInvalid();

    await userEvent.type(screen.getByLabelText("Text of the CV"), "Ines Marchetti");
    await userEvent.click(screen.getByRole("button", { name: "Read this CV" }));
    expect(ask.ask).toHaveBeenCalledWith(expect.objectContaining({ type: "resume.parse", body: { text: "Ines Marchetti" } }));
  });
});

describe("searching for candidates", () => {
  async function search(mails: string) {
    const ask = fakeAsk();
    render(<CandidatesForm ask={ask} archive={null} onArchive={vi.fn()} />);
    await userEvent.type(screen.getByLabelText("Role"), "Engineer");
    if (mails !== "") await userEvent.type(screen.getByLabelText("Mail the report to (optional)"), mails);
    await userEvent.click(screen.getByRole("button", { name: "Search candidates" }));
    return ask;
  }

  it("mails the report to those who are named, and to nobody where none is", async () => {
    const named = await search("ann@example.org, bob@example.org");
    cleanup();
    const unnamed = await search("");

    expect(named.ask.mock.calls[0]?.[0].body).toMatchObject({ notify: ["ann@example.org", "bob@example.org"] });
    expect(unnamed.ask.mock.calls[0]?.[0].body).toMatchObject({ notify: [] });
  });

  it("is not sent with a wrong address, and says which one it is", async () => {
    const ask = await search("ann@example.org, bob");

    expect(screen.getByLabelText("Mail the report to (optional)")).toBeInvalid();
    expect(screen.getByRole("alert")).toHaveTextContent("bob is no mail address.");
    expect(ask.ask).not.toHaveBeenCalled();
  });
});
