import { describe, expect, it } from "vitest";
import { diffLines, diffResumes, diffText, pathText } from "@/lib/desk/diff";
import { resume } from "./samples";

const kinds = (before: string[], after: string[]) => diffLines(before, after).map(({ kind }) => kind);

describe("lines", () => {
  it("that stayed are unchanged", () => {
    expect(kinds(["a", "b"], ["a", "b"])).toEqual(["same", "same"]);
  });

  it("that only moved are not added and removed", () => {
    const lines = diffLines(["a", "b", "c"], ["c", "a", "b"]);

    expect(lines.map(({ kind, from }) => [kind, from])).toEqual([["moved", 3], ["same", 1], ["same", 2]]);
  });

  it("in other words are shown word by word", () => {
    const [line] = diffLines(["Built the billing service in Python"], ["Built the billing platform in Python"]);

    expect(line?.kind).toBe("changed");
    expect(line?.pieces.filter(({ kind }) => kind !== "same")).toEqual([
      { kind: "removed", text: "service" },
      { kind: "added", text: "platform" },
    ]);
  });

  it("that have nothing in common are one removed and one added", () => {
    expect(kinds(["Kept bees"], ["Wrote compilers in Rust"])).toEqual(["added", "removed"]);
  });

  it("twice the same are told apart", () => {
    expect(kinds(["a", "a"], ["a"])).toEqual(["same", "removed"]);
  });
});

it("a text put together from its pieces is the new one, and without the added the old one", () => {
  const [before, after] = ["Cut load time by 60 % with a cache.", "Cut page load by 60 % with a small cache."];

  const pieces = diffText(before, after);

  expect(pieces.filter(({ kind }) => kind !== "removed").map(({ text }) => text).join("")).toBe(after);
  expect(pieces.filter(({ kind }) => kind !== "added").map(({ text }) => text).join("")).toBe(before);
});

describe("CVs", () => {
  it("that are the same have no changed section", () => {
    expect(diffResumes(resume(), resume()).some(({ isChanged }) => isChanged)).toBe(false);
  });

  it("show a section that was left out", () => {
    const before = resume({ languages: [{ language: "Italian", fluency: "native" }] });

    const left = diffResumes(before, resume()).find(({ title }) => title === "Languages");

    expect(left?.lines.map(({ kind }) => kind)).toEqual(["removed"]);
  });
});

it("a path is said in words", () => {
  expect(pathText("work[0].highlights")).toBe("Experience 1, points");
  expect(pathText("basics.summary")).toBe("Summary");
});
