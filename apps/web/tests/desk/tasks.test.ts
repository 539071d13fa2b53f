import { describe, expect, it } from "vitest";
import { changedBy, DESK_KEYS, shortUrl, taskOutcome, taskSubject, taskTitle } from "@/lib/desk/tasks";

describe("the end of a job", () => {
  it("has just those lists read anew that it writes to", () => {
    expect(changedBy("feed.ingest")).toEqual(["postings", "posting", "feeds"]);
    expect(changedBy("match.recompute")).toEqual(["matches"]);
  });

  it("of a task that the desk does not know changes nothing", () => {
    expect(changedBy("demo.sleep")).toEqual([]);
    expect(changedBy(undefined)).toEqual([]);
  });

  it("leads to its result", () => {
    const outcome = taskOutcome("feed.ingest", { id: "j1", args: {}, result: { jobs_new: 1200, jobs_updated: 3, not_modified: false } });

    expect(outcome).toMatchObject({ text: "1,200 new, 3 changed", href: "/desk/postings" });
  });

  it("without a result says nothing", () => {
    expect(taskOutcome("feed.ingest", { id: "j1", args: {}, result: null })).toBeNull();
  });
});

it("what may have been missed is everything that the desk lists", () => {
  expect(DESK_KEYS).toEqual(expect.arrayContaining(["resumes", "postings", "matches", "applications", "projects"]));
});

it("a job is called by what it is about", () => {
  expect(taskTitle("resume.parse")).toBe("Read a CV");
  expect(taskTitle("demo.sleep")).toBe("demo.sleep");
  expect(taskSubject("posting.extract", { url: "https://example.org/jobs/" })).toBe("example.org/jobs");
  expect(taskSubject("resume.parse", { text: "Ines" })).toBe("pasted text");
  expect(shortUrl(null)).toBeNull();
});
