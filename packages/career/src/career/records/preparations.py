"""The collections `interviews` and `company_reports`: what was prepared for an owner's applications."""

from __future__ import annotations

from typing import Final

from career.model import CareerModel, Id, Unit
from career.records.owned import OwnedRecords
from career.tasks.interview import Question, StudyItem
from career.tasks.research import Company, Fact
from longhaul.model.artifact import ArtifactRef
from longhaul.mongo.driver import Database

INTERVIEWS: Final = "interviews"
COMPANY_REPORTS: Final = "company_reports"


class InterviewRecord(CareerModel):
    """The preparation for one interview, for one advert and one CV."""

    posting_id: Id
    resume_id: Id
    title: str
    company: str | None = None
    questions: list[Question]
    to_ask: list[str]
    study_plan: list[StudyItem]
    required_skill_coverage: Unit
    cheat_sheet_md: str
    artifacts: dict[str, ArtifactRef] = {}


class CompanyReportRecord(CareerModel):
    """What was found out about one company."""

    company: Company
    facts: list[Fact] = []
    open_jobs: list[Id] = []
    fit_notes: list[str] = []
    questions_to_ask: list[str] = []
    unknown: list[str] = []
    pages_read: int = 0
    report_md: str
    artifacts: dict[str, ArtifactRef] = {}


def interview_records(database: Database) -> OwnedRecords[InterviewRecord]:
    """The interviews. The key of one is the id of the job that prepared it."""
    return OwnedRecords(database, INTERVIEWS, InterviewRecord)


def company_report_records(database: Database) -> OwnedRecords[CompanyReportRecord]:
    """The reports on companies. The key of one is the id of the job that wrote it."""
    return OwnedRecords(database, COMPANY_REPORTS, CompanyReportRecord)
