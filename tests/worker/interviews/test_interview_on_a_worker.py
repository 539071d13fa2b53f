"""`interview.generate` and `company.research` on a real worker, whose children work under limits."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from career.records.company_postings import CompanyPostings
from career.records.postings import PostingStore
from career.records.preparations import company_report_records, interview_records
from career.records.resumes import ResumeRecord, resume_records
from career.tasks.interview import INTERVIEW_GENERATE, InterviewGenerateResult
from career.tasks.research import COMPANY_RESEARCH, CompanyResearchResult
from longhaul.engine.handlers import Handler, HandlerRegistry
from longhaul.model.registry import TaskRegistry
from longhaul.model.states import Status
from longhaul.runtime import Core
from longhaul_worker.fetch.fetcher import Fetcher
from longhaul_worker.handlers.company_research import CompanyResearch
from longhaul_worker.handlers.interview_generate import InterviewGenerate
from longhaul_worker.llm.models import Models
from longhaul_worker.llm.settings import LlmSettings
from tests.engine.conftest import OWNER, Desk, open_desk, settings
from tests.worker.companies.sites import advert, parcelwise
from tests.worker.fetch.serving import bare_tls, serving
from tests.worker.interviews.cases import examples
from tests.worker.llm.serving import RememberedAnswers

TASKS = TaskRegistry([INTERVIEW_GENERATE, COMPANY_RESEARCH])
PRELOAD = ("longhaul_worker.companies.page", "longhaul_worker.interviews.paper")


def handlers(core: Core) -> HandlerRegistry:
    """Both handlers, without a model."""
    database = core.database
    models = Models(LlmSettings(_env_file=None), RememberedAnswers())  # pyright: ignore[reportCallIssue]
    postings, resumes = PostingStore(database), resume_records(database)
    fetcher = Fetcher(allow_private=True, tls=bare_tls())
    reports = company_report_records(database)
    return HandlerRegistry(
        [
            Handler(INTERVIEW_GENERATE, InterviewGenerate(postings, resumes, interview_records(database), models)),
            Handler(
                COMPANY_RESEARCH,
                CompanyResearch(postings, CompanyPostings(database), resumes, reports, fetcher, models),
            ),
        ]
    )


@pytest.fixture
async def desk(mongo_uri: str, database_name: str) -> AsyncIterator[Desk]:
    """An API's runtime and a worker."""
    async with open_desk(settings(mongo_uri, database_name), TASKS, handlers, PRELOAD) as opened:
        yield opened


async def test_an_interview_is_prepared_with_its_files(desk: Desk) -> None:
    database, example = desk.api.core.database, examples()[0]
    postings, resumes = PostingStore(database), resume_records(database)
    await postings.upsert(OWNER, [example.posting])
    record = ResumeRecord(resume=example.resume, text=example.text, confidence_score=1)
    resume_id = await resumes.put(OWNER, "cv", record)
    posting_id = (await postings.list(OWNER))[0].id

    job = await desk.ended(await desk.enqueue("interview.generate", posting_id=posting_id, resume_id=resume_id, n=60))

    assert (job.status, job.error) == (Status.SUCCEEDED, None)
    result = InterviewGenerateResult.model_validate(job.result)
    assert 60 == len(result.questions)
    assert sorted(ref.kind for ref in job.artifacts) == sorted(result.artifacts)


async def test_a_company_is_researched_on_its_site(desk: Desk) -> None:
    await PostingStore(desk.api.core.database).upsert(OWNER, [advert(1)])
    async with serving() as site:
        parcelwise(site)
        job = await desk.ended(await desk.enqueue("company.research", company="Parcelwise", url=site.url()))

    assert (job.status, job.error) == (Status.SUCCEEDED, None)
    result = CompanyResearchResult.model_validate(job.result)
    assert (4, "Parcelwise GmbH") == (result.pages_read, result.company.legal_name)
    assert sorted(ref.kind for ref in job.artifacts) == sorted(result.artifacts)
