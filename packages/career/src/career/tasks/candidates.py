"""`candidates.search`: gather CVs, rank them for a role, and mail the report."""

from __future__ import annotations

from datetime import timedelta
from typing import Literal, Self

from pydantic import AnyHttpUrl, EmailStr, Field, model_validator

from career.model import CareerModel, Id, LlmMode, Note
from longhaul.model.artifact import ArtifactRef
from longhaul.model.task import Task

SourceKind = Literal["pool", "archive", "url_list", "jsonresume", "github"]


class CandidateSource(CareerModel):
    """Where CVs come from: the owner's own (`pool`), an uploaded zip (`archive`), addresses of files (`url_list`) or of
    JSON Resumes (`jsonresume`), or GitHub's user search (`github`, with `query`).
    """

    kind: SourceKind
    artifact_id: Id | None = None
    urls: list[AnyHttpUrl] = Field(default=[], max_length=200)
    query: str | None = Field(default=None, max_length=200)

    @model_validator(mode="after")
    def _has_what_it_needs(self) -> Self:
        needs = {
            "archive": ("artifact_id", self.artifact_id),
            "url_list": ("urls", self.urls),
            "jsonresume": ("urls", self.urls),
            "github": ("query", self.query),
        }
        if self.kind in needs:
            name, value = needs[self.kind]
            if not value:
                raise ValueError(f"a source of kind {self.kind} needs {name}")
        return self


class CandidateQuery(CareerModel):
    """The role: its title and what it takes."""

    title: str = Field(min_length=1, max_length=200)
    skills_required: list[str] = Field(default=[], max_length=50)
    skills_nice: list[str] = Field(default=[], max_length=50)
    location: str | None = Field(default=None, max_length=200)
    remote_ok: bool = True
    min_years: float | None = Field(default=None, ge=0, le=60)


class CandidatesSearchArgs(CareerModel):
    """The role, where to look, how many to keep, and whom to mail the report (allowed addresses only)."""

    query: CandidateQuery
    sources: list[CandidateSource] = Field(min_length=1, max_length=5)
    limit: int = Field(default=50, ge=1, le=500)
    notify: list[EmailStr] = Field(default=[], max_length=5)
    llm: LlmMode = "auto"


class Candidate(CareerModel):
    """One person, ranked. `duplicate_of` names the CV of the same person that is ranked instead."""

    resume_id: Id
    name: str | None = None
    headline: str | None = None
    score: int = Field(ge=0, le=100)
    matched: list[str] = []
    missing: list[str] = []
    source: str
    source_url: str | None = None
    duplicate_of: Id | None = None


class CandidateCounts(CareerModel):
    """How many CVs were found, fetched, read, scored, and could not be."""

    found: int = 0
    downloaded: int = 0
    parsed: int = 0
    scored: int = 0
    duplicates: int = 0
    failed: int = 0


class EmailReport(CareerModel):
    """What became of the report's mail, by recipient."""

    message_ids: dict[str, str] = {}
    accepted: list[str] = []
    refused: list[str] = []
    unknown: list[str] = []


class CandidatesSearchResult(CareerModel):
    """The candidates, best first, and the report."""

    search_id: Id
    candidates: list[Candidate]
    counts: CandidateCounts
    report: ArtifactRef
    email: EmailReport | None = None
    artifacts: dict[str, ArtifactRef] = {}
    warnings: list[Note] = []


CANDIDATES_SEARCH: Task[CandidatesSearchArgs, CandidatesSearchResult] = Task(
    "candidates.search",
    CandidatesSearchArgs,
    CandidatesSearchResult,
    timeout_s=1800,
    retention=timedelta(days=30),
    description="Gather CVs, rank them for a role, and mail the report.",
)
