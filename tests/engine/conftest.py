"""A worker and an API's runtime in the test's own process, on a real mongod."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import pytest

from longhaul.model.event import Cursor, Event, Scope
from longhaul.model.job import Job
from longhaul.model.registry import TaskRegistry
from longhaul.model.settings import WorkerSettings
from longhaul.model.states import is_terminal
from longhaul.runtime import ApiRuntime, HandlerBuilder, WorkerRuntime, open_api, open_worker
from tests.support.following import events_until
from tests.support.tasks import TASKS, build_handlers

OWNER = "ada"


@dataclass
class Desk:
    """An API and a worker, and what tests ask of them."""

    api: ApiRuntime
    worker: WorkerRuntime

    async def enqueue(self, task: str, **args: Any) -> str:
        """Ask for a job and give its id."""
        return (await self.api.core.client.enqueue(task, args, owner=OWNER)).job.id

    async def job(self, job_id: str) -> Job:
        """The job as it is stored."""
        return await self.api.core.requests.get(OWNER, job_id)

    async def events(self, job_id: str, *, until: str) -> list[Event]:
        """The job's events from the beginning until the first of type `until`, as a stream delivers them."""
        return await events_until(self.api, OWNER, job_id, until)

    async def ended(self, job_id: str) -> Job:
        """Wait until the job has ended, by its events, and give it."""
        subscription = await self.api.hub.subscribe(Scope(OWNER, job_id=job_id), Cursor(0, 0))
        async with asyncio.timeout(60):
            async for _ in subscription:
                job = await self.job(job_id)
                if is_terminal(job.status):
                    return job
        raise AssertionError("the stream ended")


def settings(uri: str, name: str, **more: Any) -> WorkerSettings:
    """Settings of a test's processes."""
    return WorkerSettings.model_validate(
        {"mongodb_uri": uri, "mongodb_database": name, "LONGHAUL_GRACE_S": 0.0, "LONGHAUL_CONCURRENCY": 4, **more}
    )


@asynccontextmanager
async def open_desk(
    chosen: WorkerSettings,
    tasks: TaskRegistry = TASKS,
    handlers: HandlerBuilder = build_handlers,
    preload: Sequence[str] = ("tests.support.tasks",),
) -> AsyncGenerator[Desk]:
    """An API's runtime and a running worker with these settings."""
    async with (
        open_api(chosen, tasks) as api,
        open_worker(chosen, tasks, handlers, preload=preload) as worker,
    ):
        working = asyncio.create_task(worker.supervisor.run(signals=False))
        yield Desk(api, worker)
        worker.supervisor.shut_down()
        await working


@pytest.fixture
async def desk(mongo_uri: str, database_name: str) -> AsyncIterator[Desk]:
    """A desk on the session's replica set."""
    async with open_desk(settings(mongo_uri, database_name)) as opened:
        yield opened
