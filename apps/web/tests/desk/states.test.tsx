import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";
import { Loaded, Problem } from "@/components/desk/problem";
import { ApiProblem } from "@/lib/api/client";

const outage = new ApiProblem({ status: 0, kind: "unreachable", title: "The API cannot be reached" });

function show(query: { data?: string; error?: Error | null; isRefetchError?: boolean }) {
  const refetch = vi.fn().mockResolvedValue(undefined);
  const given = { data: query.data, error: query.error ?? null, isRefetchError: query.isRefetchError ?? false, refetch };
  render(<Loaded query={given} skeleton={<p>coming</p>}>{(data) => <p>{data}</p>}</Loaded>);
  return refetch;
}

describe("a record on its page", () => {
  it("keeps its place while it is read", () => {
    show({});

    expect(screen.getByText("coming")).toBeVisible();
  });

  it("that could not be read says why and can be asked for again", async () => {
    const refetch = show({ error: outage });

    expect(screen.getByRole("alert")).toHaveTextContent("The API cannot be reached");
    await userEvent.click(screen.getByRole("button", { name: "Ask again" }));
    expect(refetch).toHaveBeenCalledOnce();
  });

  it("stays when a later read fails, with a word that it may be old", () => {
    show({ data: "the CV", error: outage, isRefetchError: true });

    expect(screen.getByText("the CV")).toBeVisible();
    expect(screen.getByRole("status")).toHaveTextContent("may be old");
  });
});

describe("a refusal", () => {
  it("names the fields that were wrong", () => {
    render(<Problem problem={new ApiProblem({ status: 422, kind: "invalid-input", title: "Not valid", fields: [{ field: "url", message: "no address" }] })} />);

    expect(screen.getByRole("alert")).toHaveTextContent("url: no address");
  });

  it("says when to try again where the API does", () => {
    render(<Problem problem={new ApiProblem({ status: 429, kind: "rate-limited", title: "Too often", retryAfterS: 41.2 })} />);

    expect(screen.getByRole("alert")).toHaveTextContent("Try again in 42 s.");
  });
});
