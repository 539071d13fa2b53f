"""A worker in the test's own process whose jobs do what the test says, when it says it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Final

from pydantic import BaseModel

from longhaul.engine.context import Context
from longhaul.engine.handlers import Handler, HandlerRegistry
from longhaul.model.control import Fail
from longhaul.model.registry import TaskRegistry
from longhaul.model.settings import WorkerSettings
from longhaul.model.task import Task
from longhaul.runtime import Core, open_worker

OWNER: Final = "local"


class Asked(BaseModel):
    """What a job by hand is for."""

    text: str = ""


class Done(BaseModel):
    """What it came to."""

    text: str = ""


#: One word for the handler: go to this percent with this message, fail for good, or end.
Word = tuple[int, str] | Fail | None

BY_HAND: Final = Task("test.by_hand", Asked, Done, timeout_s=300)


@dataclass
class Hand:
    """Asks for jobs and leads them."""

    core: Core
    words: dict[str, asyncio.Queue[Word]] = field(default_factory=dict[str, "asyncio.Queue[Word]"])

    async def begin(self, text: str = "by hand", *, owner: str = OWNER) -> str:
        """Ask for a job; its id. It runs until `end`."""
        job_id = (await self.core.client.enqueue(BY_HAND, {"text": text}, owner=owner)).job.id
        self._of(job_id)
        return job_id

    async def many(self, count: int, *, owner: str = OWNER) -> list[str]:
        """Ask for `count` jobs, one after the other; their ids."""
        return [await self.begin(f"number {number}", owner=owner) for number in range(count)]

    def say(self, job_id: str, percent: int, message: str) -> None:
        """Let the job say how far it is."""
        self._of(job_id).put_nowait((percent, message))

    def fail(self, job_id: str, message: str) -> None:
        """Let the job fail for good."""
        self._of(job_id).put_nowait(Fail(message, code="BY_HAND"))

    def end(self, job_id: str) -> None:
        """Let the job succeed."""
        self._of(job_id).put_nowait(None)

    async def handle(self, context: Context, asked: Asked) -> Done:
        """What the worker runs."""
        words = self._of(str(context.job.id))
        while (word := await words.get()) is not None:
            if isinstance(word, Fail):
                raise word
            percent, message = word
            await context.progress(percent, message)
            await context.log(message)
        return Done(text=asked.text)

    def _of(self, job_id: str) -> asyncio.Queue[Word]:
        return self.words.setdefault(job_id, asyncio.Queue())


@asynccontextmanager
async def hand(mongodb_uri: str, database: str) -> AsyncGenerator[Hand]:
    """A running worker of jobs by hand on this database, for the length of a block."""
    settings = WorkerSettings.model_validate(
        {
            "mongodb_uri": mongodb_uri,
            "mongodb_database": database,
            "LONGHAUL_GRACE_S": 0.0,
            "LONGHAUL_CONCURRENCY": 16,
        }
    )
    made: list[Hand] = []

    def build(core: Core) -> HandlerRegistry:
        made.append(Hand(core))
        return HandlerRegistry([Handler(BY_HAND, made[0].handle)])

    async with open_worker(settings, TaskRegistry([BY_HAND]), build) as worker:
        working = asyncio.create_task(worker.supervisor.run(signals=False))
        try:
            yield made[0]
        finally:
            worker.supervisor.shut_down()
            await working
