"""Drafts of questions, and the desk they are written at: each template used as rarely as possible, none twice alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from career.tasks.interview import Outline, QuestionKind
from longhaul_worker.interviews.bank import Bank, Entry
from longhaul_worker.interviews.candidate import Candidate, Evidence
from longhaul_worker.interviews.similarity import Distinct
from longhaul_worker.interviews.topics import Topic
from longhaul_worker.matching.words import terms
from longhaul_worker.skills.lexicon import load_lexicon

MAX_EVIDENCE: Final = 400
MAX_USES: Final = 2


@dataclass(frozen=True)
class Draft:
    """A question before it has its number: `topics` are the names of what it covers."""

    kind: QuestionKind
    text: str
    why: str
    difficulty: int
    topics: tuple[str, ...] = ()
    evidence: Evidence | None = None
    outline: Outline = field(default_factory=Outline)


@dataclass
class Desk:
    """What questions are written from, and what has been used already."""

    bank: Bank
    candidate: Candidate
    level: int
    """1 for a beginner, 2, or 3 for somebody with much experience."""
    distinct: Distinct = field(default_factory=Distinct)
    _uses: Counter[str] = field(default_factory=Counter[str])
    _cited: Counter[str] = field(default_factory=Counter[str])

    def write(
        self, entries: Iterable[Entry], values: dict[str, str], *, tags: Sequence[str] | None = None
    ) -> tuple[str, int] | None:
        """A question from the entry that suits best and is like no other; its text and difficulty, or None.

        With `tags` only entries that have one of them fit, in the order of the tags. Entries used least come first.
        """
        fitting = [entry for entry in entries if tags is None or entry.tags & set(tags)]

        def order(entry: Entry) -> tuple[int, int, float]:
            rank = min((at for at, tag in enumerate(tags or ()) if tag in entry.tags), default=0)
            return (self._uses[entry.text], rank, abs(entry.difficulty - self.wanted_difficulty))

        for entry in sorted(fitting, key=order):
            if self._uses[entry.text] >= MAX_USES:
                continue
            text = filled(entry.text, values)
            if self.distinct.add(text):
                self._uses[entry.text] += 1
                return text, entry.difficulty
        return None

    def cite(self, evidence: Evidence) -> None:
        """Remember that a question rests on `evidence`."""
        self._cited[evidence.text] += 1

    def least_cited(self, evidence: Iterable[Evidence]) -> list[Evidence]:
        """`evidence`, what fewest questions rest on first; otherwise in the order given."""
        return sorted(evidence, key=lambda one: self._cited[one.text])

    @property
    def stories(self) -> list[Evidence]:
        """What of the CV something can be told about: its statements; for want of these, its posts and degrees."""
        return self.candidate.statements or [one for one in self.candidate.evidence if one.kind == "head"]

    @property
    def wanted_difficulty(self) -> float:
        """The difficulty that suits the seniority."""
        return {1: 2.0, 2: 3.0, 3: 3.8}[self.level]

    def nearest(self, topic: Topic) -> Evidence | None:
        """The statement of the CV that comes closest to something it does not show."""
        statements = self.stories or list(self.candidate.evidence)
        about = topic.terms | frozenset(terms(topic.line))

        def distance(one: Evidence) -> tuple[int, int, bool]:
            shared = len(one.terms & about)
            alike = sum(_category(skill) == topic.category for skill in one.skills) if topic.category else 0
            # What other questions rest on already comes again only where it is much closer than the rest.
            return (self._cited[one.text] - alike - shared, one.age, not one.has_number)

        return min(statements, key=distance, default=None)


def filled(template: str, values: dict[str, str]) -> str:
    """`template` with `{name}` replaced; braces in values stay as they are."""
    parts: list[str] = []
    rest = template
    while rest:
        before, brace, after = rest.partition("{")
        parts.append(before)
        if not brace:
            break
        name, closing, rest = after.partition("}")
        parts.append(values.get(name, f"{{{name}}}") if closing else f"{{{after}")
        if not closing:
            break
    text = "".join(parts).strip()
    return text[:1].upper() + text[1:]


def _category(skill: str) -> str:
    known = load_lexicon().canonical(skill)
    return known.category if known is not None else ""
