"""`candidates.search` on a real worker, whose children read the archive."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from career.records.candidates import CandidateRecords
from career.records.mails import MailStore
from career.tasks.candidates import CANDIDATES_SEARCH, CandidatesSearchResult
from longhaul.engine.handlers import Handler, HandlerRegistry
from longhaul.model.registry import TaskRegistry
from longhaul.model.states import Status
from longhaul.runtime import Core
from longhaul_worker.candidates.github_fetcher import GithubFetcher
from longhaul_worker.fetch.fetcher import Fetcher
from longhaul_worker.handlers.candidates_search import CandidatesSearch
from longhaul_worker.mail.mailer import Mailer
from longhaul_worker.mail.settings import MailSettings
from tests.engine.conftest import OWNER, Desk, open_desk, settings
from tests.worker.candidates.people import as_markdown, as_text, json_bytes
from tests.worker.candidates.pool import POOL
from tests.worker.candidates.setting import ROLE, NoModel, zipped
from tests.worker.fetch.serving import bare_tls

TASKS = TaskRegistry([CANDIDATES_SEARCH])
PRELOAD = ("longhaul_worker.candidates.child",)


def handlers(core: Core) -> HandlerRegistry:
    """The search, with nothing to fetch from and nothing to mail by."""
    records, mailer = CandidateRecords(core.database), Mailer(MailSettings.model_validate({}), MailStore(core.database))
    fetchers = Fetcher(tls=bare_tls()), GithubFetcher(tls=bare_tls())
    return HandlerRegistry([Handler(CANDIDATES_SEARCH, CandidatesSearch(records, *fetchers, mailer, NoModel()))])


@pytest.fixture
async def desk(mongo_uri: str, database_name: str) -> AsyncIterator[Desk]:
    """An API's runtime and a worker."""
    async with open_desk(settings(mongo_uri, database_name), TASKS, handlers, PRELOAD) as opened:
        await CandidateRecords(opened.api.core.database).ensure_indexes()
        yield opened


async def asked(desk: Desk, archive: bytes) -> str:
    """A search in the pool and an uploaded archive; the id of its job."""
    upload = await desk.api.core.artifacts.upload(
        OWNER, filename="cvs.zip", content_type="application/zip", source=archive
    )
    sources = [{"kind": "pool"}, {"kind": "archive", "artifact_id": upload.id}]
    return await desk.enqueue("candidates.search", query=ROLE, sources=sources)


async def test_an_archive_is_read_in_children_and_what_is_hostile_costs_nothing_else(desk: Desk) -> None:
    forms = (as_text, as_markdown)
    cvs = {f"{place:02}.txt": forms[place % 2](person).encode() for place, person in enumerate(POOL)}
    hostile = {
        "bomb.txt": b"\0" * 9_000_000,
        "cut.pdf": b"%PDF-1.4\n",
        "deep.json": b"[" * 100_000,
        "x.docx": b"PK\x03\x04",
    }

    job = await desk.ended(await asked(desk, zipped({**cvs, **hostile})))

    assert (Status.SUCCEEDED, None) == (job.status, job.error)
    result = CandidatesSearchResult.model_validate(job.result)
    assert ("Jana Keller", len(POOL), 4) == (result.candidates[0].name, result.counts.scored, result.counts.failed)
    assert {"report_html", "report_md", "report_csv", "cv_archive"} == {ref.kind for ref in job.artifacts}


async def test_a_search_is_cancelled_in_the_middle(desk: Desk) -> None:
    cvs = {f"{number}.json": json_bytes(POOL[number % 26]) + b" " * number for number in range(300)}
    job_id = await asked(desk, zipped(cvs))
    await desk.events(job_id, until="job.progress")

    await desk.api.core.client.cancel(OWNER, job_id)
    job = await desk.ended(job_id)

    assert Status.CANCELLED == job.status
