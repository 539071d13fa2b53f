"""The whole preparation for one interview, from an advert and a CV, without a model or a network."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from career.posting import Posting
from career.resume import Resume
from career.tasks.interview import Question
from longhaul_worker.interviews.bank import load_bank
from longhaul_worker.interviews.candidate import Candidate
from longhaul_worker.interviews.compose import Composer
from longhaul_worker.interviews.drafts import Desk, Draft
from longhaul_worker.interviews.overlooked import with_overlooked
from longhaul_worker.interviews.preparing import questions_to_ask, study_plan
from longhaul_worker.interviews.sheets import Preparation, cheat_sheet
from longhaul_worker.interviews.suggestions import SHARE, Suggestions, accepted
from longhaul_worker.interviews.topics import Topic, shown_by, topics_of
from longhaul_worker.matching.requirements import Requirements, requirements_of

_SENIOR_WORDS = ("senior", "lead", "head", "principal", "chief", "director", "manager", "leit", "staff")
_JUNIOR_WORDS = ("junior", "trainee", "apprentice", "intern", "graduate", "entry", "werkstudent", "azubi", "assistant")


@dataclass(frozen=True)
class Case:
    """An advert and a CV, looked at together."""

    posting: Posting
    requirements: Requirements
    candidate: Candidate
    topics: Sequence[Topic]

    @property
    def required(self) -> list[Topic]:
        """The topics that are required."""
        return [topic for topic in self.topics if topic.rank == "required"]

    @property
    def missing(self) -> list[Topic]:
        """What is required and not shown by the CV."""
        return [topic for topic in self.required if shown_by(topic, self.candidate) is None]


def case_of(posting: Posting, resume: Resume, text: str) -> Case:
    """The case of an advert and a CV; `text` is the CV's text in reading order, perhaps empty."""
    requirements = with_overlooked(posting, requirements_of(posting))
    return Case(posting, requirements, Candidate(resume, text), topics_of(posting, requirements))


def prepare(case: Case, n: int, suggestions: Suggestions | None = None, cv_text: str = "") -> Preparation:
    """`n` questions with outlines, what to study, what to ask and a cheat sheet. The same input gives the same.

    Of `suggestions`, what a model proposed, one question in five at most is taken.
    """
    bank = load_bank()
    desk = Desk(bank, case.candidate, level_of(case))
    proposed: list[Draft] = []
    if suggestions is not None:
        proposed = accepted(suggestions, case.topics, desk, n // SHARE, cv_text)
    questions = Composer(desk, case.posting, case.topics, n, proposed).compose()
    to_ask = questions_to_ask(bank, case.posting, case.topics, case.candidate)
    return Preparation(
        posting=case.posting,
        questions=questions,
        to_ask=to_ask,
        study_plan=study_plan(bank, case.topics, case.candidate),
        cheat_sheet_md=cheat_sheet(case.posting, case.topics, case.candidate, to_ask),
    )


def coverage(case: Case, questions: Sequence[Question]) -> float:
    """The share of what is required that some question is about; 1 where nothing is required."""
    required = {topic.name for topic in case.required}
    if not required:
        return 1.0
    covered = {name for question in questions for name in question.topics}
    return round(len(required & covered) / len(required), 4)


def level_of(case: Case) -> int:
    """The seniority of the post, 1 to 3, by its title, the years it asks for, and those of the CV."""
    title = f"{case.posting.title} {case.posting.seniority or ''}".casefold()
    if any(word in title for word in _JUNIOR_WORDS):
        return 1
    if any(word in title for word in _SENIOR_WORDS):
        return 3
    asked = case.requirements.min_years
    years = asked if asked is not None else case.candidate.years
    if years is None:
        return 2
    return 1 if years < 2 else 2 if years < 6 else 3
