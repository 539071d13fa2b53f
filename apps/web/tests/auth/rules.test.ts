// @vitest-environment node
import { describe, expect, it } from "vitest";
import { apiUrl, forwardedHeaders, returnedHeaders } from "@/lib/auth/forwarding";
import { isOwnHost } from "@/lib/auth/hosts";
import { localPath, signInPath } from "@/lib/auth/local-path";
import { rolesOf } from "@/lib/auth/roles";
import { isFromOwnPages } from "@/lib/auth/same-origin";

describe("a path to come back to", () => {
  it.each(["/jobs", "/jobs/1?tab=log#end", "/desk/cv", "/sign-information"])("is kept where it is local: %s", (path) => {
    expect(localPath(path)).toBe(path);
  });

  it.each([
    "https://evil.example",
    "//evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "/..//evil.example",
    "javascript:alert(1)",
    "jobs",
    "",
    "/sign-in?from=/sign-in",
    "/api/me",
    "/auth/jwks",
    null,
    undefined,
    ["/a", "/b"],
  ])("is the front page otherwise: %j", (asked) => {
    expect(localPath(asked)).toBe("/");
  });

  it("goes into the address of the sign-in page", () => {
    expect(signInPath("/jobs?status=failed&q=a")).toBe("/sign-in?from=%2Fjobs%3Fstatus%3Dfailed%26q%3Da");
    expect(signInPath("/")).toBe("/sign-in");
  });
});

describe("a page of this site", () => {
  const own = "https://desk.example.org";

  it.each([
    [{ "sec-fetch-site": "same-origin", origin: "null" }, true],
    [{ "sec-fetch-site": "none" }, true],
    [{ "sec-fetch-site": "same-site", origin: own }, false],
    [{ "sec-fetch-site": "cross-site" }, false],
    [{ origin: own }, true],
    [{ origin: "https://evil.example" }, false],
    [{ origin: "http://desk.example.org" }, false],
    [{ origin: "null" }, false],
    [{}, false],
  ])("is told by what the browser says: %j", (headers, expected) => {
    expect(isFromOwnPages(new Headers(headers as Record<string, string>), own)).toBe(expected);
  });

  it("is one of the host that was asked, where the site's address is not set", () => {
    expect(isFromOwnPages(new Headers({ origin: "http://localhost:3000", host: "localhost:3000" }), null)).toBe(true);
    expect(isFromOwnPages(new Headers({ origin: "http://localhost:4000", host: "localhost:3000" }), null)).toBe(false);
  });
});

describe("the name that a site without sign-in is asked under", () => {
  it.each(["localhost:3000", "127.0.0.1:3000", "[::1]:3000", "desk.localhost", "desk.example.org"])("may be %s", (host) => {
    expect(isOwnHost(host, "https://desk.example.org")).toBe(true);
  });

  it.each(["evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "desk.example.org:8443", "", null])("may not be %s", (host) => {
    expect(isOwnHost(host, "https://desk.example.org")).toBe(false);
  });
});

describe("what passes between visitor and API", () => {
  it("leaves the visitor's logins, cookies and forwarding behind", () => {
    const visitor = new Headers({
      authorization: "Bearer mine",
      cookie: "longhaul.session_token=x",
      "x-forwarded-for": "203.0.113.9",
      "x-forwarded-host": "evil.example",
      forwarded: "for=203.0.113.9",
      "x-api-key": "lh_1_2",
      connection: "x-secret",
      origin: "https://desk.example.org",
      host: "desk.example.org",
    });

    expect([...forwardedHeaders(visitor, null).keys()]).toEqual(["accept-encoding"]);
  });

  it("keeps what an answer depends on", () => {
    const kept = { "last-event-id": "12", "idempotency-key": "k", "if-none-match": '"a"', range: "bytes=0-9", prefer: "wait=5" };

    const headers = forwardedHeaders(new Headers({ ...kept, accept: "text/event-stream" }), "token");

    expect(Object.fromEntries(headers)).toMatchObject({ ...kept, accept: "text/event-stream", authorization: "Bearer token" });
  });

  it("lets no path name another host", () => {
    expect(apiUrl("http://api:8000", "/api//evil.example/x", "?a=1")).toBe("http://api:8000//evil.example/x?a=1");
    expect(apiUrl("http://api:8000", "/api/jobs/%2e%2e%2fme", "")).toBe("http://api:8000/jobs/%2e%2e%2fme");
    expect(apiUrl("http://api:8000", "/apiary", "")).toBe("http://api:8000/apiary");
    expect(apiUrl("http://api:8000/root", "/api", "")).toBe("http://api:8000/root/");
  });

  it("gives back no cookie of the API's and no address of it", () => {
    const answer = new Response(null, {
      status: 307,
      headers: { "set-cookie": "a=b", server: "uvicorn", location: "http://api:8000/jobs/", "x-request-id": "r1" },
    });

    const headers = returnedHeaders(answer, "http://api:8000", ["longhaul.session_token=new"]);

    expect(headers.getSetCookie()).toEqual(["longhaul.session_token=new"]);
    expect(headers.get("server")).toBeNull();
    expect(headers.get("location")).toBe("/api/jobs/");
    expect(headers.get("x-request-id")).toBe("r1");
  });
});

describe("an operator", () => {
  const operators = new Set(["ada@example.org"]);

  it("is named by a confirmed address only", () => {
    expect(rolesOf({ email: "Ada@example.org", emailVerified: true }, operators)).toEqual(["user", "operator"]);
    expect(rolesOf({ email: "ada@example.org", emailVerified: false }, operators)).toEqual(["user"]);
    expect(rolesOf({ email: "eve@example.org", emailVerified: true }, operators)).toEqual(["user"]);
  });
});
