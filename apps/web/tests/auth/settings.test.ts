// @vitest-environment node
import { describe, expect, it, vi } from "vitest";
import { readSettings, SettingsError } from "@/lib/settings";

vi.mock("server-only", () => ({}));

const COMPLETE = {
  WEB_AUTH: "better-auth",
  WEB_ORIGIN: "https://desk.example.org/",
  MONGODB_URI: "mongodb://127.0.0.1:27017",
  BETTER_AUTH_SECRET: "s".repeat(32),
};

function faultsOf(environment: Record<string, string>): readonly string[] {
  try {
    readSettings(environment);
  } catch (error) {
    if (error instanceof SettingsError) return error.faults;
    throw error;
  }
  return [];
}

describe("settings", () => {
  it("need nothing where no sign-in is wanted", () => {
    expect(readSettings({})).toEqual({ apiOrigin: "http://127.0.0.1:8000", origin: null, signIn: null });
  });

  it("take an empty variable for an unset one", () => {
    expect(readSettings({ WEB_AUTH: "", API_ORIGIN: " ", WEB_ORIGIN: "" }).signIn).toBeNull();
  });

  it("fill in what sign-in does not say", () => {
    const { signIn } = readSettings(COMPLETE);

    expect(signIn).toMatchObject({
      origin: "https://desk.example.org",
      issuer: "https://desk.example.org",
      audience: "longhaul",
      database: "longhaul_auth",
      isSignUpOpen: false,
      trustedProxies: [],
    });
    expect(signIn?.operators.size).toBe(0);
  });

  it("name every fault at once", () => {
    const faults = faultsOf({
      WEB_AUTH: "better-auth",
      API_ORIGIN: "the api",
      WEB_ORIGIN: "https://desk.example.org/path",
      BETTER_AUTH_SECRET: "short",
      WEB_OPERATORS: "ada@example.org, nobody",
      WEB_SIGN_UP: "maybe",
      WEB_TRUSTED_PROXIES: "10.0.0.0/8, proxy",
    });

    expect(faults.map((fault) => fault.split(" ")[0]).toSorted()).toEqual([
      "API_ORIGIN",
      "BETTER_AUTH_SECRET",
      "MONGODB_URI",
      "WEB_OPERATORS",
      "WEB_ORIGIN",
      "WEB_SIGN_UP",
      "WEB_TRUSTED_PROXIES",
    ]);
  });

  it("never repeat a value in a fault", () => {
    expect(faultsOf({ ...COMPLETE, BETTER_AUTH_SECRET: "hunter2" }).join()).not.toContain("hunter2");
  });

  it("refuse a way to sign in that does not exist", () => {
    expect(faultsOf({ WEB_AUTH: "password" })).toEqual(["WEB_AUTH has to be none or better-auth"]);
  });

  it("read operators whatever case and spaces they are written with", () => {
    const { signIn } = readSettings({ ...COMPLETE, WEB_OPERATORS: " Ada@Example.org,bob@example.org," });

    expect([...(signIn?.operators ?? [])]).toEqual(["ada@example.org", "bob@example.org"]);
  });
});
