"""What a CV shows: its statements with where they were true, in the CV's own words, and the skills in them."""
# ruff: noqa: RUF001 - CVs and adverts are full of these dashes, bullets and quotes

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal

from career.resume import Resume, Work
from longhaul_worker.llm.grounding import is_grounded
from longhaul_worker.matching.mentions import skills_in
from longhaul_worker.matching.words import terms
from longhaul_worker.skills.lexicon import load_lexicon

Kind = Literal["statement", "head", "listed"]
"""A sentence about what was done, the head of a post or degree, or an item of a list."""

MAX_WORDS: Final = 60
_MIN_STATEMENT: Final = 4
_CONTACT: Final = re.compile(r"@|https?:|www\.|linkedin|github\.com|(?:\d[\s().-]*){8,}", re.IGNORECASE)
_BULLET: Final = re.compile(r"^\s*(?:[-–—•·*▪●◦‣⁃✓➢►»o§]\s+)")
_SENTENCE: Final = re.compile(r"(?<=[.!?])\s+(?=[A-ZÄÖÜÉÀÈ¿¡])")
_HEAD: Final = re.compile(r"^[^a-zß-ÿ]+$|^[\w /&-]{2,30}:\s|\||\t|\b(?:19|20)\d\d\s*[-–—]")
"""Lines that are headings, labelled lists or heads of posts rather than sentences."""
_NUMBER: Final = re.compile(r"\d")
_YEAR: Final = re.compile(r"\b(?:19|20)\d\d\b")


@dataclass(frozen=True)
class Evidence:
    """Words of the CV, letter by letter, where they were true, and how recent that is (0 is the latest post)."""

    text: str
    kind: Kind
    at: str = ""
    role: str = ""
    period: str = ""
    age: int = 0

    @cached_property
    def skills(self) -> frozenset[str]:
        """Canonical names of the skills it names."""
        if self.kind == "listed":
            return frozenset(skill.name for skill, _ in load_lexicon().find(self.text, in_list=True))
        return frozenset(skills_in(self.text))

    @cached_property
    def terms(self) -> frozenset[str]:
        """The terms it is made of."""
        return frozenset(terms(self.text))

    @property
    def has_number(self) -> bool:
        """Whether it states a figure that is no year."""
        return _NUMBER.search(_YEAR.sub("", self.text)) is not None

    @property
    def where(self) -> str:
        """Such as `as Nurse at City Clinic`; empty where the CV does not say."""
        role = f"as {self.role}" if self.role else ""
        at = f"at {self.at}" if self.at else ""
        return " ".join(part for part in (role, at) if part)


class Candidate:
    """The CV as evidence."""

    def __init__(self, resume: Resume, text: str) -> None:
        self.resume = resume
        self._text = text
        found: dict[str, Evidence] = {}
        for evidence in (*_stated(resume), *_listed(resume)):
            if _is_usable(evidence.text):
                found.setdefault(" ".join(evidence.text.casefold().split()), evidence)
        evidences = list(found.values())
        if sum(evidence.kind == "statement" for evidence in evidences) < 3:
            evidences += [one for one in _of_text(text) if " ".join(one.text.casefold().split()) not in found]
        self.evidence = [one for one in evidences if not text.strip() or is_grounded(one.text, text)] or evidences

    @property
    def statements(self) -> list[Evidence]:
        """What was done, the latest post first."""
        return [evidence for evidence in self.evidence if evidence.kind == "statement"]

    @cached_property
    def skills(self) -> frozenset[str]:
        """Canonical names of every skill that the CV names."""
        named = {skill.name for skill in self.resume.skills_canonical}
        return frozenset(named.union(*(evidence.skills for evidence in self.evidence)))

    @cached_property
    def words(self) -> frozenset[str]:
        """Every term of the CV."""
        return frozenset(terms(self._text)).union(*(evidence.terms for evidence in self.evidence))

    @property
    def years(self) -> float | None:
        """Years of work, where the CV says so."""
        months = self.resume.experience_months
        return None if months is None else months / 12


def _stated(resume: Resume) -> Iterator[Evidence]:
    for age, post in enumerate(resume.work):
        period = _period(post)
        about = {"at": post.name or "", "role": post.position or "", "period": period, "age": age}
        for text in (*post.highlights, *_sentences(post.summary)):
            yield Evidence(text.strip(), "statement", **about)  # pyright: ignore[reportArgumentType]
    for project in resume.projects:
        for text in (*project.highlights, *_sentences(project.description)):
            yield Evidence(text.strip(), "statement", at=project.name, age=1)
    for duty in resume.volunteer:
        for text in (*duty.highlights, *_sentences(duty.summary)):
            yield Evidence(text.strip(), "statement", at=duty.organization or "", role=duty.position or "", age=2)
    for text in _sentences(resume.basics.summary):
        yield Evidence(text.strip(), "statement", age=1)


def _listed(resume: Resume) -> Iterator[Evidence]:
    for age, post in enumerate(resume.work):
        if post.position:
            yield Evidence(post.position, "head", at=post.name or "", period=_period(post), age=age)
    for degree in resume.education:
        for text in (degree.studyType, degree.area):
            if text:
                yield Evidence(text, "head", at=degree.institution or "", age=3)
    for certificate in resume.certificates:
        yield Evidence(certificate.name, "head", at=certificate.issuer or "", age=2)
    for group in resume.skills:
        for keyword in group.keywords:
            yield Evidence(keyword, "listed", age=4)
    for language in resume.languages:
        yield Evidence(language.language, "listed", age=4)
    if resume.basics.label:
        yield Evidence(resume.basics.label, "head", age=1)


def _of_text(text: str) -> Iterator[Evidence]:
    """Statements of a CV that could not be taken apart: its list items and sentences."""
    for line in text.split("\n"):
        content = _BULLET.sub("", line).strip()
        for sentence in _SENTENCE.split(content):
            if len(sentence.split()) > _MIN_STATEMENT and _is_usable(sentence) and not _HEAD.search(sentence):
                yield Evidence(sentence.strip(), "statement", age=1)


def _sentences(text: str | None) -> Sequence[str]:
    lines = (text or "").split("\n")
    return [sentence for line in lines for sentence in _SENTENCE.split(_BULLET.sub("", line)) if sentence.strip()]


def _is_usable(text: str) -> bool:
    return len(text.strip()) > 1 and len(text.split()) <= MAX_WORDS and _CONTACT.search(text) is None


def _period(post: Work) -> str:
    end = "today" if post.current or post.endDate is None else post.endDate[:4]
    return f"{post.startDate[:4]}–{end}" if post.startDate else ""
