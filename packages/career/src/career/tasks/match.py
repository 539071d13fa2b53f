"""`match.score` and `match.recompute`: how well a CV fits an advert, and a CV against all adverts."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

from pydantic import AliasChoices, Field, field_validator

from career.model import CareerModel, Id, LlmMode, Note, Unit
from longhaul.model.artifact import ArtifactRef
from longhaul.model.task import Task

Part = Literal["title", "skills", "text", "seniority", "location", "employment"]


class MatchScoreArgs(CareerModel):
    """Which CV and which advert. `weights` change how much each part counts; those left out keep their default."""

    resume_id: Id
    posting_id: Id
    weights: dict[Part, float] | None = None
    llm: LlmMode = "auto"

    @field_validator("weights")
    @classmethod
    def _not_negative(cls, weights: dict[Part, float] | None) -> dict[Part, float] | None:
        if weights is not None and (
            any(not 0 <= value <= 10 for value in weights.values()) or not any(weights.values())
        ):
            raise ValueError("weights are numbers from 0 to 10, and one at least is above 0")
        return weights


class Evidence(CareerModel):
    """The words of the CV that a requirement of the advert rests on."""

    requirement: str
    resume_span: str


class MatchScoreResult(CareerModel):
    """The score, 0 to 100, what it is made of (each part 0 to 1), and why.

    `exact` is the unrounded score; `match.recompute` gives the same for the pair as long as `scorer_version` and
    `statistics_version` are the same.
    """

    score: int = Field(ge=0, le=100)
    exact: float = Field(ge=0, le=100)
    breakdown: dict[Part, Unit]
    matched_skills: list[str] = []
    missing_required: list[str] = []
    missing_nice: list[str] = []
    evidence: list[Evidence] = []
    explanation: str
    scorer_version: str
    statistics_version: str
    embedding: str
    warnings: list[Note] = []


class MatchRecomputeArgs(CareerModel):
    """Which CV; only adverts changed since the last run, or since `changed_since`, unless `full`."""

    resume_id: Id = Field(validation_alias=AliasChoices("resume_id", "profile_id"))
    full: bool = False
    changed_since: datetime | None = None
    top_k: int = Field(default=200, ge=1, le=1000)


class TopMatch(CareerModel):
    """One of the best adverts for the CV."""

    posting_id: Id
    title: str
    company: str | None = None
    score: int = Field(ge=0, le=100)


class MatchRecomputeResult(CareerModel):
    """How many adverts were scored and what changed; `top` has the best twenty."""

    scored: int = 0
    inserted: int = 0
    updated: int = 0
    removed: int = 0
    embedded: int = 0
    top: list[TopMatch] = []
    scorer_version: str
    statistics_version: str
    artifacts: dict[str, ArtifactRef] = {}
    duration_s: float = Field(ge=0)


MATCH_SCORE: Task[MatchScoreArgs, MatchScoreResult] = Task(
    "match.score",
    MatchScoreArgs,
    MatchScoreResult,
    priority=4,
    timeout_s=120,
    description="Score a CV against an advert and say why.",
)

MATCH_RECOMPUTE: Task[MatchRecomputeArgs, MatchRecomputeResult] = Task(
    "match.recompute",
    MatchRecomputeArgs,
    MatchRecomputeResult,
    priority=7,
    timeout_s=900,
    concurrency_per_owner=1,
    retention=timedelta(days=3),
    description="Score a CV against every advert that is new or has changed.",
)
