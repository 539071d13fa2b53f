"""`company.research`: what is known of a company, each claim with its source."""

from __future__ import annotations

from datetime import datetime

from pydantic import AnyHttpUrl, Field

from career.model import CareerModel, Id, LlmMode, Note
from longhaul.model.artifact import ArtifactRef
from longhaul.model.task import Task


class CompanyResearchArgs(CareerModel):
    """Which company; with its own site (`url`) up to `max_pages` pages of it are read."""

    company: str = Field(min_length=1, max_length=200)
    url: AnyHttpUrl | None = None
    posting_id: Id | None = None
    resume_id: Id | None = None
    max_pages: int = Field(default=8, ge=0, le=20)
    llm: LlmMode = "auto"


class Fact(CareerModel):
    """A claim with its source: an address or `posting:<id>`, and the words it rests on."""

    claim: str
    source: str
    quote: str
    retrieved_at: datetime


class Company(CareerModel):
    """What the sources say of the company; empty where they say nothing."""

    name: str
    legal_name: str | None = None
    url: str | None = None
    description: str | None = None
    industry: str | None = None
    size_hint: str | None = None
    founded: str | None = None
    locations: list[str] = []
    products: list[str] = []
    tech_stack: list[str] = []
    socials: list[str] = []
    careers_url: str | None = None


class CompanyResearchResult(CareerModel):
    """The report. `unknown` names what no source says."""

    document_id: Id
    company: Company
    facts: list[Fact] = []
    open_jobs: list[Id] = []
    fit_notes: list[str] = []
    questions_to_ask: list[str] = []
    unknown: list[str] = []
    pages_read: int = 0
    report_md: str
    artifacts: dict[str, ArtifactRef] = {}
    warnings: list[Note] = []


COMPANY_RESEARCH: Task[CompanyResearchArgs, CompanyResearchResult] = Task(
    "company.research",
    CompanyResearchArgs,
    CompanyResearchResult,
    timeout_s=600,
    description="Gather what is known of a company, each claim with its source.",
)
