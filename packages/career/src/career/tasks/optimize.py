"""`resume.optimize`: tailor a CV to an advert, inventing nothing."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from career.model import CareerModel, Id, LlmMode, Note, Unit
from career.resume import Resume
from longhaul.model.artifact import ArtifactRef
from longhaul.model.task import Task

Mode = Literal["conservative", "standard"]


class ResumeOptimizeArgs(CareerModel):
    """Which CV for which advert. `conservative` reorders and selects, `standard` may also rephrase with a model."""

    resume_id: Id
    posting_id: Id
    mode: Mode = "conservative"
    max_pages: int = Field(default=2, ge=1, le=4)
    llm: LlmMode = "auto"


class Change(CareerModel):
    """One difference to the original, and the words of the advert or CV that it rests on."""

    path: str
    op: Literal["reorder", "select", "rephrase", "rename_skill", "headline"]
    before: Any
    after: Any
    reason: str
    evidence: str | None = None


class Coverage(CareerModel):
    """The share of the advert's skills that the CV shows, before and after (0 to 1)."""

    before: Unit
    after: Unit


class ResumeOptimizeResult(CareerModel):
    """The tailored CV and every change to it.

    `unattainable` are requirements without any evidence in the CV. `truth_violations` is empty: a change that says
    more than the CV does is not made.
    """

    document_id: Id
    tailored: Resume
    changes: list[Change] = []
    keyword_coverage: Coverage
    unattainable: list[str] = []
    score_before: int = Field(ge=0, le=100)
    score_after: int = Field(ge=0, le=100)
    truth_violations: list[str] = []
    markdown: str
    artifacts: dict[str, ArtifactRef] = {}
    warnings: list[Note] = []


RESUME_OPTIMIZE: Task[ResumeOptimizeArgs, ResumeOptimizeResult] = Task(
    "resume.optimize",
    ResumeOptimizeArgs,
    ResumeOptimizeResult,
    priority=4,
    timeout_s=300,
    description="Tailor a CV to an advert, inventing nothing.",
)
