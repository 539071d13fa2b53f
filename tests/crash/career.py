"""Jobs of the career desk whose workers die just before each step is remembered, and what is left of them."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bson import ObjectId
from scripts.demo.inputs import cv_pdf
from scripts.demo.inputs.repository import FILES
from scripts.demo.serving import Mailbox, Page, git_server, mailbox, make_repository, site

from career.posting import JobPlace, Organization, Posting
from career.records.desk import DeskRecords
from career.records.projects import ProjectRecord, new_project_id
from career.records.resumes import ResumeRecord
from longhaul.model.job import Job
from longhaul.model.registry import TaskRegistry
from longhaul.model.task import AnyTask
from longhaul.runtime import ApiRuntime, open_api
from longhaul_worker.registry import TASKS
from longhaul_worker.resume.parse import parse_resume
from tests.engine.conftest import settings
from tests.support.following import events_until
from tests.support.processes import worker_process

OWNER = "ada"
RECRUITER = "recruiter@example.org"
MODULE = "tests.support.career_worker"
TUNED = {"LONGHAUL_LEASE_S": "12", "LONGHAUL_GRACE_S": "1", "ALLOW_PRIVATE_FETCH": "1"}
"""Who lives keeps its lease also where the machine stalls: that would be one more attempt. `_bury` ends the others."""
_SIDE_BY_SIDE = 2

ADVERT = Posting(
    title="Backend Engineer",
    hiringOrganization=Organization(name="Lantern Freight"),
    jobLocation=[JobPlace(raw="Lisbon, Portugal")],
    description_text="We plan routes.\n\nRequirements\n- 5 years of Python\n- MongoDB\n\nNice to have\n- Kafka\n",
    posting_key="lf-1",
    content_hash="lf-1",
)
Ask = Callable[[int], Awaitable[dict[str, Any]]]
"""Makes the arguments of the job with this number."""


@dataclass
class Desk:
    """A database with a CV, an advert and a repository, and the world around."""

    api: ApiRuntime
    uri: str
    database: str
    mails: Mailbox
    pages: dict[str, Page]
    fetched: Counter[str]
    site_url: str
    repository_url: str
    resume_id: str = ""
    posting_id: str = ""
    jobs: dict[str, int] = field(default_factory=dict[str, int])

    @property
    def records(self) -> DeskRecords:
        """The desk's collections."""
        return DeskRecords(self.api.core)

    async def kill_at_each_step(self, task: AnyTask, ask: Ask) -> list[Job]:
        """Run `task` once undisturbed, then once for each of its steps with a worker that dies before it remembers it.

        The jobs at their ends, the undisturbed first; the number of deaths is that of the steps.
        """
        first = await self._enqueue(task, await ask(0), 0)
        with self._worker([0]):
            await self._ended(first)
        steps = len((await self.job(first)).steps)
        assert steps > 0
        numbers = range(1, steps + 1)
        limit = asyncio.Semaphore(_SIDE_BY_SIDE)

        async def die(number: int) -> str:
            async with limit:
                job_id = await self._enqueue(task, await ask(number), number)
                with self._worker([number], TEST_CRASH=f"keeping:{number}") as worker:
                    status = await asyncio.to_thread(worker.wait, 60)
                assert status == -9, f"the worker did not die at step {number}"
                await self._bury(job_id)
                return job_id

        killed = await asyncio.gather(*(die(number) for number in numbers))
        with self._worker(numbers):
            await asyncio.gather(*(self._ended(job_id) for job_id in killed))
        return [await self.job(job_id) for job_id in (first, *killed)]

    async def job(self, job_id: str) -> Job:
        """A job as it is stored."""
        return await self.api.core.requests.get(OWNER, job_id)

    async def upload(self, filename: str, data: bytes) -> str:
        """Store a file of the owner; its id."""

        async def pieces() -> AsyncIterator[bytes]:
            yield data

        artifacts = self.api.core.artifacts
        ref = await artifacts.upload(OWNER, filename=filename, content_type="application/octet-stream", source=pieces())
        return ref.id

    def _worker(self, numbers: Any, **more: str) -> Any:
        queues = ",".join(f"kill-{number}" for number in numbers)
        mail = self.mails.environment(RECRUITER)
        return worker_process(self.uri, self.database, MODULE, LONGHAUL_QUEUES=queues, **TUNED, **mail, **more)

    async def _enqueue(self, task: AnyTask, args: dict[str, Any], number: int) -> str:
        await self.api.core.collections.limits.delete_many({})  # so many refreshes in so short a time are not allowed
        enqueued = await self.api.core.client.enqueue(task, args, owner=OWNER, queue=f"kill-{number}")
        return enqueued.job.id

    async def _bury(self, job_id: str) -> None:
        """Let the lease of a worker that is dead be over now; whoever looks next takes the job."""
        over = {"lease.expires_at": datetime(2000, 1, 1, tzinfo=UTC)}
        buried = await self.api.core.collections.jobs.update_one({"_id": ObjectId(job_id)}, {"$set": over})
        assert buried.modified_count == 1

    async def _ended(self, job_id: str) -> None:
        await events_until(self.api, OWNER, job_id, "job.completed", timeout_s=180)


@asynccontextmanager
async def desk(uri: str, database: str, directory: Path) -> AsyncGenerator[Desk]:
    """A desk on an empty database for the length of a block."""
    fetched: Counter[str] = Counter()
    pages: dict[str, Page] = {}
    with ExitStack() as around:
        site_url = around.enter_context(site(pages, fetched))
        make_repository(directory / "git" / "quayside", FILES)
        git_url = around.enter_context(git_server(directory / "git"))
        mails = around.enter_context(mailbox())
        async with open_api(settings(uri, database), TaskRegistry([*TASKS])) as api:
            records = DeskRecords(api.core)
            await records.ensure_indexes()
            made = Desk(api, uri, database, mails, pages, fetched, site_url, f"{git_url}/quayside")
            parsed = parse_resume(cv_pdf())
            cv = ResumeRecord(resume=parsed.resume, text=parsed.text, confidence_score=parsed.confidence_score)
            made.resume_id = await records.resumes.put(OWNER, "cv", cv)
            await records.postings.upsert(OWNER, [ADVERT])
            made.posting_id = (await records.postings.list(OWNER))[0].id
            yield made


async def new_project(made: Desk) -> str:
    """A project on the desk's repository; its id."""
    project_id = new_project_id()
    await made.records.projects.put(OWNER, project_id, ProjectRecord(repo_url=made.repository_url))
    return project_id
