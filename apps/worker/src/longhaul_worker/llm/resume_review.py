"""Lets a language model look again at what the rules for CVs were unsure of; it may add, never overwrite facts."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from pydantic import BaseModel, Field

from career.model import Note
from career.resume import Place, Provenance, Resume, SkillGroup, Work
from longhaul_worker.llm.grounding import is_grounded, normalised
from longhaul_worker.llm.models import Assistant

SURE: Final = 0.7
"""What the rules are at least this sure of is not asked about."""
CONFIRMED: Final = 0.8
"""How sure a field is that the model has read in the same words of the CV."""

_MAX_ENTRIES: Final = 20
_MAX_CHARS: Final = 24_000
_MAX_VALUE: Final = 120
_MAX_SKILL: Final = 50
_CONTACT: Final = re.compile(r"@|https?:|www\.|\d{4}|(?:\d[\s().-]*){7,}")


class ReviewedEntry(BaseModel):
    """One post as the model reads it."""

    company: str | None = Field(default=None, description="Name of the employer, exactly as in the CV.")
    position: str | None = Field(default=None, description="Title held there, exactly as in the CV.")


class Review(BaseModel):
    """What the model reads in the CV. Every value is copied from it."""

    name: str | None = Field(default=None, description="Full name of the person.")
    headline: str | None = Field(default=None, description="The line that says what the person does.")
    summary: str | None = Field(default=None, description="The introduction, word by word.")
    place: str | None = Field(default=None, description="Where the person lives.")
    work: list[ReviewedEntry] = Field(default=[], max_length=60)
    skills: list[str] = Field(default=[], max_length=200, description="Skills named in the CV.")


async def review(assistant: Assistant, resume: Resume, text: str) -> Resume:
    """`resume` with what a model could add to the fields that the rules are unsure of or found nothing for.

    Only those are asked for, and only what stands in `text`, the CV, is taken. E-mail, phone, addresses, dates, numbers
    and the employers that the rules found stay as they are. Where nothing is unsure or no model helps, `resume`
    itself. Raises what `Assistant.ask` raises.
    """
    unsure = _unsure(resume)
    if not unsure or not assistant.is_available or not text.strip():
        return resume
    answer = await assistant.ask("resume_review", Review, _instructions(unsure), text[:_MAX_CHARS])
    if answer is None:
        return resume
    merging = _Merging(resume.model_copy(deep=True), text)
    for name in unsure:
        merging.take(name, answer)
    return merging.finished(len(unsure))


def _unsure(resume: Resume) -> list[str]:
    """The fields of `Review` worth asking for: not found, or found without certainty."""
    basics = resume.basics
    has_gap = any(post.name is None or post.position is None for post in resume.work)
    found = {
        "name": ("basics.name", basics.name is not None),
        "headline": ("basics.label", basics.label is not None),
        "summary": ("basics.summary", basics.summary is not None or not resume.x_parse.unparsed),
        "place": ("basics.location", basics.location is not None),
        "work": ("work", bool(resume.work) and not has_gap),
        "skills": ("skills", bool(resume.skills)),
    }
    sure = resume.x_parse.confidence
    return [name for name, (path, is_found) in found.items() if not is_found or sure.get(path, 1.0) < SURE]


def _instructions(unsure: list[str]) -> str:
    fields = ", ".join(unsure)
    return (
        f"The text is a CV. Read only these fields: {fields}; leave the others out. Copy every value letter by letter. "
        "For work, give every post in the order of the text with employer and title apart."
    )


@dataclass
class _Merging:
    """Takes over, field by field, what stands in the CV."""

    resume: Resume
    text: str
    taken: int = field(default=0, init=False)

    def take(self, name: str, answer: Review) -> None:
        basics = self.resume.basics
        match name:
            case "name":
                self._put("basics.name", answer.name, basics.name, partial(setattr, basics, "name"))
            case "headline":
                self._put("basics.label", answer.headline, basics.label, partial(setattr, basics, "label"))
            case "summary" if basics.summary is None:
                self._put("basics.summary", answer.summary, None, partial(setattr, basics, "summary"))
            case "place":
                self._take_place(answer.place)
            case "work":
                self._take_work(answer.work[:_MAX_ENTRIES])
            case "skills":
                self._take_skills(answer.skills)
            case _:
                pass

    def finished(self, asked: int) -> Resume:
        if self.taken:
            message = f"The language model confirmed or added {self.taken} values in {asked} uncertain fields."
            self.resume.x_parse.notes.append(Note(code="LLM_REVIEWED", message=message))
        return self.resume

    def _put(self, path: str, value: str | None, before: str | None, put: Callable[[str], None]) -> None:
        """Set a field of words to a value of the CV, and say where it is from and what stood there."""
        value = " ".join((value or "").split())
        if not value or not is_grounded(value, self.text):
            return
        if path != "basics.summary" and (len(value) > _MAX_VALUE or _CONTACT.search(value)):
            return
        is_new = before is None or normalised(before) != normalised(value)
        if is_new:
            put(value)
        self.taken += 1
        report = self.resume.x_parse
        report.confidence[path] = max(report.confidence.get(path, 0.0), CONFIRMED)
        evidence = value if before is None or not is_new else f"{value} (before: {before})"
        report.provenance[path] = Provenance(method="llm", confidence=CONFIRMED, evidence=evidence[:200])

    def _take_place(self, place: str | None) -> None:
        basics = self.resume.basics
        if basics.location is None:
            self._put("basics.location", place, None, lambda value: setattr(basics, "location", Place(raw=value)))

    def _take_work(self, entries: list[ReviewedEntry]) -> None:
        if not self.resume.work:
            self._add_work(entries)
            return
        for at, post in enumerate(self.resume.work):
            entry = _same_post(post, entries)
            if entry is None:
                continue
            if post.name is None and not _is_same(entry.company, post.position):
                self._put(f"work[{at}].name", entry.company, None, partial(setattr, post, "name"))
            if post.position is None and not _is_same(entry.position, post.name):
                self._put(f"work[{at}].position", entry.position, None, partial(setattr, post, "position"))

    def _add_work(self, entries: list[ReviewedEntry]) -> None:
        """Posts where the rules found none at all; without dates, which only the rules may give."""
        for entry in entries:
            post = Work()
            at = len(self.resume.work)
            self._put(f"work[{at}].name", entry.company, None, partial(setattr, post, "name"))
            self._put(f"work[{at}].position", entry.position, None, partial(setattr, post, "position"))
            if post.name is not None or post.position is not None:
                self.resume.work.append(post)

    def _take_skills(self, skills: list[str]) -> None:
        known = {normalised(word) for group in self.resume.skills for word in group.keywords}
        added: list[str] = []
        for skill in (" ".join(skill.split()) for skill in skills):
            if normalised(skill) in known or len(skill) > _MAX_SKILL or _CONTACT.search(skill):
                continue
            if is_grounded(skill, self.text):
                known.add(normalised(skill))
                added.append(skill)
        if added:
            self.resume.skills.append(SkillGroup(keywords=added))
            self.taken += len(added)


def _same_post(post: Work, entries: list[ReviewedEntry]) -> ReviewedEntry | None:
    """The entry that has the company or the title that the rules found for `post`, if just one has."""
    found = [
        entry
        for entry in entries
        if (post.name is not None and _is_same(entry.company, post.name))
        or (post.position is not None and _is_same(entry.position, post.position))
    ]
    return found[0] if len(found) == 1 else None


def _is_same(one: str | None, other: str | None) -> bool:
    return one is not None and other is not None and normalised(one) == normalised(other)
