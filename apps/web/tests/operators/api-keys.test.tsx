import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Account, ApiKey } from "@/components/settings/account";
import { ApiKeysCard } from "@/components/settings/api-keys";
import { rolesToOffer } from "@/components/settings/roles";
import { fakeApi, json, problem, renderWithQueries, type Asked } from "./faked-api";

const ACCOUNT: Account = { owner: "ada", roles: ["user", "operator"], auth: "jwt", expires_at: "2026-11-28T00:00:00Z" };
const KEY: ApiKey = {
  id: "0123456789abcdef",
  name: "nightly import",
  roles: ["user"],
  created_at: "2026-11-27T12:00:00Z",
  expires_at: null,
  last_used_at: null,
};
const TEXT = "lh_0123456789abcdef_secretsecretsecretsecretsecretsecretsecretsec";

/** The API with the keys that were made and not revoked. */
function keyApi(keys: ApiKey[] = []) {
  return fakeApi(({ method, path }: Asked) => {
    if (method === "POST") {
      keys.push(KEY);
      return json({ ...KEY, key: TEXT }, 201);
    }
    if (method === "DELETE") {
      keys.splice(0, keys.length);
      return new Response(null, { status: 204 });
    }
    return path === "/api-keys" ? json({ items: keys }) : problem(404, "Not Found");
  });
}

async function makeKey() {
  await userEvent.click(await screen.findByRole("button", { name: "New key" }));
  await userEvent.type(screen.getByLabelText("Name"), "nightly import");
  await userEvent.click(screen.getByRole("button", { name: "Make the key" }));
}

beforeEach(() => {
  // jsdom has no layout, which the checkbox measures.
  vi.stubGlobal("ResizeObserver", class { observe() {} unobserve() {} disconnect() {} });
});
afterEach(() => { vi.unstubAllGlobals(); });

describe("a new key", () => {
  it("is shown once: closing the dialog forgets it", async () => {
    keyApi();
    const { container } = renderWithQueries(<ApiKeysCard account={ACCOUNT} />);
    await makeKey();
    expect(await screen.findByLabelText("the API key")).toHaveTextContent(TEXT);
    expect(screen.getByText(/only time it is shown/)).toBeVisible();

    await userEvent.click(screen.getByRole("button", { name: "I have stored it" }));

    await waitFor(() => { expect(screen.queryByRole("dialog")).toBeNull(); });
    expect(await screen.findByText("nightly import")).toBeVisible();
    expect(container.ownerDocument.body).not.toHaveTextContent(TEXT);
    await userEvent.click(screen.getByRole("button", { name: "New key" }));
    expect(screen.getByRole("dialog")).not.toHaveTextContent(TEXT);
    expect(screen.getByLabelText("Name")).toHaveValue("");
  });

  it("does not go away by Escape", async () => {
    keyApi();
    renderWithQueries(<ApiKeysCard account={ACCOUNT} />);
    await makeKey();
    await screen.findByLabelText("the API key");

    await userEvent.keyboard("{Escape}");

    expect(screen.getByLabelText("the API key")).toBeVisible();
  });

  it("is asked for with name, roles and days", async () => {
    const asked = keyApi();
    renderWithQueries(<ApiKeysCard account={ACCOUNT} />);
    await userEvent.click(await screen.findByRole("button", { name: "New key" }));
    await userEvent.type(screen.getByLabelText("Name"), " nightly import ");
    await userEvent.click(screen.getByRole("checkbox", { name: /operator/ }));
    await userEvent.selectOptions(screen.getByLabelText("Expires after"), "a year");

    await userEvent.click(screen.getByRole("button", { name: "Make the key" }));

    await screen.findByLabelText("the API key");
    expect(asked.find((each) => each.method === "POST")?.body).toEqual({ name: "nightly import", roles: ["user", "operator"], expires_in_days: 365 });
  });

  it("without a name is not asked for", async () => {
    const asked = keyApi();
    renderWithQueries(<ApiKeysCard account={ACCOUNT} />);
    await userEvent.click(await screen.findByRole("button", { name: "New key" }));

    await userEvent.click(screen.getByRole("button", { name: "Make the key" }));

    expect(screen.getByLabelText("Name")).toBeInvalid();
    expect(asked.some((each) => each.method === "POST")).toBe(false);
  });

  it("that the API refuses leaves the form and says why", async () => {
    fakeApi(({ method }) => (method === "POST" ? problem(409, "There are 50 keys already") : json({ items: [] })));
    renderWithQueries(<ApiKeysCard account={ACCOUNT} />);

    await makeKey();

    expect(await screen.findByRole("alert")).toHaveTextContent("There are 50 keys already");
    expect(screen.getByLabelText("Name")).toHaveValue("nightly import");
  });
});

describe("roles of a key", () => {
  it("are offered only as far as one has them", () => {
    expect(rolesToOffer(["user"])).toEqual(["user"]);
    expect(rolesToOffer(["user", "operator"])).toEqual(["user", "operator"]);
  });

  it("always have user, which cannot be taken out", async () => {
    keyApi();
    renderWithQueries(<ApiKeysCard account={{ ...ACCOUNT, roles: ["user"] }} />);
    await userEvent.click(await screen.findByRole("button", { name: "New key" }));

    expect(screen.getByRole("checkbox", { name: /user/ })).toBeChecked();
    expect(screen.getByRole("checkbox", { name: /user/ })).toBeDisabled();
    expect(screen.queryByRole("checkbox", { name: /operator/ })).toBeNull();
  });
});

describe("the keys", () => {
  it("are not there without sign-in, and the API is not asked", () => {
    const asked = keyApi();
    renderWithQueries(<ApiKeysCard account={{ ...ACCOUNT, auth: "none" }} />);

    expect(screen.getByText(/No sign-in is set up/)).toBeVisible();
    expect(screen.queryByRole("button", { name: "New key" })).toBeNull();
    expect(asked).toEqual([]);
  });

  it("are not made with a key", () => {
    keyApi();
    renderWithQueries(<ApiKeysCard account={{ ...ACCOUNT, auth: "api-key" }} />);

    expect(screen.queryByRole("button", { name: "New key" })).toBeNull();
    expect(screen.getByText(/A key cannot make/)).toBeVisible();
  });

  it("are revoked after a question", async () => {
    const asked = keyApi([KEY]);
    renderWithQueries(<ApiKeysCard account={ACCOUNT} />);
    await userEvent.click(await screen.findByRole("button", { name: "Revoke nightly import" }));
    expect(asked.some((each) => each.method === "DELETE")).toBe(false);

    await userEvent.click(within(screen.getByRole("dialog")).getByRole("button", { name: "Revoke the key" }));

    expect(await screen.findByText("No key yet")).toBeVisible();
    expect(asked.find((each) => each.method === "DELETE")?.path).toBe("/api-keys/0123456789abcdef");
  });

  it("that are gone already count as revoked", async () => {
    fakeApi(({ method }) => (method === "DELETE" ? problem(404, "Not Found") : json({ items: [KEY] })));
    renderWithQueries(<ApiKeysCard account={ACCOUNT} />);
    await userEvent.click(await screen.findByRole("button", { name: "Revoke nightly import" }));

    await userEvent.click(screen.getByRole("button", { name: "Revoke the key" }));

    await waitFor(() => { expect(screen.queryByRole("dialog")).toBeNull(); });
  });

  it("say so where one could not be revoked", async () => {
    fakeApi(({ method }) => (method === "DELETE" ? problem(503, "Unavailable") : json({ items: [KEY] })));
    renderWithQueries(<ApiKeysCard account={ACCOUNT} />);
    await userEvent.click(await screen.findByRole("button", { name: "Revoke nightly import" }));

    await userEvent.click(screen.getByRole("button", { name: "Revoke the key" }));

    expect(await screen.findByText("The key is still valid")).toBeVisible();
  });
});
