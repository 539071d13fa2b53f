"""Chooses the questions of an interview: how many of each kind, that what is required is covered, and their order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from career.posting import Posting
from career.tasks.interview import Question, QuestionKind
from longhaul_worker.interviews.candidate import Evidence
from longhaul_worker.interviews.drafts import MAX_EVIDENCE, Desk, Draft
from longhaul_worker.interviews.grouping import grouped
from longhaul_worker.interviews.questions import (
    about_company,
    about_duty,
    about_gap,
    about_gaps,
    about_logistics,
    about_statement,
    about_topic,
    about_topics,
    behavioural,
    behavioural_about,
    opening,
)
from longhaul_worker.interviews.topics import Topic, shown_by, shows

CITED_SHARE: Final = 0.7
"""The share of questions that rest on the CV which is aimed at; at least 0.6 is promised where the CV says anything."""

_ORDER: Final[dict[QuestionKind, int]] = {
    "experience": 0, "technical": 1, "gap": 2, "behavioural": 3, "company": 4, "logistics": 5,
}  # fmt: skip
_OPENING: Final = "Most interviews begin with it."


@dataclass(frozen=True, slots=True)
class Mix:
    """How many questions of each kind; what is left goes to topics."""

    experience: int
    behavioural: int
    company: int
    logistics: int
    topics: int


def mix_of(n: int) -> Mix:
    """The mix of an interview of `n` questions."""
    company = 0 if n < 8 else 1 if n < 20 else 2 if n < 40 else 3
    logistics = 0 if n < 10 else 1 if n < 25 else 2 if n < 45 else 3
    behaviour = max(1, round(n * 0.14)) if n > 5 else 0
    experience = max(1, round(n * 0.25))
    return Mix(experience, behaviour, company, logistics, n - experience - behaviour - company - logistics)


@dataclass
class Composer:
    """Writes `n` questions for one advert and one CV, beginning with those given."""

    desk: Desk
    posting: Posting
    topics: Sequence[Topic]
    n: int
    drafts: list[Draft] = field(default_factory=list[Draft])

    def compose(self) -> list[Question]:
        """The questions in the order of an interview."""
        mix = mix_of(self.n)
        required = [topic for topic in self.topics if topic.rank == "required"]
        open_now = [topic for topic in required if topic.name not in self._covered]
        if len(open_now) <= mix.topics:
            self._cover(open_now, mix.topics)
            self._experience(mix.experience)
        else:
            self._experience(mix.experience)
            open_now = [topic for topic in required if topic.name not in self._covered]
            self._cover(open_now, self.n - len(self.drafts) - mix.behavioural - mix.company - mix.logistics)
        self._take(self._company(), mix.company)
        self._take(self._logistics(), mix.logistics)
        self._take(self._behavioural(), mix.behavioural)
        self._deepen()
        return _numbered(self.drafts[: self.n])

    @property
    def _covered(self) -> set[str]:
        return {name for draft in self.drafts for name in draft.topics}

    def _take(self, source: Iterator[Draft], count: int) -> int:
        """Add up to `count` drafts, as long as there is room; how many were added."""
        added = 0
        while added < count and len(self.drafts) < self.n:
            draft = next(source, None)
            if draft is None:
                break
            self.drafts.append(draft)
            added += 1
        return added

    def _cover(self, topics: Sequence[Topic], room: int) -> None:
        """Ask about `topics` with at most `room` questions, several in one where there are too many."""
        shown = {topic.name: shown_by(topic, self.desk.candidate) for topic in topics}
        have = [topic for topic in topics if shown[topic.name] is not None]
        lack = [topic for topic in topics if shown[topic.name] is None]
        for group in grouped(have, lack, max(room, 1)):
            evidence = next((found for topic in group if (found := shown[topic.name]) is not None), None)
            draft = self._about(group, evidence)
            if draft is not None and len(self.drafts) < self.n:
                self.drafts.append(draft)

    def _about(self, group: Sequence[Topic], evidence: Evidence | None) -> Draft | None:
        if evidence is None:
            return about_gap(self.desk, group[0]) if len(group) == 1 else about_gaps(self.desk, group)
        if len(group) == 1:
            return about_topic(self.desk, group[0], evidence)
        return about_topics(self.desk, group, evidence)

    def _experience(self, count: int) -> None:
        if self.n >= 12:
            self._take(iter([draft] if (draft := opening(self.desk)) is not None else []), 1)
            count -= 1
        self._take(self._statements(), count)

    def _statements(self) -> Iterator[Draft]:
        """Questions that quote the CV: first what covers most of what is open, then other frames."""
        statements = list(self.desk.candidate.statements)
        heads = [one for one in self.desk.candidate.evidence if one.kind == "head"]
        for pool in (statements, heads, statements, statements, heads):
            left = list(pool)
            while left:
                covered = self._covered
                open_now = [topic for topic in self.topics if topic.name not in covered]
                order = self.desk.least_cited(left)
                best = max(order, key=lambda one: _gain(one, open_now, self.topics))
                left.remove(best)
                draft = about_statement(self.desk, best, self.topics)
                if draft is not None:
                    yield draft

    def _behavioural(self) -> Iterator[Draft]:
        """Every other one quotes the CV, as long as the CV says enough."""
        told = iter(self.desk.least_cited(self.desk.candidate.statements))
        while True:
            evidence = next(told, None)
            about = behavioural_about(self.desk, evidence) if evidence is not None else None
            drafts = [draft for draft in (about, behavioural(self.desk)) if draft is not None]
            if not drafts:
                return
            yield from drafts

    def _company(self) -> Iterator[Draft]:
        yield from _until_none(lambda: about_company(self.desk, self.posting))

    def _logistics(self) -> Iterator[Draft]:
        yield from _until_none(lambda: about_logistics(self.desk, self.posting))

    def _deepen(self) -> None:
        """Fill up: welcome topics, duties, deeper questions on what is required, more of the CV, then the rest."""
        sources = [self._welcome(), self._duties(), self._deeper(), self._statements(), self._behavioural()]
        while len(self.drafts) < self.n and sources:
            for source in list(sources):
                wants_citation = self._cited_share() < CITED_SHARE
                if wants_citation and source is sources[-1] and len(sources) > 1:
                    continue
                if not self._take(source, 1):
                    sources.remove(source)
        self._take(self._company(), self.n)
        self._take(self._logistics(), self.n)

    def _welcome(self) -> Iterator[Draft]:
        for topic in self.topics:
            if topic.name in self._covered:
                continue
            evidence = shown_by(topic, self.desk.candidate)
            draft = self._about([topic], evidence)
            if draft is not None:
                yield draft

    def _duties(self) -> Iterator[Draft]:
        for duty in self.posting.responsibilities:
            if 3 <= len(duty.split()) <= 60 and (draft := about_duty(self.desk, duty)) is not None:
                yield draft

    def _deeper(self) -> Iterator[Draft]:
        """Once more about what the CV shows, topic after topic, until the bank has nothing new."""
        shown = [(topic, found) for topic in self.topics if (found := shown_by(topic, self.desk.candidate)) is not None]
        while True:
            drafts = [draft for topic, found in shown if (draft := about_topic(self.desk, topic, found)) is not None]
            if not drafts:
                return
            yield from drafts

    def _cited_share(self) -> float:
        return sum(draft.evidence is not None for draft in self.drafts) / max(len(self.drafts), 1)


def _gain(evidence: Evidence, open_now: Sequence[Topic], topics: Sequence[Topic]) -> tuple[int, int, int, int]:
    """How much a question about `evidence` is worth: what it covers, a figure, and how recent it is."""
    return (
        sum(shows(evidence, topic) for topic in open_now),
        sum(shows(evidence, topic) for topic in topics),
        evidence.has_number,
        -evidence.age,
    )


def _until_none(write: Callable[[], Draft | None]) -> Iterator[Draft]:
    while (draft := write()) is not None:
        yield draft


def _numbered(drafts: Sequence[Draft]) -> list[Question]:
    ordered = sorted(drafts, key=lambda draft: (draft.why != _OPENING, _ORDER[draft.kind], draft.difficulty))
    return [
        Question(
            id=f"q{number:02d}",
            kind=draft.kind,
            text=draft.text,
            why=draft.why,
            evidence=verbatim(draft.evidence.text) if draft.evidence is not None else None,
            outline=draft.outline,
            difficulty=draft.difficulty,
            topics=list(draft.topics),
        )
        for number, draft in enumerate(ordered, start=1)
    ]


def verbatim(text: str) -> str:
    """Words of the CV as they stand there; of very long ones the beginning."""
    if len(text) <= MAX_EVIDENCE:
        return text
    return text[:MAX_EVIDENCE].rsplit(" ", 1)[0]
