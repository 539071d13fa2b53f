"""A file is about to become its job's when the lease goes: what a stale attempt stored is never seen, and swept."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from longhaul.engine.pruner import Pruner
from longhaul.model.errors import LeaseLost, NotFound
from longhaul.mongo.artifact_sweep import ArtifactSweep
from longhaul.mongo.artifacts import STAGED_S
from longhaul.mongo.clock import ManualTime
from longhaul.mongo.collections import ARTIFACT_BUCKET
from tests.races.arena import OWNER, Arena, Side

BEGUN = ["job.created", "job.started", "job.step"]


async def about_to_publish(arena: Arena, *, attempts: int = 2) -> tuple[Side, str]:
    """A job that has stored its file and is about to list it, and its worker, which claims no more after."""
    job_id = await arena.enqueue("test.work", attempts=attempts)
    side = await arena.worker(hold=["publishing"])
    await side.pauses.reached("publishing")
    side.pauses.hold("claiming")
    return side, job_id


async def files(arena: Arena) -> list[str]:
    """The ids of all files that are recorded, the oldest first."""
    found = await arena.core.collections.artifacts.find({}, sort=[("_id", 1)]).to_list(None)
    return [str(document["_id"]) for document in found]


async def bytes_of(arena: Arena) -> list[str]:
    """The ids of the files of which bytes are stored, the oldest first."""
    chunks = arena.core.database.collection(f"{ARTIFACT_BUCKET}.chunks")
    return sorted({str(chunk["files_id"]) for chunk in await chunks.find({}, {"files_id": 1}).to_list(None)})


async def sweep(arena: Arena) -> None:
    """Let the pruner go round when files that nobody completed are due."""
    due = ManualTime(await arena.core.time.now() + timedelta(seconds=STAGED_S + 60))
    await Pruner(ArtifactSweep(arena.core.collections, due), arena.core.blobs).run_once()


async def listed(arena: Arena, job_id: str) -> list[str]:
    """The ids of the files that the job lists."""
    return [ref.id for ref in await arena.core.artifacts.for_job(OWNER, job_id)]


async def test_what_a_holder_is_about_to_publish_is_refused_once_the_job_is_rescued(arena: Arena) -> None:
    _, job_id = await about_to_publish(arena)
    lease = await arena.expire(job_id)
    ref = await arena.core.artifacts.stage(
        OWNER, job_id, lease.token, filename="late.txt", kind="output", content_type="text/plain", source=b"late"
    )
    arena.pauses.hold("publishing")
    publishing = asyncio.create_task(arena.core.holder.publish(lease, ref))
    await arena.pauses.reached("publishing")
    await arena.rescuing()
    before = await arena.facts(job_id)

    arena.pauses.release("publishing")

    with pytest.raises(LeaseLost):
        await publishing
    assert before == await arena.facts(job_id)
    with pytest.raises(NotFound):
        await arena.core.artifacts.get(OWNER, ref.id)


async def test_a_file_stored_before_the_rescue_and_published_after_it_is_never_seen(arena: Arena) -> None:
    first, job_id = await about_to_publish(arena)
    (stale,) = await files(arena)
    await arena.expire(job_id)
    await arena.rescuing()
    await arena.worker()
    before = await arena.reaches(job_id, "succeeded")

    first.pauses.release("publishing")
    await first.idle()

    _, good = await files(arena)
    assert before == await arena.facts(job_id)
    assert [good] == await listed(arena, job_id)
    with pytest.raises(NotFound):
        await arena.core.artifacts.get(OWNER, stale)
    story = await arena.story(job_id, without=["job.progress"])
    assert [*BEGUN, "job.rescued", "job.started", "job.artifact", "job.completed"] == story


async def test_the_file_of_a_lost_attempt_is_swept_and_the_good_one_stays(arena: Arena) -> None:
    first, job_id = await about_to_publish(arena)
    await arena.expire(job_id)
    await arena.rescuing()
    await arena.worker()
    await arena.reaches(job_id, "succeeded")
    first.pauses.release("publishing")
    await first.idle()
    _, good = await files(arena)

    await sweep(arena)

    assert [good] == await files(arena)
    assert [good] == await bytes_of(arena)
    assert b"done" == b"".join([chunk async for chunk in arena.core.artifacts.read(OWNER, good)])


async def test_a_file_swept_while_its_stale_attempt_hangs_cannot_be_published_any_more(arena: Arena) -> None:
    first, job_id = await about_to_publish(arena, attempts=1)
    await arena.expire(job_id)
    await arena.rescuing()
    await sweep(arena)
    before = await arena.facts(job_id)

    first.pauses.release("publishing")
    await first.idle()

    assert before == await arena.facts(job_id)
    assert ([], [], []) == (await listed(arena, job_id), await files(arena), await bytes_of(arena))
    assert [*BEGUN, "job.failed"] == await arena.story(job_id, without=["job.progress"])


async def test_the_file_of_an_attempt_that_still_holds_its_lease_is_not_swept(arena: Arena) -> None:
    first, job_id = await about_to_publish(arena)
    await arena.expire(job_id)

    await sweep(arena)
    first.pauses.release("publishing")
    await arena.reaches(job_id, "succeeded")

    assert await files(arena) == await listed(arena, job_id)
    (good,) = await bytes_of(arena)
    assert good == (await arena.core.artifacts.get(OWNER, good)).ref.id


async def test_a_file_published_before_the_rescue_gives_way_to_that_of_the_new_attempt(arena: Arena) -> None:
    job_id = await arena.enqueue("test.work", attempts=2)
    first = await arena.worker(hold=["ending"])
    await first.pauses.reached("ending")
    (old,) = await listed(arena, job_id)
    await arena.expire(job_id)
    await arena.rescuing()
    await arena.worker()
    before = await arena.reaches(job_id, "succeeded")

    first.pauses.release("ending")
    await first.idle()
    await sweep(arena)

    (new,) = await listed(arena, job_id)
    assert before == await arena.facts(job_id)
    assert (True, [new], [new]) == (old != new, await files(arena), await bytes_of(arena))
    story = await arena.story(job_id, without=["job.progress"])
    assert [*BEGUN, "job.artifact", "job.rescued", "job.started", "job.artifact", "job.completed"] == story
