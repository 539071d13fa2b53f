// @vitest-environment node
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { FakeApi } from "./world";

vi.mock("server-only", () => ({}));

const api = new FakeApi();
let route: typeof import("@/app/api/[[...path]]/route");

beforeAll(async () => {
  vi.stubEnv("API_ORIGIN", await api.start());
  route = await import("@/app/api/[[...path]]/route");
});

afterAll(async () => {
  await api.stop();
  vi.unstubAllEnvs();
});

const ask = async (path: string, method: "GET" | "HEAD" = "GET"): Promise<Response> =>
  route[method](new Request(`http://localhost:3000${path}`, { method, headers: { host: "localhost:3000" } }));

describe("the API's metrics", () => {
  it.each(["/api/metrics", "/api/metrics/", "/api//metrics", "/api/%6Detrics", "/api/jobs/../metrics", "/api/metrics?a=1"])(
    "are not found through the web, as %s",
    async (path) => {
      api.asked.length = 0;

      const answer = await ask(path);

      expect([answer.status, api.asked]).toEqual([404, []]);
      expect(answer.headers.get("content-type")).toBe("application/problem+json");
    },
  );

  it("are not found by HEAD either", async () => {
    expect((await ask("/api/metrics", "HEAD")).status).toBe(404);
  });
});

it.each(["/api/healthz", "/api/metrics-of-mine", "/api/%zz"])("what only looks alike is passed on: %s", async (path) => {
  api.asked.length = 0;

  const answer = await ask(path);

  expect([answer.status, api.asked.map((asked) => asked.path)]).toEqual([200, [path.replace("/api", "")]]);
});
