import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";
import { ApplicationBoard } from "@/components/desk/application-board";
import { columnsOf, moved, moveOf, neighbour } from "@/lib/desk/applications";
import { application } from "./samples";

describe("where an application may go", () => {
  it("is one step along the way, and not beyond its ends", () => {
    expect(neighbour("draft", 1)).toBe("applied");
    expect(neighbour("draft", -1)).toBeNull();
    expect(neighbour("accepted", 1)).toBeNull();
    expect(neighbour("rejected", 1)).toBeNull();
  });

  it.each([
    ["ArrowRight", "applied", "screening"],
    ["ArrowLeft", "applied", "draft"],
    ["r", "interview", "rejected"],
    ["W", "interview", "withdrawn"],
    ["r", "rejected", null],
    ["x", "applied", null],
  ] as const)("by key %s from %s is %s", (key, from, to) => {
    expect(moveOf(key, from)).toBe(to);
  });

  it("leaves its old state in the history", () => {
    const [after] = moved([application()], "a1", "applied", "2026-11-02T09:00:00Z", "by mail");

    expect(after).toMatchObject({ status: "applied", v: 2 });
    expect(after?.history.map(({ status }) => status)).toEqual(["draft", "applied"]);
  });
});

it("the board keeps open columns and only those ends that hold something", () => {
  const statuses = columnsOf([application({ status: "rejected" })]).map(({ status }) => status);

  expect(statuses).toEqual(["draft", "applied", "screening", "interview", "offer", "rejected"]);
});

describe("the board", () => {
  function show() {
    const onMove = vi.fn();
    render(
      <QueryClientProvider client={new QueryClient()}>
        <ApplicationBoard applications={[application({ status: "applied" })]} postingOf={() => ({ title: "Engineer", company: "Lantern" })} onMove={onMove} />
      </QueryClientProvider>,
    );
    const card = screen.getByRole("group", { name: "Engineer, Lantern: Applied" });
    return { onMove, card, user: userEvent.setup() };
  }

  it("moves a card that has the focus by keys", async () => {
    const { onMove, card, user } = show();

    card.focus();
    await user.keyboard("{ArrowRight}r");

    expect(onMove.mock.calls.map(([, status]) => status as string)).toEqual(["screening", "rejected"]);
  });

  it("does not move a card while something in it has the focus", async () => {
    const { onMove, card, user } = show();

    within(card).getByRole("link", { name: "Engineer" }).focus();
    await user.keyboard("{ArrowRight}");

    expect(onMove).not.toHaveBeenCalled();
  });

  it("moves a card by its menu to any other state", async () => {
    const { onMove, user } = show();

    await user.click(screen.getByRole("button", { name: "Move: Engineer" }));
    expect(screen.queryByRole("menuitem", { name: "Applied" })).toBeNull();
    await user.click(screen.getByRole("menuitem", { name: "Offer" }));

    expect(onMove).toHaveBeenCalledWith(expect.objectContaining({ id: "a1" }), "offer");
  });
});
