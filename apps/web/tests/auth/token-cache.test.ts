// @vitest-environment node
import { describe, expect, it, vi } from "vitest";
import { TokenCache, type Token } from "@/lib/auth/token-cache";
import { Tries } from "@/lib/auth/tries";

const LIFE_MS = 900_000;

function setUp(capacity = 10) {
  let now = 0;
  let made = 0;
  const cache = new TokenCache({ now: () => now, capacity });
  const mint = vi.fn((): Promise<Token | null> => {
    made += 1;
    return Promise.resolve({ value: `t${String(made)}`, expiresAt: now + LIFE_MS });
  });
  const advance = (ms: number) => {
    now += ms;
  };
  const ask = async (cookie: string) => (await cache.get(cookie, mint))?.value;
  return { cache, mint, advance, ask };
}

describe("tokens", () => {
  it("are used again for a minute, then the session is looked up", async () => {
    const { advance, ask } = setUp();

    expect(await ask("a")).toBe("t1");
    advance(59_999);
    expect(await ask("a")).toBe("t1");
    advance(1);
    expect(await ask("a")).toBe("t2");
  });

  it("are not used in their last two minutes", async () => {
    const { mint, advance, ask } = setUp();
    mint.mockResolvedValueOnce({ value: "short", expiresAt: 150_000 });

    expect(await ask("a")).toBe("short");
    advance(29_999);
    expect(await ask("a")).toBe("short");
    advance(1);
    expect(await ask("a")).toBe("t1");
  });

  it("are made once for requests that come together", async () => {
    const { mint, ask } = setUp();

    expect(await Promise.all([ask("a"), ask("a"), ask("b")])).toEqual(["t1", "t1", "t2"]);
    expect(mint).toHaveBeenCalledTimes(2);
  });

  it("are not remembered where there is no session", async () => {
    const { mint, ask } = setUp();
    mint.mockResolvedValueOnce(null);

    expect(await ask("a")).toBeUndefined();
    expect(await ask("a")).toBe("t1");
  });

  it("are looked up again after a failure", async () => {
    const { mint, ask } = setUp();
    mint.mockRejectedValueOnce(new Error("no database"));

    await expect(ask("a")).rejects.toThrow("no database");
    expect(await ask("a")).toBe("t1");
  });

  it("are gone once the session is", async () => {
    const { cache, ask } = setUp();
    await ask("a");

    cache.forget("a");

    expect(await ask("a")).toBe("t2");
  });

  it("are not kept where the session ended while they were made", async () => {
    const { cache, mint, ask } = setUp();
    let finish: (token: Token) => void = () => undefined;
    mint.mockReturnValueOnce(new Promise((resolve) => (finish = resolve)));
    const asking = ask("a");
    cache.forget("a");
    finish({ value: "late", expiresAt: LIFE_MS });
    await asking;

    expect(await ask("a")).toBe("t1");
  });

  it("are bounded, and the one not used for longest goes", async () => {
    const { cache, ask } = setUp(2);
    await ask("a");
    await ask("b");
    await ask("a");
    await ask("c");

    expect(cache.size).toBe(2);
    expect(await ask("a")).toBe("t1");
    expect(await ask("b")).toBe("t4");
  });
});

describe("failed sign-ins", () => {
  it("close an account for a while, and no other", () => {
    let now = 0;
    const tries = new Tries({ limit: 2, windowMs: 60_000, now: () => now });
    tries.failed("ada");
    expect(tries.waitS("ada")).toBe(0);
    now = 10_000;
    tries.failed("ada");

    expect(tries.waitS("ada")).toBe(50);
    expect(tries.waitS("bob")).toBe(0);
    now = 60_000;
    expect(tries.waitS("ada")).toBe(0);
  });

  it("count anew after one that worked", () => {
    const tries = new Tries({ limit: 2 });
    tries.failed("ada");
    tries.succeeded("ada");
    tries.failed("ada");

    expect(tries.waitS("ada")).toBe(0);
  });
});
