import { describe, expect, it } from "vitest";
import { sortDropped } from "@/lib/desk/dropped";
import { askPosting, cvFileError, isHtml, mailList, mailsError, skillList, textError, urlError } from "@/lib/desk/intake";

const file = (name: string, size = 10) => ({ name, size });

describe("what may be handed in as a CV", () => {
  it.each(["cv.pdf", "CV.PDF", "my.cv.docx", "cv.txt"])("takes %s", (name) => {
    expect(cvFileError(file(name))).toBeNull();
  });

  it("refuses a file of another type by its name, and says which would do", () => {
    expect(cvFileError(file("cv.pages"))).toMatch(/cv\.pages is not a PDF, DOCX or TXT/);
  });

  it("refuses an empty file and one over 10 MB", () => {
    expect(cvFileError(file("cv.pdf", 0))).toMatch(/empty/);
    expect(cvFileError(file("cv.pdf", 10_000_000))).toBeNull();
    expect(cvFileError(file("cv.pdf", 10_000_001))).toMatch(/10 MB/);
  });

  it("refuses text that is blank or longer than can be read", () => {
    expect(textError("  \n", "CV")).toMatch(/Paste the text of the CV/);
    expect(textError("x".repeat(200_001), "CV")).toMatch(/200,001 characters/);
    expect(textError("Ines Marchetti", "CV")).toBeNull();
  });
});

describe("addresses", () => {
  it.each(["https://example.org/jobs/1", " http://example.org "])("takes %s", (url) => {
    expect(urlError(url)).toBeNull();
  });

  it.each(["", "example.org/jobs", "javascript:alert(1)", "ftp://example.org", "https://", "https://exa mple.org"])("refuses %j", (url) => {
    expect(urlError(url)).not.toBeNull();
  });
});

describe("what an advert becomes", () => {
  it("is fetched where it is an address", () => {
    expect(askPosting(" https://example.org/jobs/1 ").body).toEqual({ url: "https://example.org/jobs/1" });
  });

  it("is sent as text where it is words, with where it comes from", () => {
    expect(askPosting("Backend Engineer in Lisbon", "https://example.org/a").body).toEqual({
      text: "Backend Engineer in Lisbon",
      source_url: "https://example.org/a",
    });
  });

  it("is sent as a page where it is HTML", () => {
    const { body } = askPosting("<!doctype html><html><body><h1>Engineer</h1></body></html>");

    expect(body).toBeInstanceOf(FormData);
    expect((body as FormData).get("file")).toHaveProperty("name", "page.html");
  });

  it("is no HTML for a single angle bracket", () => {
    expect(isHtml("We pay < 100 and > 50, see <p>")).toBe(false);
  });
});

describe("dropped files", () => {
  it("go where their kind belongs", () => {
    const names = ["cv.pdf", "advert.html", "feed.xml", "cvs.zip"];

    const sorted = sortDropped(names.map((name) => new File(["x"], name)));

    expect(sorted.askings.map(({ type }) => type)).toEqual(["resume.parse", "posting.extract", "feed.ingest"]);
    expect(sorted.archive?.name).toBe("cvs.zip");
    expect(sorted.errors).toEqual([]);
  });

  it("that nobody can read are named", () => {
    expect(sortDropped([new File(["x"], "photo.png")]).errors).toEqual([expect.stringContaining("photo.png")]);
  });
});

it("skills are split where people split them, each once", () => {
  expect(skillList("Python, MongoDB; python\n Go ,")).toEqual(["python", "MongoDB", "Go"]);
});

describe("whom a report is mailed to", () => {
  it("is written with commas, semicolons, spaces or lines between, each once", () => {
    expect(mailList("ann@example.org, bob@example.org;\ncy@example.org Ann@example.org")).toEqual(["Ann@example.org", "bob@example.org", "cy@example.org"]);
    expect(mailList("  ")).toEqual([]);
  });

  it("may be nobody, or up to five", () => {
    const five = ["a", "b", "c", "d", "e"].map((name) => `${name}@example.org`);

    expect(mailsError([])).toBeNull();
    expect(mailsError(five)).toBeNull();
    expect(mailsError([...five, "f@example.org"])).toBe("A report is mailed to at most 5 addresses; these are 6.");
  });

  it.each(["ann@example.org", "ann.lee+cv@mail.example.org", "o'brien@example.org", "jörg@müller.example"])("takes %s", (address) => {
    expect(mailsError([address])).toBeNull();
  });

  it.each(["ann", "ann@", "@example.org", "ann@example", "a@b.org@example.org", ".ann@example.org", "an..n@example.org", "ann@-example.org", "ann@example..org", "Ann<ann@example.org>"])(
    "refuses %s and names it",
    (address) => {
      expect(mailsError(["bob@example.org", address])).toBe(`${address} is no mail address.`);
    },
  );
});
