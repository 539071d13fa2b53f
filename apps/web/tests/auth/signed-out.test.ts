import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

const assign = vi.fn();
let signedOut: typeof import("@/lib/auth/signed-out");

beforeEach(async () => {
  vi.resetModules();
  assign.mockReset();
  signedOut = await import("@/lib/auth/signed-out");
});

afterEach(() => {
  vi.unstubAllGlobals();
});

function at(path: string): void {
  const url = new URL(path, "http://desk.test");
  vi.stubGlobal("location", { pathname: url.pathname, search: url.search, hash: url.hash, assign });
}

describe("a login that has ended", () => {
  it("leads to the sign-in page once, and back from there", () => {
    at("/jobs?status=failed");

    signedOut.leaveToSignIn();
    signedOut.leaveToSignIn();

    expect(assign.mock.calls).toEqual([["/sign-in?from=%2Fjobs%3Fstatus%3Dfailed"]]);
  });

  it("leads nowhere from the sign-in page itself", () => {
    at("/sign-in?from=%2Fjobs");

    signedOut.leaveToSignIn();

    expect(assign).not.toHaveBeenCalled();
  });

  it("leads nowhere by itself where it was ended on purpose", async () => {
    at("/jobs");

    await signedOut.whileLeaving(async () => {
      signedOut.leaveToSignIn();
      return Promise.resolve();
    });
    signedOut.leaveToSignIn();

    expect(assign).not.toHaveBeenCalled();
  });

  it("still leads there after ending it on purpose failed", async () => {
    at("/jobs");
    await expect(signedOut.whileLeaving(() => Promise.reject(new Error("no network")))).rejects.toThrow("no network");

    signedOut.leaveToSignIn();

    expect(assign).toHaveBeenCalledTimes(1);
  });

  it("takes the other tabs along", async () => {
    at("/settings");
    signedOut.leaveWithOtherTabs();

    signedOut.tellOtherTabs();

    await vi.waitFor(() => {
      expect(assign.mock.calls).toEqual([["/sign-in?from=%2Fsettings"]]);
    }, { timeout: 30_000 });
  });
});
