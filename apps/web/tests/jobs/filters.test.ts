import { describe, expect, it } from "vitest";
import { criteriaOf, findJobId, isNarrowed, NO_FILTERS, readFilters, writeFilters } from "@/lib/jobs/filters";

const read = (search: string) => readFilters(new URLSearchParams(search));

describe("filters of the job list", () => {
  it("come back from the address as they were written into it", () => {
    const filters = { ...NO_FILTERS, statuses: ["failed", "cancelled"], type: "resume.parse", queue: "cpu-bound", tag: "a & b", range: "24h" } as const;

    expect(read(writeFilters(filters))).toEqual(filters);
  });

  it("hold several states, each once and in the order of a job's life; all of them are none", () => {
    expect(read("status=failed&status=queued&status=failed&status=stuck").statuses).toEqual(["queued", "failed"]);
    expect(read(["queued", "running", "succeeded", "failed", "cancelled"].map((status) => `status=${status}`).join("&"))).toEqual(NO_FILTERS);
  });

  it("write nothing where nothing is filtered", () => {
    expect(writeFilters(NO_FILTERS)).toBe("");
  });

  it("leave out what the API would refuse", () => {
    expect(read("status=stuck&queue=Not%20a%20queue&range=2y&after=yesterday")).toEqual(NO_FILTERS);
  });

  it("count a range back from the given moment", () => {
    const asOf = Date.parse("2026-11-27T12:00:00Z");

    expect(criteriaOf({ ...NO_FILTERS, range: "15m" }, asOf)).toEqual({ created_after: "2026-11-27T11:45:00.000Z" });
  });

  it("keep exact bounds and give them way to a range", () => {
    const filters = read("after=2026-11-01T00:00:00Z&before=2026-11-02T00:00:00Z&range=1h");

    expect(writeFilters(filters)).not.toContain("after=");
    expect(criteriaOf({ ...filters, range: null }, 0)).toEqual({
      created_after: "2026-11-01T00:00:00.000Z",
      created_before: "2026-11-02T00:00:00.000Z",
    });
  });

  it("do not count the state as narrowing", () => {
    expect([isNarrowed(read("status=failed")), isNarrowed(read("tag=x"))]).toEqual([false, true]);
  });
});

describe("what is pasted into the search", () => {
  it.each([
    ["6b097de3314c9f1fe9a63e76", "6b097de3314c9f1fe9a63e76"],
    ["  6B097DE3314C9F1FE9A63E76\n", "6b097de3314c9f1fe9a63e76"],
    ["https://longhaul.example/jobs/6b097de3314c9f1fe9a63e76?tab=events", "6b097de3314c9f1fe9a63e76"],
    ["6b097de3314c9f1fe9a63e7", null],
    ["6b097de3314c9f1fe9a63e760", null],
    ["resume.parse", null],
  ])("gives the id in %j", (typed, id) => {
    expect(findJobId(typed)).toBe(id);
  });
});
