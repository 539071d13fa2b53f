"""The same story under the other driver, on a server without change streams, and with files on disk."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from longhaul.model.states import Status
from longhaul.testing.mongod import Mongod
from tests.engine.conftest import OWNER, Desk, open_desk, settings

STORY = ["job.created", "job.started", "job.progress", "job.artifact", "job.log", "job.completed"]


async def tell_the_story(desk: Desk) -> None:
    """One job in a child that reports, stores a file and reads it back; then one that is cancelled."""
    job_id = await desk.enqueue("test.child", text="hello")
    events = await desk.events(job_id, until="job.completed")
    assert [event.type for event in events if event.type in STORY] == STORY
    assert [event.v for event in events] == list(range(1, len(events) + 1))

    waiting = await desk.enqueue("test.wait")
    await desk.events(waiting, until="job.progress")
    await desk.api.core.client.cancel(OWNER, waiting)
    assert (await desk.ended(waiting)).status is Status.CANCELLED


@pytest.mark.parametrize("driver", ["pymongo", "motor"])
@pytest.mark.parametrize("doorbell", ["change_stream", "poll"])
async def test_the_story_is_the_same_under_either_driver_and_doorbell(
    mongo_uri: str, database_name: str, driver: str, doorbell: str
) -> None:
    chosen = settings(mongo_uri, database_name, LONGHAUL_MONGO_DRIVER=driver, LONGHAUL_DOORBELL=doorbell)

    async with open_desk(chosen) as desk:
        await tell_the_story(desk)


async def test_the_story_is_the_same_on_a_standalone_server(standalone: Mongod, unused_name: str) -> None:
    async with open_desk(settings(standalone.uri, unused_name)) as desk:
        await tell_the_story(desk)


async def test_the_story_is_the_same_with_files_on_disk(mongo_uri: str, database_name: str, tmp_path: Path) -> None:
    chosen = settings(
        mongo_uri,
        database_name,
        LONGHAUL_ARTIFACT_STORE="filesystem",
        LONGHAUL_ARTIFACT_DIRECTORY=str(tmp_path),
    )

    async with open_desk(chosen) as desk:
        await tell_the_story(desk)

    assert await asyncio.to_thread(lambda: any(path.is_file() for path in tmp_path.rglob("*")))
