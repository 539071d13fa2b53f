"""An API's runtime in the test's process; the workers are processes that get killed."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest

from longhaul.model.event import Event
from longhaul.model.job import Job
from longhaul.runtime import ApiRuntime, open_api
from tests.engine.conftest import settings
from tests.support.following import events_until
from tests.support.tasks import TASKS

OWNER = "ada"


@dataclass
class Watch:
    """Enqueues jobs and follows their events as a browser does."""

    api: ApiRuntime
    uri: str
    database: str

    async def enqueue(self, task: str, **args: Any) -> str:
        """Ask for a job and give its id."""
        return (await self.api.core.client.enqueue(task, args, owner=OWNER)).job.id

    async def job(self, job_id: str) -> Job:
        """The job as it is stored."""
        return await self.api.core.requests.get(OWNER, job_id)

    async def events(self, job_id: str, *, until: str, count: int = 1, timeout_s: float = 60.0) -> list[Event]:
        """The job's events from the beginning until type `until` came `count` times."""
        return await events_until(self.api, OWNER, job_id, until, count=count, timeout_s=timeout_s)


@pytest.fixture
async def watch(mongo_uri: str, database_name: str) -> AsyncIterator[Watch]:
    """A fresh database with an API's runtime on it."""
    async with open_api(settings(mongo_uri, database_name), TASKS) as api:
        yield Watch(api, mongo_uri, database_name)
