"""A request meets the end of the job that holds its unique key: it gets that job, or one of its own, never an error."""

from __future__ import annotations

import asyncio

from bson import ObjectId

from longhaul.model.job import Enqueued
from longhaul.model.states import Status
from tests.races.arena import OWNER, Arena


async def asking(arena: Arena) -> Enqueued:
    """Ask for a job with the unique key of this test."""
    return await arena.core.client.enqueue("test.end", {"mode": ""}, owner=OWNER, unique_key="only")


async def test_a_key_that_becomes_free_meanwhile_gives_a_job_of_its_own(arena: Arena) -> None:
    holder = (await asking(arena)).job
    arena.pauses.hold("changed")
    asked = asyncio.create_task(asking(arena))
    await arena.pauses.reached("changed")

    await arena.core.collections.jobs.update_one(
        {"_id": ObjectId(holder.id)}, {"$set": {"status": Status.CANCELLED.value}}
    )
    arena.pauses.release("changed")

    mine = await asked
    assert not mine.existed
    assert holder.id != mine.job.id
    assert Status.QUEUED == (await arena.job(mine.job.id)).status


async def test_a_key_that_stays_taken_gives_its_holder(arena: Arena) -> None:
    holder = (await asking(arena)).job

    again = await asking(arena)

    assert (True, holder.id) == (again.existed, again.job.id)
