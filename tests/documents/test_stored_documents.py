"""What the database holds after a worker has done everything is what `longhaul.mongo.documents` describes."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

from pydantic import BaseModel

from longhaul.engine.context import Context
from longhaul.engine.handlers import Handler, HandlerRegistry
from longhaul.model.control import Retry
from longhaul.model.event import TOMBSTONE
from longhaul.model.registry import TaskRegistry
from longhaul.model.schedule import Schedule
from longhaul.model.settings import WorkerSettings
from longhaul.model.states import Status
from longhaul.model.task import Rate, Task
from longhaul.mongo import documents
from longhaul.mongo.collections import EVENTS, LIMITS
from longhaul.mongo.documents import DOCUMENTS
from longhaul.mongo.event_log import Gap
from longhaul.mongo.requests import JobFilter
from longhaul.runtime import Core, WorkerRuntime, open_worker
from tests.support.describing import faults
from tests.support.waiting import eventually


class Nothing(BaseModel):
    """No arguments and no result."""


BUSY = Task("test.busy", Nothing, Nothing, rate=Rate(100, 60), concurrency_per_owner=1)
HOURLY = Schedule("hourly", "test.busy", "0 * * * *", owner="ada")


async def busy(ctx: Context, _: Nothing) -> Nothing:
    """Do everything that leaves something behind, fail once, and succeed."""
    await ctx.progress(10, "Working", step="work", pages=1)
    await ctx.log("a line", seconds=2)
    await ctx.step("part", _part, inputs=1)
    await ctx.save_artifact("a.txt", b"hello", kind="text", content_type="text/plain")
    if ctx.job.attempt == 1:
        raise Retry("once more", after_s=0.0)
    return Nothing()


async def _part() -> dict[str, int]:
    return {"done": 1}


async def test_every_document_in_the_database_is_as_it_is_described(mongo_uri: str, database_name: str) -> None:
    settings = WorkerSettings.model_validate({"mongodb_uri": mongo_uri, "mongodb_database": database_name})
    async with open_worker(settings, TaskRegistry([BUSY]), _handlers, schedules=[HOURLY]) as worker:
        working = asyncio.create_task(worker.supervisor.run(signals=False))
        await _fill(worker)

        seen = await _compared(worker.core)

        worker.supervisor.shut_down()
        await working
    assert set(DOCUMENTS) == seen


def _handlers(_: Core) -> HandlerRegistry:
    return HandlerRegistry([Handler(BUSY, busy)])


async def _fill(worker: WorkerRuntime) -> None:
    """Leave something in every collection."""
    core = worker.core
    keys = {"idempotency_key": "a", "unique_key": "b", "tags": ("c",), "parent": "0" * 24}
    await core.client.enqueue("test.busy", {}, owner="ada", **keys)
    await core.client.enqueue("test.busy", {}, owner="ada", run_at=datetime(2100, 1, 1, tzinfo=UTC))
    await core.registry.set_paused("other", paused=True)
    await core.artifacts.upload("ada", filename="b.txt", content_type="text/plain", source=b"hello")

    async def done() -> bool:
        minutes = await core.collections.minutes.count_documents({"succeeded": {"$exists": True}})
        ended = await core.requests.count("ada", JobFilter(status=Status.SUCCEEDED))
        workers = await core.registry.list()
        return ended == 1 and minutes > 0 and bool(workers) and bool(await core.schedules.list())

    await eventually(done, description="the job has succeeded and been counted")
    head = await core.log.head()
    await core.log.close_gaps([Gap(head.seq + 1, head.seq + 1, head.at)])


async def _compared(core: Core) -> set[str]:
    """The names of the collections that hold something, after all their documents have been compared."""
    seen: set[str] = set()
    for name in await core.database.raw().list_collection_names():
        for document in await core.database.collection(name).find({}).to_list(None):
            assert name in DOCUMENTS, f"{name} is not described"
            assert [] == list(faults(document, _description(name, document["_id"]), name)), document
            seen.add(name)
        if name == EVENTS:
            assert await core.collections.events.count_documents({"type": TOMBSTONE}) > 0
    return seen


def _description(collection: str, id_: object) -> type:
    if collection == LIMITS:
        return documents.RateDocument if str(id_).startswith("rate:") else documents.SlotsDocument
    (described,) = DOCUMENTS[collection]
    return described
