"""What every measurement stands on: one mongod, a fresh database each, and worker processes of their own."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from longhaul.engine.client import Request
from longhaul.model.settings import EngineSettings
from longhaul.mongo.collections import Collections
from longhaul.mongo.driver import Database
from longhaul.mongo.indexes import OUTBOX
from longhaul.runtime import open_core
from scripts.bench.tasks import NOOP, TASKS

OWNER = "local"
_REPOSITORY = Path(__file__).resolve().parents[2]
_PATIENCE_S = 300.0
_POLL_S = 0.025


@dataclass(frozen=True)
class Plan:
    """How much is measured. Rates are medians of `rounds`."""

    rounds: int = 3
    jobs: int = 5000
    single_jobs: int = 400
    concurrencies: tuple[int, ...] = (10, 50, 200)
    samples: int = 200
    poll_samples: int = 40
    cancels: int = 40
    idle_s: float = 20.0
    pieces: int = 15  # so often each short piece of the desk's work
    feed_adverts: int = 350
    matched_adverts: int = 3000
    repository_files: int = 800
    page_events: int = 300  # 0 leaves the browser out
    page_loads: int = 5


QUICK = Plan(
    rounds=1,
    jobs=500,
    single_jobs=100,
    concurrencies=(50,),
    samples=40,
    poll_samples=5,
    cancels=10,
    idle_s=3.0,
    pieces=3,
    feed_adverts=40,
    matched_adverts=100,
    repository_files=50,
    page_events=0,
)


@dataclass
class Ground:
    """A mongod to measure on. `said` is told what is being measured."""

    uri: str
    plan: Plan
    said: Callable[[str], None] = lambda _: None
    _databases: int = field(default=0, init=False)

    def new_database(self) -> str:
        """The name of a database that nothing has used yet."""
        self._databases += 1
        return f"bench_{self._databases}"

    def settings(self, name: str) -> EngineSettings:
        """Settings of this process for the database `name`."""
        return EngineSettings.model_validate({"mongodb_uri": self.uri, "mongodb_database": name})

    @asynccontextmanager
    async def database(self, name: str) -> AsyncGenerator[Database]:
        """A connection, and the end of the database with the block."""
        database = Database(self.uri, name)
        try:
            yield database
        finally:
            await database.drop()
            await database.close()

    async def fill(self, name: str, jobs: int) -> None:
        """Enqueue `jobs` jobs that do nothing, and return when their `created` events are in the log."""
        async with open_core(self.settings(name), TASKS) as core:
            for start in range(0, jobs, 1000):
                requests = [Request(NOOP.name, {})] * min(1000, jobs - start)
                await core.client.enqueue_many(requests, owner=OWNER)
            await core.relay.flush()

    @asynccontextmanager
    async def worker(self, name: str, **environment: str) -> AsyncGenerator[None]:
        """A worker process on the database `name`, ended by SIGTERM with the block."""
        with self.process("scripts.bench.worker", name, environment) as process:
            try:
                yield
            finally:
                process.terminate()
                await asyncio.to_thread(process.wait, 30)

    def process(self, module: str, name: str, environment: dict[str, str]) -> subprocess.Popen[bytes]:
        """`python -m module` on the database `name`, its log thrown away."""
        ours = {"MONGODB_URI": self.uri, "MONGODB_DATABASE": name, "LONGHAUL_GRACE_S": "0"}
        return subprocess.Popen(
            [sys.executable, "-m", module],
            cwd=_REPOSITORY,
            env={**os.environ, **ours, **environment},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )


async def until(is_so: Callable[[], Awaitable[bool]]) -> None:
    """Return when `is_so` says so. Raises `TimeoutError` after five minutes."""
    async with asyncio.timeout(_PATIENCE_S):
        while not await is_so():  # noqa: ASYNC110 - other processes ring no bell here
            await asyncio.sleep(_POLL_S)


async def worker_is_there(collections: Collections) -> None:
    """Return when a worker has reported itself."""

    async def has_reported() -> bool:
        return await collections.workers.find_one({}) is not None

    await until(has_reported)


async def log_holds(collections: Collections, events: int) -> None:
    """Return when the log has stored `events` numbers."""

    async def is_there() -> bool:
        return await collections.events.find_one({"_id": events}, {"_id": 1}) is not None

    await until(is_there)


async def outboxes_are_empty(collections: Collections) -> None:
    """Return when nothing waits to be relayed or cleared any more."""
    waiting = {"outbox_at": {"$type": "date"}}

    async def are_empty() -> bool:
        return await collections.jobs.find_one(waiting, {"_id": 1}, hint=OUTBOX) is None

    await until(are_empty)
