import { act, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ConnectionCard } from "@/components/settings/connection-card";
import { answerAboutTransport } from "@/lib/transport";

const at = vi.hoisted(() => ({ connection: { state: "live", since: 1, attempt: 0, isLeader: true } }));

vi.mock("@longhaul/react", () => ({
  useClient: () => ({ retryNow: () => undefined }),
  useConnection: () => at.connection,
  useEvents: () => undefined,
}));

/** A channel whose messages arrive at once. */
class FakeChannel {
  static open = new Set<FakeChannel>();
  onmessage: ((event: { data: unknown }) => void) | null = null;
  constructor(readonly name: string) {
    FakeChannel.open.add(this);
  }
  postMessage(data: unknown) {
    for (const other of FakeChannel.open) if (other !== this && other.name === this.name) other.onmessage?.({ data });
  }
  close() {
    FakeChannel.open.delete(this);
  }
}

beforeEach(() => {
  FakeChannel.open.clear();
  vi.stubGlobal("BroadcastChannel", FakeChannel);
  vi.stubGlobal("navigator", { locks: {} });
});

afterEach(() => {
  sessionStorage.clear();
  vi.unstubAllGlobals();
});

function show(connection: Partial<typeof at.connection>) {
  at.connection = { state: "live", since: 1, attempt: 0, isLeader: true, ...connection };
  render(<ConnectionCard />);
  return (name: string) => screen.getByText(name, { selector: "dt" }).nextElementSibling?.textContent;
}

describe("the state of the stream", () => {
  it.each([
    [null, "Server-sent events"],
    ["1 1790000000000", "WebSocket"],
    ["2 1790000000000", "Long poll"],
  ])("with %s remembered names %s", (memory, name) => {
    if (memory !== null) sessionStorage.setItem("longhaul", memory);

    const fact = show({});

    expect(fact("Transport")).toMatch(new RegExp(`^${name}`));
    expect(fact("Held by")).toBe("this tab, shared with all tabs of this browser");
  });

  it("of a browser whose tabs cannot share says that each has its own", () => {
    vi.stubGlobal("navigator", {});

    expect(show({})("Held by")).toBe("this tab, its own; each tab has one");
  });

  it("that another tab holds is named as that tab says", () => {
    sessionStorage.setItem("longhaul", "1 1790000000000");
    answerAboutTransport({ connection: { get: () => ({ isLeader: true }) } } as never);

    const fact = show({ isLeader: false });

    expect(fact("Transport")).toMatch(/^WebSocket/);
    expect(fact("Held by")).toBe("another tab of this browser, which shares it with this one");
  });

  it("that another tab holds is unknown until that tab says", () => {
    const fact = show({ isLeader: false });
    expect(fact("Transport")).toMatch(/^not known/);

    act(() => { new FakeChannel("longhaul transport").postMessage("sse"); });

    expect(fact("Transport")).toMatch(/^Server-sent events/);
  });

  it("while it is cut names no transport", () => {
    expect(show({ state: "reconnecting", attempt: 2 })("Transport")).toBe("cut; it goes on where it stopped");
  });
});
