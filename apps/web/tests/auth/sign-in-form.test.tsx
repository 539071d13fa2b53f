import { fireEvent, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { SignInForm } from "@/app/(auth)/sign-in/sign-in-form";

const assign = vi.fn();
const fetching = vi.fn<(path: string, init: RequestInit) => Promise<Response>>();

beforeEach(() => {
  assign.mockReset();
  fetching.mockReset();
  vi.stubGlobal("fetch", fetching);
  vi.stubGlobal("location", { assign });
});

afterEach(() => {
  vi.unstubAllGlobals();
});

/** At once, as a password manager does. */
function write(label: string, value: string): void {
  fireEvent.change(screen.getByLabelText(label), { target: { value } });
}

async function fillIn(): Promise<void> {
  write("E-mail", "ada@example.org");
  write("Password", "correct horse battery");
  await userEvent.click(screen.getByRole("button", { name: "Sign in" }));
}

function show(isSignUpOpen = false): void {
  render(<SignInForm from="/jobs" isSignUpOpen={isSignUpOpen} minPassword={12} />);
}

describe("the sign-in form", () => {
  it("goes on to the page somebody came for", async () => {
    fetching.mockResolvedValue(new Response(null, { status: 204 }));
    show();

    await fillIn();

    const [path, init] = fetching.mock.calls[0] ?? [];
    expect(path).toBe("/auth/sign-in/email");
    expect(JSON.parse(String(init?.body))).toEqual({ email: "ada@example.org", password: "correct horse battery" });
    expect(assign.mock.calls).toEqual([["/jobs"]]);
  });

  it.each([
    [401, { code: "INVALID_EMAIL_OR_PASSWORD" }, {}, "No account has this address and this password."],
    [429, {}, { "x-retry-after": "10" }, "Too many tries. Try again in 10 s."],
    [429, {}, { "x-retry-after": "200" }, "Too many tries. Try again in 4 min."],
    [503, {}, {}, "Sign-in does not work right now. Try again in a moment."],
    [403, {}, {}, "The site refused this (403)."],
  ])("says why it did not work: %i", async (status, body, headers, message) => {
    fetching.mockResolvedValue(new Response(JSON.stringify(body), { status, headers: headers as Record<string, string> }));
    show();

    await fillIn();

    expect(await screen.findByText(message)).toBeVisible();
    expect(assign).not.toHaveBeenCalled();
    expect(screen.getByRole("button", { name: "Sign in" })).toBeEnabled();
  });

  it("says that there was no answer", async () => {
    fetching.mockRejectedValue(new TypeError("failed to fetch"));
    show();

    await fillIn();

    expect(await screen.findByText(/cannot be reached/)).toBeVisible();
  });

  it("offers an account only where anybody may make one", async () => {
    show();
    expect(screen.queryByRole("button", { name: "Make one" })).toBeNull();
  });

  it("makes an account, and puts a fault at its field", async () => {
    fetching.mockResolvedValue(new Response(JSON.stringify({ code: "USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL" }), { status: 422 }));
    show(true);
    await userEvent.click(screen.getByRole("button", { name: "Make one" }));
    write("Name", "Ada");
    write("E-mail", "ada@example.org");
    write("Password", "correct horse battery");
    await userEvent.click(screen.getByRole("button", { name: "Make account" }));

    expect(fetching.mock.calls[0]?.[0]).toBe("/auth/sign-up/email");
    expect(await screen.findByLabelText("E-mail")).toHaveAccessibleDescription(/exists already/);
    expect(screen.getByLabelText("Password")).toHaveAttribute("autocomplete", "new-password");
  });
});
