import { describe, expect, it } from "vitest";
import { applyDraft, draftErrors, draftOf, isChanged, NEW_WORK, refusedFields } from "@/lib/desk/edit";
import { resume } from "./samples";

const edited = (change: (draft: ReturnType<typeof draftOf>) => void) => {
  const draft = draftOf(resume());
  change(draft);
  return draft;
};

describe("a draft", () => {
  it("that nobody touched is not changed and gives the same CV", () => {
    expect(isChanged(resume(), draftOf(resume()))).toBe(false);
    expect(applyDraft(resume(), draftOf(resume()))).toEqual(resume());
  });

  it("keeps what the form does not show", () => {
    const draft = edited((it) => { it.work[0] = { ...NEW_WORK, ...it.work[0], position: "Lead" }; });

    const [work] = applyDraft(resume(), draft).work;

    expect(work).toMatchObject({ position: "Lead", url: "https://harbour.example" });
  });

  it("makes blank fields unknown, and points of lines", () => {
    const draft = edited((it) => {
      it.label = "  ";
      it.work = [{ ...NEW_WORK, name: "Northlight", highlights: "One\n\n Two " }];
    });

    const after = applyDraft(resume(), draft);

    expect(after.basics.label).toBeNull();
    expect(after.work[0]).toMatchObject({ name: "Northlight", highlights: ["One", "Two"], url: null });
  });

  it("of a post still held has no end", () => {
    const draft = edited((it) => { it.work = [{ ...NEW_WORK, name: "X", endDate: "2022", current: true }]; });

    expect(applyDraft(resume(), draft).work[0]?.endDate).toBeNull();
  });

  it("with another place forgets the parts of the old one", () => {
    const draft = edited((it) => { it.location = "Porto"; });

    expect(applyDraft(resume(), draft).basics.location).toMatchObject({ raw: "Porto", city: null, countryCode: null });
  });
});

describe("the skills that matching goes by", () => {
  it("gain a keyword that was put in, once", () => {
    const draft = edited((it) => { it.skills = [{ name: "", keywords: "Python, MongoDB, Rust, rust" }]; });

    const names = applyDraft(resume(), draft).skills_canonical.map(({ name }) => name);

    expect(names).toEqual(["Python", "MongoDB", "Rust"]);
  });

  it("lose a keyword that was taken out, unless the CV shows it elsewhere", () => {
    const draft = edited((it) => { it.skills = []; });

    expect(applyDraft(resume(), draft).skills_canonical.map(({ name }) => name)).toEqual(["MongoDB"]);
  });
});

describe("what is refused before it is sent", () => {
  it.each([
    ["a CV without a name", (it: ReturnType<typeof draftOf>) => { it.name = " "; }, "name"],
    ["an address that is none", (it: ReturnType<typeof draftOf>) => { it.email = "ines"; }, "email"],
    ["a date in words", (it: ReturnType<typeof draftOf>) => { it.work = [{ ...NEW_WORK, name: "X", startDate: "March 2021" }]; }, "work.0.startDate"],
    ["an end before the start", (it: ReturnType<typeof draftOf>) => { it.work = [{ ...NEW_WORK, name: "X", startDate: "2021-03", endDate: "2020" }]; }, "work.0.endDate"],
    ["a post without post and employer", (it: ReturnType<typeof draftOf>) => { it.work = [NEW_WORK]; }, "work.0.position"],
  ])("%s", (_what, change, field) => {
    expect(Object.keys(draftErrors(edited(change)))).toEqual([field]);
  });

  it("is nothing in a CV as it was read", () => {
    expect(draftErrors(draftOf(resume()))).toEqual({});
  });

  it("is no post that began and ended in the same year", () => {
    const draft = edited((it) => { it.work = [{ ...NEW_WORK, name: "X", startDate: "2021-03", endDate: "2021" }]; });

    expect(draftErrors(draft)).toEqual({});
  });
});

it("the API's own refusals are put beside the fields of the form", () => {
  const fields = [
    { field: "resume.basics.email", message: "bad" },
    { field: "body.resume.work[0].startDate", message: "worse" },
    { field: "resume.basics.location.raw", message: "where" },
  ];

  expect(refusedFields(fields)).toEqual({ email: "bad", "work.0.startDate": "worse", location: "where" });
});
