import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it, vi } from "vitest";
import { ResumeEditor } from "@/components/desk/resume-editor";
import { ApiProblem } from "@/lib/api/client";
import { resume } from "./samples";

beforeEach(() => {
  // jsdom lays nothing out, so there is nothing to observe; the checkboxes ask all the same.
  vi.stubGlobal("ResizeObserver", class {
    observe(): void { return; }
    unobserve(): void { return; }
    disconnect(): void { return; }
  });
});

function show(onSave = vi.fn().mockResolvedValue(undefined)) {
  const onClose = vi.fn();
  render(<ResumeEditor resume={resume()} onSave={onSave} onClose={onClose} />);
  return { onSave, onClose, user: userEvent.setup() };
}

it("a change is saved with the rest of the CV", async () => {
  const { onSave, user } = show();

  await user.clear(screen.getByLabelText("Headline"));
  await user.type(screen.getByLabelText("Headline"), "Staff Engineer");
  await user.click(screen.getByRole("button", { name: "Save" }));

  expect(onSave).toHaveBeenCalledWith({ ...resume(), basics: { ...resume().basics, label: "Staff Engineer" } });
});

it("nothing changed is nothing to save", () => {
  show();

  expect(screen.getByRole("button", { name: "Save" })).toBeDisabled();
});

it("a field that is wrong is named and nothing is sent", async () => {
  const { onSave, user } = show();

  await user.clear(screen.getByLabelText("Name"));
  await user.click(screen.getByRole("button", { name: "Save" }));

  expect(onSave).not.toHaveBeenCalled();
  expect(screen.getByLabelText("Name")).toBeInvalid();
  expect(screen.getByText("A CV needs a name.")).toBeVisible();
});

it("a refusal by the API stands beside its field, and what was typed stays", async () => {
  const refusal = new ApiProblem({ status: 422, kind: "invalid", title: "Invalid", fields: [{ field: "resume.basics.phone", message: "too long" }] });
  const { user } = show(vi.fn().mockRejectedValue(refusal));

  await user.type(screen.getByLabelText("Phone"), "123");
  await user.click(screen.getByRole("button", { name: "Save" }));

  expect(screen.getByLabelText("Phone")).toBeInvalid();
  expect(screen.getByLabelText("Phone")).toHaveValue("123");
});

it("throwing changes away asks first", async () => {
  const { onClose, user } = show();
  const confirm = vi.spyOn(window, "confirm").mockReturnValue(false);

  await user.type(screen.getByLabelText("Phone"), "1");
  await user.click(screen.getByRole("button", { name: "Throw away" }));
  expect(onClose).not.toHaveBeenCalled();

  confirm.mockReturnValue(true);
  await user.click(screen.getByRole("button", { name: "Throw away" }));
  expect(onClose).toHaveBeenCalledOnce();
});

it("closing the page with changes asks first, without changes it does not", async () => {
  const { user } = show();
  const leave = () => window.dispatchEvent(new Event("beforeunload", { cancelable: true }));

  expect(leave()).toBe(true);
  await user.type(screen.getByLabelText("Phone"), "1");
  expect(leave()).toBe(false);
});
