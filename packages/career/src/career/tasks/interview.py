"""`interview.generate`: prepare an interview from an advert and a CV."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from career.model import CareerModel, Id, LlmMode, Note, Unit
from longhaul.model.artifact import ArtifactRef
from longhaul.model.task import Task

QuestionKind = Literal["technical", "behavioural", "experience", "gap", "company", "logistics"]


class InterviewGenerateArgs(CareerModel):
    """For which advert and which CV, and how many questions."""

    posting_id: Id
    resume_id: Id
    n: int = Field(default=20, ge=5, le=60)
    llm: LlmMode = "auto"


class Outline(CareerModel):
    """An answer in four parts, filled from the CV where it says something."""

    situation: str = ""
    task: str = ""
    action: str = ""
    result: str = ""


class Question(CareerModel):
    """A question: `why` is the requirement it is about, `evidence` the words of the CV it builds on."""

    id: str
    kind: QuestionKind
    text: str
    why: str
    evidence: str | None = None
    outline: Outline = Outline()
    difficulty: int = Field(ge=1, le=5)
    topics: list[str] = []


class StudyItem(CareerModel):
    """What to brush up: a skill the advert asks for, why, how long, and in which steps."""

    skill: str
    gap: str
    hours: int = Field(ge=1)
    steps: list[str]


class InterviewGenerateResult(CareerModel):
    """The questions, what to ask back, and what to study."""

    interview_id: Id
    questions: list[Question]
    to_ask: list[str]
    study_plan: list[StudyItem]
    required_skill_coverage: Unit
    cheat_sheet_md: str
    artifacts: dict[str, ArtifactRef] = {}
    warnings: list[Note] = []


INTERVIEW_GENERATE: Task[InterviewGenerateArgs, InterviewGenerateResult] = Task(
    "interview.generate",
    InterviewGenerateArgs,
    InterviewGenerateResult,
    timeout_s=180,
    description="Prepare an interview: questions with outlines, what to ask, what to study.",
)
