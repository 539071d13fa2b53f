import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { fittingStatuses, previewBulk, runBulk, type BulkTarget, type PickedJob } from "@/lib/jobs/bulk";
import { idOf } from "./samples";

interface Asked {
  path: string;
  body: { ids?: string[]; status?: string; limit: number; preview: boolean; created_before?: string };
}

const BEFORE = "2026-11-27T12:00:00.000Z";
const asked: Asked[] = [];
let answers: ((body: Asked["body"]) => { ids: string[]; matched?: number })[] = [];

beforeEach(() => {
  asked.length = 0;
  vi.stubGlobal("fetch", (url: string, init: { body: string }) => {
    const body = JSON.parse(init.body) as Asked["body"];
    asked.push({ path: url, body });
    const answer = (answers.length > 1 ? answers.shift() : answers[0])?.(body) ?? { ids: [] };
    const matched = answer.matched ?? answer.ids.length;
    return Promise.resolve(Response.json({ preview: body.preview, matched: { count: matched, is_capped: matched >= 10_000 }, job_ids: answer.ids, cursor: "1.a" }));
  });
});

afterEach(() => {
  vi.unstubAllGlobals();
});

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => idOf(from + index));
const picked = (count: number, status: PickedJob["status"] = "failed"): PickedJob[] => range(0, count).map((id) => ({ id, type: "resume.parse", status }));
const matching: BulkTarget = { kind: "criteria", criteria: { type: "resume.parse" }, statuses: [] };
const plan = (count: number, isCapped = false) => ({ before: BEFORE, total: { count, is_capped: isCapped }, onProgress: () => undefined });

describe("a bulk action on picked jobs", () => {
  it("touches only those whose state allows it", () => {
    const target: BulkTarget = { kind: "ids", jobs: [...picked(1, "running"), ...picked(2, "failed")] };

    expect([fittingStatuses("cancel", target), fittingStatuses("requeue", target)]).toEqual([["running"], ["failed"]]);
  });

  it("is previewed without asking the API", async () => {
    const preview = await previewBulk("delete", { kind: "ids", jobs: picked(12) }, ["failed"], BEFORE);

    expect(asked).toEqual([]);
    expect([preview.total.count, preview.first]).toEqual([12, range(0, 8)]);
  });

  it("goes in rounds of a thousand and tells how far it is", async () => {
    answers = [({ ids = [] }) => ({ ids })];
    const told: number[] = [];

    const outcome = await runBulk("requeue", { kind: "ids", jobs: picked(2500) }, ["failed"], { ...plan(2500), onProgress: ({ done }) => told.push(done) });

    expect(asked.map(({ path, body }) => [path, body.ids?.length])).toEqual([["/api/background-jobs/requeue", 1000], ["/api/background-jobs/requeue", 1000], ["/api/background-jobs/requeue", 500]]);
    expect(told).toEqual([1000, 2000, 2500]);
    expect(outcome).toEqual({ done: 2500, passed: 0, end: "finished" });
  });

  it("asks for each owner's jobs by themselves, and names the other owners", async () => {
    answers = [({ ids = [] }) => ({ ids })];
    const [mine, hers, his, hersToo] = picked(4) as [PickedJob, PickedJob, PickedJob, PickedJob];
    const target: BulkTarget = { kind: "ids", jobs: [mine, { ...hers, owner: "ada" }, { ...his, owner: "b&b" }, { ...hersToo, owner: "ada" }] };

    const outcome = await runBulk("requeue", target, ["failed"], plan(4));

    expect(asked.map(({ path, body }) => [path, body.ids])).toEqual([
      ["/api/background-jobs/requeue", [mine.id]],
      ["/api/background-jobs/requeue?owner=ada", [hers.id, hersToo.id]],
      ["/api/background-jobs/requeue?owner=b%26b", [his.id]],
    ]);
    expect(outcome.done).toBe(4);
  });

  it("says how many had changed meanwhile", async () => {
    answers = [({ ids = [] }) => ({ ids: ids.slice(0, 7) })];

    expect(await runBulk("cancel", { kind: "ids", jobs: picked(10, "queued") }, ["queued"], plan(10))).toEqual({ done: 7, passed: 3, end: "finished" });
  });

  it("stops between rounds when asked to", async () => {
    answers = [({ ids = [] }) => ({ ids })];
    const stopping = new AbortController();

    const outcome = await runBulk("requeue", { kind: "ids", jobs: picked(2500) }, ["failed"], { ...plan(2500), signal: stopping.signal, onProgress: () => { stopping.abort(); } });

    expect([outcome, asked.length]).toEqual([{ done: 1000, passed: 0, end: "stopped" }, 1]);
  });
});

describe("a bulk action on all that match", () => {
  it("is previewed by the API, state by state, and leaves later jobs alone", async () => {
    answers = [({ status }) => ({ ids: [idOf(1)], matched: status === "failed" ? 10_000 : 3 })];

    const preview = await previewBulk("requeue", matching, ["failed", "cancelled"], BEFORE);

    expect(preview.total).toEqual({ count: 10_003, is_capped: true });
    expect(asked.map(({ body }) => [body.status, body.preview, body.created_before])).toEqual([["failed", true, BEFORE], ["cancelled", true, BEFORE]]);
  });

  it("goes on until a round finds no more, where counting had stopped early", async () => {
    answers = [() => ({ ids: range(0, 1000) }), () => ({ ids: range(1000, 2000) }), () => ({ ids: range(2000, 2100) })];

    expect(await runBulk("delete", matching, ["failed"], plan(10_000, true))).toEqual({ done: 2100, passed: 0, end: "finished" });
  });

  it("does no more than was previewed", async () => {
    answers = [({ limit }) => ({ ids: range(0, limit) })];

    const outcome = await runBulk("requeue", matching, ["failed"], plan(40));

    expect([outcome.done, asked.map(({ body }) => body.limit)]).toEqual([40, [40]]);
  });

  it("ends when a job comes again: what fails at once would go round for ever", async () => {
    answers = [() => ({ ids: range(0, 1000) })];

    expect(await runBulk("requeue", matching, ["failed"], plan(10_000, true))).toEqual({ done: 1000, passed: 0, end: "came-again" });
    expect(asked).toHaveLength(2);
  });

  it("goes through the chosen states one after the other", async () => {
    answers = [({ status }) => ({ ids: status === "queued" ? range(0, 3) : range(3, 5) })];

    expect((await runBulk("cancel", matching, ["queued", "running"], plan(5))).done).toBe(5);
    expect(asked.map(({ body }) => body.status)).toEqual(["queued", "running"]);
  });
});
