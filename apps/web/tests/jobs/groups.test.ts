import { describe, expect, it } from "vitest";
import { groupFailures } from "@/lib/jobs/groups";
import { inOrder } from "@/lib/jobs/use-stable-order";
import { aJob, at } from "./samples";

const failed = (n: number, code: string, type = "posting.extract") =>
  aJob(n, { status: "failed", type, finished_at: at(n), error: { cause: "error", kind: "permanent", code, message: `message ${String(n)}`, hint: null, attempt: 1, at: at(n) } });

describe("dead letters", () => {
  it("are grouped by task and error, with the newest message", () => {
    const groups = groupFailures([failed(3, "GONE"), failed(2, "REFUSED"), failed(1, "GONE"), failed(4, "GONE", "feed.ingest")]);

    expect(groups.map((group) => [group.type, group.code, group.jobs.length, group.newest.error?.message])).toEqual([
      ["feed.ingest", "GONE", 1, "message 4"],
      ["posting.extract", "GONE", 2, "message 3"],
      ["posting.extract", "REFUSED", 1, "message 2"],
    ]);
  });

  it("leave out a job that is no longer failed", () => {
    expect(groupFailures([aJob(1, { status: "queued" })])).toEqual([]);
  });

  it("keep their places while new groups come first", () => {
    expect(inOrder(["a", "b", "c"], ["c", "new", "a"])).toEqual(["new", "a", "c"]);
  });
});
