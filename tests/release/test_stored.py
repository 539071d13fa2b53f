"""What earlier versions left in a database can be read, claimed and finished by this one."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from bson import json_util
from scripts.release import stored
from scripts.release.stored import FOLDER, LIFE, OWNER, SCHEDULE, TASKS, Life, Lived

from longhaul.engine.context import Context
from longhaul.engine.handlers import Handler, HandlerRegistry
from longhaul.model.event import Cursor, Event, Scope
from longhaul.model.job import Job
from longhaul.model.states import Status, is_terminal
from longhaul.mongo.driver import Database
from longhaul.runtime import Core
from tests.engine.conftest import Desk, open_desk, settings

LEFT = sorted(FOLDER.glob("stored-*.json"))
NOT_OURS = {"args", "result", "data", "counters", "steps"}
Documents = dict[str, list[dict[str, Any]]]


def moved(value: Any, by: timedelta) -> Any:
    """The same documents, written later: nothing has aged since, and no TTL has come."""
    match value:
        case datetime():
            return value + by
        case dict():
            return {name: moved(one, by) for name, one in cast("dict[str, Any]", value).items()}
        case list():
            return [moved(one, by) for one in cast("list[Any]", value)]
        case _:
            return value


def documents_of(path: Path) -> Documents:
    """What a file holds by collection, as if it had been written just now."""
    options = json_util.JSONOptions(tz_aware=True, tzinfo=UTC)
    kept = json_util.loads(path.read_text(encoding="utf-8"), json_options=options)
    seconds = round((datetime.now(UTC) - kept.pop("written_at")).total_seconds())
    return moved(kept, timedelta(seconds=seconds))


def as_of_a_later_version(value: Any) -> Any:
    """The same documents with a field more wherever the engine says what is in them; args and results are others'."""
    match value:
        case dict():
            document = cast("dict[str, Any]", value)
            kept = {name: one if name in NOT_OURS else as_of_a_later_version(one) for name, one in document.items()}
            return {**kept, "added_later": {"a": 1}}
        case list():
            return [as_of_a_later_version(one) for one in cast("list[Any]", value)]
        case _:
            return value


async def finish(ctx: Context, args: Life) -> Lived:
    """End at once with what the step gave; a step that is done again gives something else."""

    async def again() -> int:
        return -1

    return Lived(value=await ctx.step("first", again) + 1)


def handlers(_core: Core) -> HandlerRegistry:
    """The task of the files, with a handler of today."""
    return HandlerRegistry([Handler(LIFE, finish)])


@pytest.fixture(
    params=[pytest.param((path, later), id=f"{path.stem}{later}") for path in LEFT for later in ("", "-and-more")]
)
def documents(request: pytest.FixtureRequest) -> Documents:
    """What an earlier version left, also as a later one would leave it: with more than this version knows of."""
    path, later = request.param
    found = documents_of(path)
    return {name: as_of_a_later_version(kept) for name, kept in found.items()} if later else found


@asynccontextmanager
async def desk_on(documents: Documents, mongo_uri: str, name: str) -> AsyncGenerator[Desk]:
    """An API and a worker of today on these documents."""
    database = Database(mongo_uri, name)
    try:
        for collection, found in documents.items():
            if found:
                await database.collection(collection).insert_many(found)
    finally:
        await database.close()
    async with open_desk(settings(mongo_uri, name), TASKS, handlers, preload=()) as desk:
        yield desk


def ids(documents: Documents, status: Status, **more: Any) -> list[str]:
    """Which jobs had this status and these fields."""
    return [
        str(job["_id"])
        for job in documents["background_jobs"]
        if job["status"] == status and all(job.get(name) == value for name, value in more.items())
    ]


async def events_after(desk: Desk, cursor: Cursor, count: int) -> list[Event]:
    """The first events of the owner behind `cursor`, as a stream delivers them."""
    subscription = await desk.api.hub.subscribe(Scope(OWNER), cursor, compact=False)
    seen: list[Event] = []
    async with asyncio.timeout(60):
        async for batch in subscription:
            seen += [event for delivery in batch if (event := getattr(delivery, "event", None)) is not None]
            if len(seen) >= count:
                break
    return seen[:count]


async def test_jobs_that_an_earlier_version_left_end_as_they_would_have(
    documents: Documents, mongo_uri: str, database_name: str
) -> None:
    async with desk_on(documents, mongo_uri, database_name) as desk:
        abandoned = ids(documents, Status.RUNNING, cancel_requested_at=None)
        stopping = [job for job in ids(documents, Status.RUNNING) if job not in abandoned]
        (dead,) = ids(documents, Status.FAILED)

        rescued = [await desk.ended(job) for job in abandoned]
        stopped = [await desk.ended(job) for job in stopping]
        await desk.api.core.client.requeue(OWNER, dead)
        await desk.events(dead, until="job.requeued")
        mended = await desk.ended(dead)

    assert [(Status.SUCCEEDED, {"value": 42}, 2)] == [(job.status, job.result, job.attempt) for job in rescued]
    assert [Status.CANCELLED] == [job.status for job in stopped]
    assert (Status.SUCCEEDED, {"value": 42}) == (mended.status, mended.result)


async def test_jobs_that_an_earlier_version_left_read_as_they_were(
    documents: Documents, mongo_uri: str, database_name: str
) -> None:
    async with desk_on(documents, mongo_uri, database_name) as desk:
        waiting = [*ids(documents, Status.QUEUED), *ids(documents, Status.CANCELLED), *ids(documents, Status.SUCCEEDED)]
        read = {job_id: await desk.job(job_id) for job_id in waiting}
        notes = {job.id: await _note(desk, job) for job in read.values() if job.status is Status.SUCCEEDED}
        again = await desk.api.core.client.enqueue(
            LIFE, Life(mode="succeed"), owner=OWNER, queue="later", idempotency_key=stored.IDEMPOTENCY_KEY
        )

    now = datetime.now(UTC)
    was = {str(job["_id"]): job for job in documents["background_jobs"]}
    assert {job_id: was[job_id]["status"] for job_id in waiting} == {job.id: job.status for job in read.values()}
    assert {job_id: was[job_id].get("result") for job_id in waiting} == {job.id: job.result for job in read.values()}
    assert {"queued", "retrying", "scheduled", "cancelled", "succeeded"} == {job.label(now) for job in read.values()}
    assert {b"kept"} == set(notes.values())
    assert again.existed


async def test_a_log_that_an_earlier_version_left_is_replayed_and_goes_on(
    documents: Documents, mongo_uri: str, database_name: str
) -> None:
    async with desk_on(documents, mongo_uri, database_name) as desk:
        logged = [entry for entry in documents["events"] if entry["type"] != "_"]
        relayed = {(entry["job"], entry["v"]) for entry in logged}
        job_id = await desk.enqueue(LIFE.name, mode="succeed")
        await desk.events(job_id, until="job.created")
        replayed = await events_after(desk, Cursor(0, 0), len(logged))
        middle = replayed[len(replayed) // 2]
        resumed = await events_after(desk, Cursor(middle.seq, middle.at), 1)
        pending = [
            (str(job["_id"]), entry["v"])
            for job in documents["background_jobs"]
            for entry in job.get("outbox", [])
            if (str(job["_id"]), entry["v"]) not in relayed
        ]
        late = [await desk.events(job, until="job.created") for job, v in pending if v == 1]

    assert [(entry["_id"], entry["type"], entry["v"], entry["data"]) for entry in logged] == [
        (event.seq, event.type, event.v, event.data) for event in replayed
    ]
    assert [replayed[len(replayed) // 2 + 1].seq] == [event.seq for event in resumed]
    assert [1] == [len(events) for events in late]


async def test_a_schedule_and_a_pause_that_an_earlier_version_left_hold(
    documents: Documents, mongo_uri: str, database_name: str
) -> None:
    async with desk_on(documents, mongo_uri, database_name) as desk:
        (was,) = documents["schedules"]
        await desk.api.core.schedules.sync([SCHEDULE])
        (record,) = await desk.api.core.schedules.list()
        paused = await desk.api.core.registry.paused_queues()

    assert (was["next_run_at"], was["task"], was["args"]) == (
        record.next_run_at,
        record.schedule.task,
        record.schedule.args,
    )
    assert {"paused"} == paused


def test_every_released_version_has_left_its_database() -> None:
    changelog = (FOLDER.parents[1] / "CHANGELOG.md").read_text(encoding="utf-8")
    released = set(re.findall(r"^## \[(\d+\.\d+\.\d+)\]", changelog, re.MULTILINE))

    kept = {path.stem.removeprefix("stored-") for path in LEFT}

    assert kept != set()
    assert released - kept == set(), "run: python -m scripts.release.stored, before the release is tagged"


async def test_what_is_written_for_later_versions_has_jobs_of_every_state(mongo_uri: str, database_name: str) -> None:
    text = await stored.fill(mongo_uri, database_name)

    jobs = json_util.loads(text)["background_jobs"]
    assert set(Status) == {Status(job["status"]) for job in jobs}
    assert [] != [job for job in jobs if not is_terminal(Status(job["status"])) and job.get("steps")]


async def _note(desk: Desk, job: Job) -> bytes:
    chunks = [chunk async for chunk in desk.api.core.artifacts.read(OWNER, job.artifacts[0].id)]
    return b"".join(chunks)
