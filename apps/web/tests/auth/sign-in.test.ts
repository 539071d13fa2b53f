// @vitest-environment node
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { FakeApi, startMongod, userCommand, verified } from "./world";

vi.mock("server-only", () => ({}));
// Processes are started, and passwords are hashed slowly on purpose.
vi.setConfig({ testTimeout: 60_000 });

const ORIGIN = "http://desk.test";
const SECRET = "a secret of the tests, long enough";
const PASSWORD = "correct horse battery";

const api = new FakeApi();
let mongod: Awaited<ReturnType<typeof startMongod>>;
let apiOrigin: string;
let answerAuth: (request: Request) => Promise<Response>;
let passToApi: (request: Request) => Promise<Response>;
let service: typeof import("@/lib/auth/sign-in-service");
let visitors = 0;

beforeAll(async () => {
  [mongod, apiOrigin] = await Promise.all([startMongod(), api.start()]);
  vi.stubEnv("API_ORIGIN", apiOrigin);
  vi.stubEnv("WEB_AUTH", "better-auth");
  vi.stubEnv("WEB_ORIGIN", ORIGIN);
  vi.stubEnv("MONGODB_URI", mongod.uri);
  vi.stubEnv("BETTER_AUTH_SECRET", SECRET);
  vi.stubEnv("WEB_OPERATORS", "ada@example.org,grace@example.org");
  vi.stubEnv("WEB_SIGN_UP", "open");
  ({ answerAuth } = await import("@/lib/auth/auth-door"));
  ({ passToApi } = await import("@/lib/auth/pass-to-api"));
  service = await import("@/lib/auth/sign-in-service");
}, 60_000);

afterAll(async () => {
  await service.signInService()?.close();
  await api.stop();
  await mongod.stop();
  vi.unstubAllEnvs();
}, 30_000);

beforeEach(() => {
  api.asked.length = 0;
});

/** A browser: keeps its cookie, and has an address of its own, so that limits of one do not meet another. */
class Visitor {
  cookie = "";
  readonly #address = `203.0.113.${String((visitors += 1))}`;

  async post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
    const request = this.request(path, { method: "POST", body: JSON.stringify(body) }, { origin: ORIGIN, "content-type": "application/json", ...headers });
    const answer = await answerAuth(request);
    const [cookie] = answer.headers.getSetCookie();
    if (cookie !== undefined) this.cookie = cookie.split(";")[0] ?? "";
    return answer;
  }

  async api(path: string, init: RequestInit = {}, headers: Record<string, string> = {}): Promise<Response> {
    return passToApi(this.request(`/api${path}`, init, headers));
  }

  request(path: string, init: RequestInit, headers: Record<string, string>): Request {
    const own = { "x-forwarded-for": this.#address, ...(this.cookie === "" ? {} : { cookie: this.cookie }) };
    return new Request(`${ORIGIN}${path}`, { ...init, headers: { ...own, ...headers } });
  }
}

async function signedUp(email: string): Promise<Visitor> {
  const visitor = new Visitor();
  const answer = await visitor.post("/auth/sign-up/email", { email, password: PASSWORD, name: "Somebody" });
  expect(answer.status).toBe(204);
  return visitor;
}

async function keys(): Promise<Parameters<typeof verified>[1]> {
  const answer = await answerAuth(new Request(`${ORIGIN}/auth/jwks`));
  return (await answer.json()) as Parameters<typeof verified>[1];
}

/** What the API is told about this visitor. */
async function claimsOf(visitor: Visitor): Promise<Record<string, unknown>> {
  await visitor.api("/me");
  const token = api.asked.at(-1)?.headers.authorization?.replace("Bearer ", "") ?? "";
  return verified(token, await keys());
}

describe("signing in", () => {
  it("gives the browser a cookie that no script can read, and nothing else", async () => {
    const answer = await new Visitor().post("/auth/sign-up/email", { email: "cookie@example.org", password: PASSWORD, name: "C" });

    const [cookie = ""] = answer.headers.getSetCookie();
    expect(cookie).toMatch(/^longhaul\.session_token=/);
    expect(cookie).toMatch(/; HttpOnly/);
    expect(cookie).toMatch(/; SameSite=Lax/);
    expect(await answer.text()).toBe("");
  });

  it("marks the cookie for https only where the site is on https", async () => {
    const { settings } = await import("@/lib/settings");
    const { signIn } = settings();
    if (signIn === null) throw new Error("sign-in is set up in these tests");
    const onHttps = new service.SignInService({ ...signIn, origin: "https://desk.test" });
    const { handler } = await onHttps.auth();

    const answer = await handler(
      new Request("https://desk.test/auth/sign-up/email", {
        method: "POST",
        headers: { "content-type": "application/json", origin: "https://desk.test", "x-forwarded-for": "198.51.100.1" },
        body: JSON.stringify({ email: "https@example.org", password: PASSWORD, name: "H" }),
      }),
    );
    const [cookie = ""] = answer.headers.getSetCookie();
    const login = await onHttps.login(new Headers({ cookie: cookie.split(";")[0] ?? "" }));
    await onHttps.close();

    expect(cookie).toMatch(/^__Secure-longhaul\.session_token=.*; Secure/);
    expect(login?.user.email).toBe("https@example.org");
  });

  it("works with the right password only", async () => {
    await signedUp("bob@example.org");
    const visitor = new Visitor();

    const wrong = await visitor.post("/auth/sign-in/email", { email: "bob@example.org", password: "incorrect horse" });
    const right = await visitor.post("/auth/sign-in/email", { email: "bob@example.org", password: PASSWORD });

    expect([wrong.status, right.status]).toEqual([401, 204]);
    expect((await visitor.api("/me")).status).toBe(200);
  });

  it("is slowed down for one address and closed for one account", async () => {
    await signedUp("guessed@example.org");
    const guess = async (visitor: Visitor) =>
      (await visitor.post("/auth/sign-in/email", { email: "guessed@example.org", password: "incorrect horse" })).status;
    const one = new Visitor();

    expect([await guess(one), await guess(one), await guess(one), await guess(one)]).toEqual([401, 401, 401, 429]);
    for (let tries = 3; tries < 10; tries += 1) expect(await guess(new Visitor())).toBe(401);
    expect(await guess(new Visitor())).toBe(429);
  });

  it("is taken from pages of this site only", async () => {
    const answer = await new Visitor().post("/auth/sign-in/email", { email: "bob@example.org", password: PASSWORD }, { origin: "http://evil.test" });

    expect(answer.status).toBe(403);
  });

  it("refuses a body that is no form", async () => {
    const answer = await new Visitor().post("/auth/sign-in/email", { email: "bob@example.org", password: "x".repeat(20_000) });

    expect(answer.status).toBe(413);
  });

  it.each(["/auth/token", "/auth/get-session", "/auth/list-sessions"])("opens nothing else of better-auth: %s", async (path) => {
    const visitor = await signedUp(`door${path.replaceAll("/", "-")}@example.org`);

    expect((await answerAuth(visitor.request(path, {}, {}))).status).toBe(404);
  });
});

describe("the way to the API", () => {
  it("tells it who asks, by a token that holds no more than it needs", async () => {
    const claims = await claimsOf(await signedUp("claims@example.org"));

    expect(Object.keys(claims).toSorted()).toEqual(["aud", "exp", "iat", "iss", "roles", "sid", "sub"]);
    expect(claims).toMatchObject({ iss: ORIGIN, aud: "longhaul", roles: ["user"] });
    expect(Number(claims["exp"]) - Number(claims["iat"])).toBe(900);
  });

  it("ends at this site without a session", async () => {
    const answer = await new Visitor().api("/me", {}, { cookie: "longhaul.session_token=forged.signature" });

    expect(answer.status).toBe(401);
    expect(answer.headers.get("www-authenticate")).toBe("Bearer");
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
    expect(api.asked).toEqual([]);
  });

  it("passes on nothing by which a visitor could be somebody else", async () => {
    const visitor = await signedUp("headers@example.org");

    await visitor.api("/jobs?a=1", {}, { authorization: "Bearer forged", "x-forwarded-host": "evil.test", "last-event-id": "7" });

    const [asked] = api.asked;
    expect(asked?.path).toBe("/jobs?a=1");
    expect(asked?.headers).not.toHaveProperty("cookie");
    expect(asked?.headers).not.toHaveProperty("x-forwarded-for");
    expect(asked?.headers).not.toHaveProperty("x-forwarded-host");
    expect(asked?.headers.authorization).toMatch(/^Bearer ey/);
    expect(asked?.headers["last-event-id"]).toBe("7");
  });

  it("takes changes from pages of this site, with their body", async () => {
    const visitor = await signedUp("changes@example.org");
    const change = (headers: Record<string, string>) => visitor.api("/jobs", { method: "POST", body: '{"a":1}' }, headers);

    expect((await change({ origin: "http://evil.test" })).status).toBe(403);
    expect((await change({})).status).toBe(403);
    expect(api.asked).toEqual([]);
    expect((await change({ origin: ORIGIN })).status).toBe(200);
    expect(api.asked[0]).toMatchObject({ method: "POST", body: '{"a":1}' });
  });

  it("gives no cookie of the API to the browser", async () => {
    const answer = await (await signedUp("back@example.org")).api("/me");

    expect(answer.headers.getSetCookie()).toEqual([]);
    expect(answer.headers.get("x-request-id")).toBe("r1");
  });

  it("streams, and ends the stream at the API when the visitor leaves", async () => {
    const visitor = await signedUp("stream@example.org");
    const leaving = new AbortController();
    const left = api.nextLeaves();

    const answer = await visitor.api("/hold", { signal: leaving.signal });
    const first = await answer.body?.getReader().read();
    expect(new TextDecoder().decode(first?.value)).toBe("data: 1\n\n");
    leaving.abort();

    await left;
  });
});

describe("signing out", () => {
  it("ends the login here and at the API at once", async () => {
    const visitor = await signedUp("leaving@example.org");
    await visitor.api("/me");
    const { cookie } = visitor;
    const token = api.asked[0]?.headers.authorization;

    const answer = await visitor.post("/auth/sign-out", {});
    visitor.cookie = cookie;

    expect(answer.status).toBe(204);
    expect(api.asked.at(-1)).toMatchObject({ method: "POST", path: "/me/sign-out", headers: { authorization: token } });
    expect((await visitor.api("/me")).status).toBe(401);
  });

  it("has ended the session before the API closes the streams of other tabs, which then look who is signed in", async () => {
    const visitor = await signedUp("two-tabs@example.org");
    const headers = new Headers({ cookie: visitor.cookie });
    const found: unknown[] = [await service.signInService()?.login(headers)];
    api.meanwhile = async ({ path }) => {
      if (path === "/me/sign-out") found.push(await service.signInService()?.login(headers));
    };

    await visitor.post("/auth/sign-out", {});
    api.meanwhile = async () => {};

    expect(found).toEqual([expect.objectContaining({ user: expect.objectContaining({ email: "two-tabs@example.org" }) as unknown }), null]);
  });
});

describe("operators", () => {
  const environment = () => ({ MONGODB_URI: mongod.uri, BETTER_AUTH_SECRET: SECRET });

  it("are not made by signing up with an operator's address", async () => {
    const claims = await claimsOf(await signedUp("grace@example.org"));

    expect(claims["roles"]).toEqual(["user"]);
  });

  it("are made by the command, which can also take an account back", async () => {
    const visitor = new Visitor();
    expect(await userCommand(environment(), ["create", "ada@example.org", "Ada"], PASSWORD)).toBe("ada@example.org can sign in.");
    await visitor.post("/auth/sign-in/email", { email: "ada@example.org", password: PASSWORD });
    expect((await claimsOf(visitor))["roles"]).toEqual(["user", "operator"]);

    await userCommand(environment(), ["set-password", "ada@example.org"], "another long password");

    const later = new Visitor();
    expect((await later.post("/auth/sign-in/email", { email: "ada@example.org", password: PASSWORD })).status).toBe(401);
    expect((await later.post("/auth/sign-in/email", { email: "ada@example.org", password: "another long password" })).status).toBe(204);
    expect(await userCommand(environment(), ["list"])).toContain("ada@example.org\tconfirmed\tAda");
  });

  it("are not made from an account that exists, by mistake", async () => {
    await signedUp("taken@example.org");

    await expect(userCommand(environment(), ["create", "taken@example.org"], PASSWORD)).rejects.toThrow(/has an account already/);
    await expect(userCommand(environment(), ["create", "short@example.org"], "short")).rejects.toThrow(/12 to 128 characters/);
  });
});

describe("outages", () => {
  it("of the accounts' database are no sign-out", async () => {
    const visitor = await signedUp("outage@example.org");
    const { settings } = await import("@/lib/settings");
    const { signIn } = settings();
    if (signIn === null) throw new Error("sign-in is set up in these tests");
    const cutOff = new service.SignInService({ ...signIn, mongodbUri: "mongodb://127.0.0.1:9" }, { databaseMs: 100 });

    await expect(cutOff.token(new Headers({ cookie: visitor.cookie }))).rejects.toThrow();
    await cutOff.close();
  });
});
