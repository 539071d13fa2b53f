"""All collections of the career desk on one database."""

from __future__ import annotations

from functools import cached_property

from career.records.adverts import AdvertStore
from career.records.applications import Applications
from career.records.candidates import SEARCHES, CandidateRecords, SearchRecord
from career.records.company_postings import CompanyPostings
from career.records.documents import PacketRecord, TailoredRecord, packet_records, tailored_records
from career.records.feeds import FeedStore
from career.records.llm_answers import LlmAnswers
from career.records.mails import MailStore
from career.records.match_runs import MatchRuns
from career.records.matches import MatchStore
from career.records.old_postings import OldPostings
from career.records.owned import OwnedRecords
from career.records.postings import PostingStore
from career.records.preparations import (
    CompanyReportRecord,
    InterviewRecord,
    company_report_records,
    interview_records,
)
from career.records.projects import ProjectRecord, project_records
from career.records.resumes import ResumeRecord, resume_records
from career.records.statistics import StatisticsStore
from longhaul.runtime import Core


class DeskRecords:
    """The stores, each made when first asked for; making one costs nothing."""

    def __init__(self, core: Core) -> None:
        self._core = core

    @cached_property
    def resumes(self) -> OwnedRecords[ResumeRecord]:
        """CVs."""
        return resume_records(self._core.database)

    @cached_property
    def postings(self) -> PostingStore:
        """Adverts."""
        return PostingStore(self._core.database)

    @cached_property
    def company_postings(self) -> CompanyPostings:
        """Adverts by their company."""
        return CompanyPostings(self._core.database)

    @cached_property
    def old_postings(self) -> OldPostings:
        """Adverts by when they were seen last."""
        return OldPostings(self._core.database)

    @cached_property
    def feeds(self) -> FeedStore:
        """Feeds."""
        return FeedStore(self._core.database)

    @cached_property
    def adverts(self) -> AdvertStore:
        """Adverts as the matcher reads them."""
        return AdvertStore(self._core.database)

    @cached_property
    def statistics(self) -> StatisticsStore:
        """How often terms occur in an owner's adverts."""
        return StatisticsStore(self._core.database)

    @cached_property
    def matches(self) -> MatchStore:
        """How well adverts suit CVs."""
        return MatchStore(self._core.database)

    @cached_property
    def match_runs(self) -> MatchRuns:
        """What runs of `match.recompute` set out to do."""
        return MatchRuns(self._core.database)

    @cached_property
    def documents(self) -> OwnedRecords[TailoredRecord]:
        """Tailored CVs."""
        return tailored_records(self._core.database)

    @cached_property
    def packets(self) -> OwnedRecords[PacketRecord]:
        """Application packets."""
        return packet_records(self._core.database)

    @cached_property
    def interviews(self) -> OwnedRecords[InterviewRecord]:
        """Prepared interviews."""
        return interview_records(self._core.database)

    @cached_property
    def research(self) -> OwnedRecords[CompanyReportRecord]:
        """Reports on companies."""
        return company_report_records(self._core.database)

    @cached_property
    def projects(self) -> OwnedRecords[ProjectRecord]:
        """Projects."""
        return project_records(self._core.database)

    @cached_property
    def candidates(self) -> CandidateRecords:
        """Candidates and what searches fetched."""
        return CandidateRecords(self._core.database)

    @cached_property
    def searches(self) -> OwnedRecords[SearchRecord]:
        """Candidate searches."""
        return OwnedRecords(self._core.database, SEARCHES, SearchRecord)

    @cached_property
    def mails(self) -> MailStore:
        """Mails that were sent."""
        return MailStore(self._core.database)

    @cached_property
    def llm_answers(self) -> LlmAnswers:
        """What language models answered."""
        return LlmAnswers(self._core.database)

    @cached_property
    def applications(self) -> Applications:
        """Applications."""
        return Applications(self._core)

    async def ensure_indexes(self) -> None:
        """Create the indexes of every collection. May be called again, also by several processes at once."""
        for store in (
            self.resumes,
            self.postings,
            self.old_postings,
            self.company_postings,
            self.feeds,
            self.adverts,
            self.statistics,
            self.matches,
            self.match_runs,
            self.documents,
            self.packets,
            self.interviews,
            self.research,
            self.projects,
            self.candidates,
            self.mails,
            self.llm_answers,
            self.applications,
        ):
            await store.ensure_indexes()
