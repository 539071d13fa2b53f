"""An ended job is requeued when its time to be forgotten has come: it is gone, or it lives and nothing deletes it."""

from __future__ import annotations

import asyncio
import contextlib
from datetime import timedelta

import pytest
from bson import ObjectId

from longhaul.model.errors import NotFound
from longhaul.model.job import Job
from longhaul.model.states import Status
from longhaul.mongo.driver import Document
from tests.races.arena import LONG_AGO, OWNER, Arena
from tests.support.waiting import eventually


async def ended(arena: Arena) -> str:
    """A job that has ended and is kept for a week."""
    job_id = await arena.enqueue("test.echo")
    await arena.core.client.cancel(OWNER, job_id)
    await arena.core.relay.flush()
    return job_id


async def keep_for(arena: Arena, job_id: str, seconds: float) -> None:
    """Let the retention of an ended job end so many seconds from now, by the database's clock."""
    until: Document = {"$add": ["$$NOW", round(seconds * 1000)]}
    await arena.core.collections.jobs.update_one({"_id": ObjectId(job_id)}, [{"$set": {"expires_at": until}}])


async def requeued_past_its_time(arena: Arena) -> Job:
    """A job that was requeued although its retention was over: where the database was quicker, another one."""
    for _ in range(100):
        job_id = await ended(arena)
        await keep_for(arena, job_id, -1)
        with contextlib.suppress(NotFound):
            return await arena.core.client.requeue(OWNER, job_id)
    raise AssertionError("the database was quicker a hundred times")


async def stored(arena: Arena, job_id: str) -> Document | None:
    """The document, None where it is gone."""
    return await arena.core.collections.jobs.find_one({"_id": ObjectId(job_id)})


async def gone(arena: Arena, job_id: str) -> None:
    """Return when the database has forgotten the job."""

    async def is_gone() -> bool:
        return await stored(arena, job_id) is None

    await eventually(is_gone, description="the database forgets the job")


async def retention_has_passed(arena: Arena) -> None:
    """Return when the database has looked for what it must forget, from one end to the other."""
    # The first may go in a pass that was under way before; the second then in a whole one.
    for _ in range(2):
        witness = ObjectId()
        await arena.core.collections.jobs.insert_one({"_id": witness, "expires_at": LONG_AGO})
        await gone(arena, str(witness))


async def test_a_job_that_is_forgotten_before_the_requeue_is_not_found_and_does_not_come_back(arena: Arena) -> None:
    job_id = await ended(arena)
    arena.pauses.hold("requeueing")
    requeueing = asyncio.create_task(arena.core.client.requeue(OWNER, job_id))
    await arena.pauses.reached("requeueing")
    await keep_for(arena, job_id, -1)
    await gone(arena, job_id)

    arena.pauses.release("requeueing")

    with pytest.raises(NotFound):
        await requeueing
    assert await stored(arena, job_id) is None


async def test_a_job_that_is_requeued_first_lives_on_though_its_retention_was_over(arena: Arena) -> None:
    requeued = await requeued_past_its_time(arena)

    await retention_has_passed(arena)

    document = await stored(arena, requeued.id)
    assert document is not None
    assert (Status.QUEUED, None) == (requeued.status, requeued.expires_at)
    assert ("queued", 0, False) == (document["status"], document["attempt"], "expires_at" in document)
    assert ["job.created", "job.cancelled", "job.requeued"] == await arena.story(requeued.id)


async def test_a_requeue_held_up_until_the_last_moment_saves_the_job_or_finds_it_gone(arena: Arena) -> None:
    jobs = [await ended(arena) for _ in range(20)]
    arena.pauses.hold("requeueing")
    requests = [asyncio.create_task(arena.core.client.requeue(OWNER, job_id)) for job_id in jobs]
    await arena.pauses.reached("requeueing")
    for number, job_id in enumerate(jobs):
        await keep_for(arena, job_id, -1 if number % 2 else 600)
    await gone(arena, jobs[1])

    arena.pauses.release("requeueing")
    answers = await asyncio.gather(*requests, return_exceptions=True)
    await retention_has_passed(arena)

    found = [await stored(arena, job_id) for job_id in jobs]
    saved = [isinstance(answer, Job) for answer in answers]
    assert all(isinstance(answer, Job | NotFound) for answer in answers)
    assert saved == [document is not None for document in found]
    assert {("queued", False)} == {(document["status"], "expires_at" in document) for document in found if document}


async def test_a_requeued_job_that_ends_again_is_kept_as_long_as_it_should_from_then(arena: Arena) -> None:
    requeued = await requeued_past_its_time(arena)

    await arena.worker()
    document = await arena.reaches(requeued.id, "succeeded")

    assert timedelta(days=7) == document["expires_at"] - document["finished_at"]
    story = await arena.story(requeued.id)
    assert ["job.created", "job.cancelled", "job.requeued", "job.started", "job.completed"] == story
