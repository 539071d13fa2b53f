import { describe, expect, it } from "vitest";
import { queryString } from "@/lib/api/client";
import { foreign, jobPath, searchOf } from "@/lib/jobs/address";

describe("the address of a job's page", () => {
  it("names nobody where the job is one's own", () => {
    expect(jobPath("6b09")).toBe("/jobs/6b09");
    expect(jobPath("6b09", foreign("ada", "ada"))).toBe("/jobs/6b09");
  });

  it("names another owner, whatever is in the name", () => {
    const path = jobPath("6b09", foreign("a&b=c/d ü?#", "ada"));

    expect(new URL(path, "http://x").searchParams.get("owner")).toBe("a&b=c/d ü?#");
    expect(new URL(path, "http://x").pathname).toBe("/jobs/6b09");
  });
});

it("the query that Next gives a page keeps what is there several times", () => {
  expect(searchOf({ status: ["queued", "failed"], tag: "x", none: undefined }).toString()).toBe("status=queued&status=failed&tag=x");
});

it("a query leaves out what is not set, and repeats what is a list", () => {
  expect(queryString({ status: ["queued", "failed"], type: null, tag: "", limit: 0 })).toBe("?status=queued&status=failed&limit=0");
  expect(queryString({ status: [] })).toBe("");
});
