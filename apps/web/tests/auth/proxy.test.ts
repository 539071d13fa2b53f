// @vitest-environment node
import { unstable_doesMiddlewareMatch as isMatched } from "next/experimental/testing/server";
import { NextRequest } from "next/server";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

vi.mock("server-only", () => ({}));
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

type Proxy = typeof import("@/proxy");

afterEach(() => {
  vi.unstubAllEnvs();
});

async function proxyWith(environment: Record<string, string>): Promise<Proxy> {
  vi.resetModules();
  for (const [name, value] of Object.entries({ API_ORIGIN: "http://api:8000", ...environment })) vi.stubEnv(name, value);
  return import("@/proxy");
}

function request(path: string, headers: Record<string, string> = {}): NextRequest {
  return new NextRequest(`http://localhost:3000${path}`, { headers: { host: "localhost:3000", ...headers } });
}

describe("without sign-in", () => {
  let proxy: Proxy;

  beforeEach(async () => {
    proxy = await proxyWith({ WEB_AUTH: "none" });
  });

  it("tells a page its path, whatever the visitor says it is", async () => {
    const answer = await proxy.proxy(request("/jobs?status=failed", { "x-longhaul-page": "//evil.test" }));

    expect(answer.headers.get("x-middleware-request-x-longhaul-page")).toBe("/jobs?status=failed");
  });

  it("answers only under a name of its own", async () => {
    expect((await proxy.proxy(request("/jobs", { host: "evil.test" }))).status).toBe(403);
  });

  it("lets a WebSocket of its own pages through to the API", async () => {
    const answer = await proxy.proxy(
      request("/api/ws/events?after=1", { upgrade: "websocket", connection: "Upgrade", "sec-websocket-key": "k", origin: "http://localhost:3000", cookie: "a=b" }),
    );

    expect(answer.headers.get("x-middleware-rewrite")).toBe("http://api:8000/ws/events?after=1");
    expect(answer.headers.get("x-middleware-override-headers")?.split(",")).toEqual(["accept-encoding", "connection", "sec-websocket-key", "upgrade"]);
  });

  it("lets no WebSocket of another site's page reach the events", async () => {
    const answer = await proxy.proxy(request("/api/ws/events", { upgrade: "websocket", origin: "http://evil.test" }));

    expect(answer.headers.get("x-middleware-rewrite")).toBe("http://api:8000/ws/refused");
  });

  it("sees every page, and is not in the way of the API, scripts and health checks", () => {
    const { config } = proxy;
    const matched = (url: string) => isMatched({ config, nextConfig: {}, url });

    expect(["/", "/jobs", "/desk/resumes/a.b", "/api/ws/events"].filter((path) => !matched(path))).toEqual([]);
    expect(["/api/jobs", "/auth/jwks", "/healthz", "/readyz", "/_next/static/a.js"].filter(matched)).toEqual([]);
  });
});

describe("with sign-in", () => {
  it("lets no WebSocket without a session reach the events", async () => {
    const { proxy } = await proxyWith({
      WEB_AUTH: "better-auth",
      WEB_ORIGIN: "http://localhost:3000",
      MONGODB_URI: "mongodb://127.0.0.1:9",
      BETTER_AUTH_SECRET: "s".repeat(32),
    });

    const answer = await proxy(request("/api/ws/events", { upgrade: "websocket", origin: "http://localhost:3000" }));

    expect(answer.headers.get("x-middleware-rewrite")).toBe("http://api:8000/ws/refused");
    expect(answer.headers.get("x-middleware-override-headers")).not.toContain("authorization");
  });
});
