"""Which handler does which task of the career desk: an explicit list."""

from __future__ import annotations

import os
from typing import Final

from career.records.desk import DeskRecords
from career.tasks.candidates import CANDIDATES_SEARCH
from career.tasks.every import EVERY
from career.tasks.feed import FEED_INGEST
from career.tasks.housekeeping import FEEDS_POLL, HOUSEKEEPING, MATCHES_REFRESH, RECORDS_PRUNE
from career.tasks.interview import INTERVIEW_GENERATE
from career.tasks.match import MATCH_RECOMPUTE, MATCH_SCORE
from career.tasks.optimize import RESUME_OPTIMIZE
from career.tasks.packet import PACKET_GENERATE
from career.tasks.posting import POSTING_EXTRACT
from career.tasks.project import PROJECT_REFRESH
from career.tasks.research import COMPANY_RESEARCH
from career.tasks.resume import RESUME_PARSE
from longhaul.engine.handlers import Handler, HandlerRegistry
from longhaul.model.registry import TaskRegistry
from longhaul.runtime import Core
from longhaul_worker.candidates.github_fetcher import GithubFetcher
from longhaul_worker.fetch.fetcher import Fetcher
from longhaul_worker.handlers.candidates_search import CandidatesSearch
from longhaul_worker.handlers.company_research import CompanyResearch
from longhaul_worker.handlers.feed_ingest import FeedIngest
from longhaul_worker.handlers.housekeeping import FeedsPoll, MatchesRefresh, RecordsPrune
from longhaul_worker.handlers.interview_generate import InterviewGenerate
from longhaul_worker.handlers.match_recompute import MatchRecompute
from longhaul_worker.handlers.match_score import MatchScore
from longhaul_worker.handlers.packet_generate import PacketGenerate
from longhaul_worker.handlers.posting_extract import PostingExtract
from longhaul_worker.handlers.project_refresh import ProjectRefresh
from longhaul_worker.handlers.resume_optimize import ResumeOptimize
from longhaul_worker.handlers.resume_parse import ResumeParse
from longhaul_worker.llm.models import Models
from longhaul_worker.llm.settings import LlmSettings
from longhaul_worker.mail.mailer import Mailer
from longhaul_worker.mail.settings import MailSettings
from longhaul_worker.matching.scoring import Scoring
from longhaul_worker.projects.address import RepositoryPolicy

TASKS: Final = TaskRegistry([*EVERY, *HOUSEKEEPING])

PRELOAD: Final = (
    "longhaul_worker.candidates.child",
    "longhaul_worker.companies.page",
    "longhaul_worker.companies.paper",
    "longhaul_worker.interviews.paper",
    "longhaul_worker.matching.batches",
    "longhaul_worker.postings.extract",
    "longhaul_worker.projects.plan_find",
    "longhaul_worker.projects.scan",
    "longhaul_worker.projects.skills",
    "longhaul_worker.resume.child",
    "longhaul_worker.resume.docx",
    "longhaul_worker.resume.pdf",
    "longhaul_worker.tailoring.running",
    "longhaul_worker.typesetting.making",
    "longhaul_worker.warm",
    "trafilatura",
    "typst",
)
"""Modules that child processes find imported, so that one starts in milliseconds; about 110 MB, shared by all."""


def build_handlers(core: Core) -> HandlerRegistry:
    """The handlers, on the worker's database, with the settings of the environment."""
    desk, environment = DeskRecords(core), os.environ
    fetcher = Fetcher.from_environment(environment)
    models = Models(LlmSettings(), desk.llm_answers)
    mailer = Mailer(MailSettings(), desk.mails)
    scoring = Scoring(desk.adverts, desk.statistics)
    policy = RepositoryPolicy.from_environment(environment)
    resumes, postings = desk.resumes, desk.postings
    return HandlerRegistry(
        [
            Handler(RESUME_PARSE, ResumeParse(resumes, models)),
            Handler(POSTING_EXTRACT, PostingExtract(postings, fetcher, models)),
            Handler(FEED_INGEST, FeedIngest(postings, desk.feeds, fetcher)),
            Handler(MATCH_SCORE, MatchScore(resumes, desk.matches, scoring, models)),
            Handler(MATCH_RECOMPUTE, MatchRecompute(resumes, desk.matches, desk.match_runs, scoring)),
            Handler(RESUME_OPTIMIZE, ResumeOptimize(resumes, postings, desk.documents, scoring, models)),
            Handler(
                COMPANY_RESEARCH,
                CompanyResearch(postings, desk.company_postings, resumes, desk.research, fetcher, models),
            ),
            Handler(PACKET_GENERATE, PacketGenerate(resumes, postings, desk.packets, models)),
            Handler(INTERVIEW_GENERATE, InterviewGenerate(postings, resumes, desk.interviews, models)),
            Handler(PROJECT_REFRESH, ProjectRefresh(desk.projects, policy, fetcher, models)),
            Handler(
                CANDIDATES_SEARCH,
                CandidatesSearch(desk.candidates, fetcher, GithubFetcher.from_environment(environment), mailer, models),
            ),
            Handler(FEEDS_POLL, FeedsPoll(desk.feeds, core.client)),
            Handler(MATCHES_REFRESH, MatchesRefresh(resumes, core.client)),
            Handler(RECORDS_PRUNE, RecordsPrune(desk.old_postings, desk.applications)),
        ]
    )


async def prepare(core: Core) -> None:
    """Build the indexes of the desk's own collections."""
    await DeskRecords(core).ensure_indexes()
