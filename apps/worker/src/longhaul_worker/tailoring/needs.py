"""What an advert asks for, as the tailoring weighs it: lines with skills, each required or welcome."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from career.posting import Posting
from career.resume import Resume, Work
from longhaul_worker.matching.common_words import EVERYDAY
from longhaul_worker.matching.mentions import skills_in
from longhaul_worker.matching.requirements import Requirements
from longhaul_worker.matching.words import stem, terms

REQUIRED: Final = 1.0
WELCOME: Final = 0.5
_SKILL: Final = 3.0
_MOST_BY_WORDS: Final = 3.0
_TITLE_WORD: Final = 0.4
_EVERYDAY: Final = frozenset(stem(word) for word in EVERYDAY.split())


@dataclass(frozen=True, slots=True)
class Need:
    """One line of the advert, the skills it names, and how much it counts (`REQUIRED` or `WELCOME`)."""

    text: str
    skills: tuple[str, ...]
    weight: float


def needs_of(requirements: Requirements) -> list[Need]:
    """The lines of the advert, required ones first."""
    required = [Need(one.text, tuple(one.skills), REQUIRED) for one in requirements.required]
    return required + [Need(one.text, tuple(one.skills), WELCOME) for one in requirements.nice]


def telling(text: str) -> frozenset[str]:
    """The stems of `text` that say something of the work: no everyday words of adverts."""
    return frozenset(term for term in terms(text) if term not in _EVERYDAY)


class Relevance:
    """How well a text of the CV answers an advert. The same text always gets the same figure."""

    def __init__(self, title: str, needs: list[Need]) -> None:
        self.needs = needs
        self._title = telling(title)
        self._words = [telling(need.text) for need in needs]
        self._skills: dict[str, float] = {}
        for need in needs:
            for skill in need.skills:
                self._skills[skill] = max(self._skills.get(skill, 0.0), need.weight)
        self._compounds = compounds(self._skills)

    @classmethod
    def of_posting(cls, posting: Posting, requirements: Requirements) -> Relevance:
        """The relevance to one advert."""
        return cls(posting.title, needs_of(requirements))

    def of(self, text: str) -> float:
        """0 where `text` answers nothing of the advert; skills count most, then words it shares with a line."""
        said = telling(text)
        by_skills = sum(_SKILL * self._skills.get(skill, 0.0) for skill in self.skills_in(text))
        by_words = max(
            (need.weight * len(said & words) for need, words in zip(self.needs, self._words, strict=True)), default=0.0
        )
        return by_skills + min(by_words, _MOST_BY_WORDS) + _TITLE_WORD * len(said & self._title)

    def skills_in(self, text: str) -> set[str]:
        """The skills that `text` names, those of the advert also as a part of a compound ("PostgreSQL-Datenbanken")."""
        return {*skills_in(text), *(found[0] for found in self._compounds.finditer(text))}

    def of_skill(self, name: str) -> float:
        """How much the skill with this canonical name counts; 0 where the advert does not ask for it."""
        return self._skills.get(name, 0.0)

    def answered_by(self, text: str) -> Need | None:
        """The line of the advert that `text` answers best, or None where it answers none."""
        said, skills = telling(text), self.skills_in(text)
        best: tuple[float, Need] | None = None
        for need, words in zip(self.needs, self._words, strict=True):
            shared = _SKILL * len(skills & set(need.skills)) + len(said & words)
            points = need.weight * shared
            if points > 0 and (best is None or points > best[0]):
                best = (points, need)
        return best[1] if best is not None else None


def by_recency(posts: Sequence[Work]) -> list[int]:
    """The places of the posts in the list, the present and latest ones first; those without dates keep their order."""

    def end(index: int) -> str:
        post = posts[index]
        return "9999" if post.current else post.endDate or post.startDate or ""

    return sorted(range(len(posts)), key=end, reverse=True)


def compounds(skills: Iterable[str]) -> re.Pattern[str]:
    """Finds each of `skills` as the first part of a word with a dash, in just these capitals."""
    names = sorted((re.escape(skill) for skill in skills if len(skill) > 2), key=len, reverse=True)
    return re.compile(rf"(?<![\w+#.-])(?:{'|'.join(names) or '(?!)'})(?=-\w)")


def texts_of(resume: Resume) -> list[str]:
    """Everything the CV says of the person's work: what is searched for evidence."""
    basics = resume.basics
    texts = [basics.label, basics.summary]
    for post in resume.work:
        texts += [post.position, post.name, post.summary, *post.highlights]
    for volunteered in resume.volunteer:
        texts += [volunteered.position, volunteered.organization, volunteered.summary, *volunteered.highlights]
    for project in resume.projects:
        texts += [project.name, project.description, *project.highlights]
    for study in resume.education:
        texts += [study.studyType, study.area, study.institution, *study.courses]
    texts += [keyword for group in resume.skills for keyword in group.keywords]
    texts += [one.name for one in resume.certificates] + [one.title for one in resume.awards]
    texts += [one.name for one in resume.publications]
    texts += [f"{one.language} {one.fluency or ''}" for one in resume.languages]
    texts += [section.text for section in resume.x_parse.unparsed]
    return [text for text in texts if text]
