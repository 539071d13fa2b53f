import { afterEach, describe, expect, it, vi } from "vitest";
import { createAsker } from "@/lib/desk/asking";
import { jsonAsking } from "@/lib/desk/intake";

const ASKING = jsonAsking("/jobs/extract", "posting.extract", "an advert", { url: "https://example.org" });

function answer(status = 202): Response {
  const body = status === 202 ? { job_id: "1" } : { title: "Bad Request", status, type: "about:blank" };
  return new Response(JSON.stringify(body), { status });
}

/** Keys `k1`, `k2` ... in the order they are made, and the keys that were sent. */
function setUp(fetcher: () => Promise<Response>) {
  let made = 0;
  const sent: (string | null)[] = [];
  vi.stubGlobal("fetch", (_url: string, init: RequestInit) => {
    sent.push(new Headers(init.headers).get("Idempotency-Key"));
    return fetcher();
  });
  return { sent, asker: createAsker(() => `k${String(++made)}`) };
}

afterEach(() => {
  vi.unstubAllGlobals();
});

describe("asking for a job", () => {
  it("sends one request for a double click", async () => {
    const { sent, asker } = setUp(() => Promise.resolve(answer()));

    const [one, two] = await Promise.all([asker.send(ASKING), asker.send(ASKING)]);

    expect(sent).toEqual(["k1"]);
    expect(one).toEqual(two);
  });

  it("repeats a request whose answer was lost under the same key", async () => {
    let isLost = true;
    const { sent, asker } = setUp(() => (isLost ? Promise.reject(new TypeError("network")) : Promise.resolve(answer())));

    await expect(asker.send(ASKING)).rejects.toThrow();
    isLost = false;
    await asker.send(ASKING);

    expect(sent).toEqual(["k1", "k1"]);
  });

  it("takes the same input after an answer for a new wish", async () => {
    const { sent, asker } = setUp(() => Promise.resolve(answer()));

    await asker.send(ASKING);
    await asker.send(ASKING);

    expect(sent).toEqual(["k1", "k2"]);
  });

  it("gives different inputs different keys", async () => {
    const { sent, asker } = setUp(() => Promise.resolve(answer(400)));

    await expect(asker.send(ASKING)).rejects.toThrow();
    await expect(asker.send(jsonAsking("/jobs/extract", "posting.extract", "b", { url: "https://other.org" }))).rejects.toThrow();

    expect(sent).toEqual(["k1", "k2"]);
  });
});
