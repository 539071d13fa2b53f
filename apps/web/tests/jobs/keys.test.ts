import { describe, expect, it } from "vitest";
import { actionOf, focusOf } from "@/lib/jobs/keys";

const press = (key: string, focus: Parameters<typeof actionOf>[0]["focus"], isModified = false) => actionOf({ key, focus, isModified });

describe("the keys of the job list", () => {
  it("move and select from anywhere on the page", () => {
    expect(["j", "k", "x", "/", "?", "r"].map((key) => press(key, "page"))).toEqual(["down", "up", "select", "search", "help", "refresh"]);
  });

  it("leave a text field alone", () => {
    expect(["j", "x", "/", "?", "Enter", "Escape"].map((key) => press(key, "field"))).toEqual([null, null, null, null, null, null]);
  });

  it("take arrows and Enter only on a row, so that the page scrolls and buttons press as ever", () => {
    expect(["ArrowDown", "ArrowUp", "Enter", "End"].map((key) => press(key, "row"))).toEqual(["down", "up", "open", "last"]);
    expect(["ArrowDown", "Enter"].map((key) => press(key, "page"))).toEqual([null, null]);
    expect(press("Enter", "control")).toBeNull();
  });

  it("leave the browser's own shortcuts alone", () => {
    expect(press("r", "page", true)).toBeNull();
  });

  it("know where the focus is", () => {
    document.body.innerHTML = '<table><tbody><tr data-job="1" tabindex="0"><td><button role="checkbox">x</button></td></tr></tbody></table><input><div role="dialog"><p tabindex="0">in it</p></div>';
    const find = (selector: string) => document.querySelector(selector);

    expect(["tr", "button", "input", "p", "body"].map((selector) => focusOf(find(selector)))).toEqual(["row", "control", "field", "field", "page"]);
  });
});
