"""A claim meets a cancel of the same job: it is cancelled unstarted, or started, told to stop, and cancelled."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from bson import ObjectId
from pymongo import MongoClient
from pymongo.collection import Collection as SyncCollection

from longhaul.model.errors import Conflict
from longhaul.model.states import Status
from longhaul.mongo import transitions
from longhaul.mongo.change import Change
from longhaul.mongo.collections import JOBS
from longhaul.mongo.jobs import JobStore, new_token
from longhaul.mongo.rotation import Rotation
from tests.races.arena import DATABASE, OWNER, Arena

WITHOUT = ["job.progress"]


class InBetween(Rotation):
    """Writes something, once, after a claim in bulk has looked and before it takes what it saw."""

    def __init__(self, jobs: SyncCollection[dict[str, Any]]) -> None:
        super().__init__()
        self._jobs = jobs
        self._change: Change | None = None

    def apply(self, change: Change) -> None:
        """What to write."""
        self._change = change

    def share(self, limit: int) -> int:  # noqa: ARG002 - none goes by rotation here
        assert self._change is not None
        outcome = self._jobs.update_one(self._change.filter, self._change.update)
        assert 1 == outcome.modified_count
        return 0


@pytest.fixture
def in_between(races_uri: str) -> Iterator[InBetween]:
    """On a connection that answers before anything else of the test goes on."""
    with MongoClient[dict[str, Any]](races_uri) as client:
        yield InBetween(client.get_database(DATABASE).get_collection(JOBS))


@pytest.mark.parametrize("concurrency", [1, 4], ids=["one at a time", "in bulk"])
async def test_a_job_cancelled_before_the_claim_is_never_started(arena: Arena, concurrency: int) -> None:
    job_id = await arena.enqueue("test.echo")
    side = await arena.worker(hold=["claiming"], concurrency=concurrency)
    await side.pauses.reached("claiming")
    cancelled = await arena.cancelling(job_id)
    before = await arena.facts(job_id)

    side.pauses.release("claiming")
    await arena.reaches(await arena.enqueue("test.echo"), "succeeded")

    assert Status.CANCELLED == cancelled.status
    assert before == await arena.facts(job_id)
    assert (0, False, False) == (before["attempt"], "lease" in before, "started_at" in before)
    assert ["job.created", "job.cancelled"] == await arena.story(job_id)


async def test_of_many_claimed_together_the_cancelled_one_alone_is_left_out(arena: Arena) -> None:
    jobs = [await arena.enqueue("test.echo", n=n) for n in range(3)]
    side = await arena.worker(hold=["claiming"], concurrency=4)
    await side.pauses.reached("claiming")
    await arena.cancelling(jobs[1])

    side.pauses.release("claiming")
    for job_id in (jobs[0], jobs[2]):
        await arena.reaches(job_id, "succeeded")

    assert ["job.created", "job.cancelled"] == await arena.story(jobs[1])
    assert ["job.created", "job.started", "job.completed"] == await arena.story(jobs[2])


async def test_a_job_cancelled_between_the_look_and_the_take_of_a_claim_in_bulk_is_left_out(
    arena: Arena, in_between: InBetween
) -> None:
    jobs = [await arena.enqueue("test.echo", n=n) for n in range(2)]
    in_between.apply(transitions.request_cancel(jobs[0], OWNER, "$$NOW"))
    store = JobStore(arena.core.collections, arena.core.time, rotation=in_between)

    claimed = await store.claim("bulk", ["default"], ["test.echo"], lease_s=600.0, limit=2)

    document = await arena.facts(jobs[0])
    assert [jobs[1]] == [job.id for job in claimed]
    assert ("cancelled", 2, 0, False) == (document["status"], document["v"], document["attempt"], "lease" in document)


async def test_a_job_that_a_rival_takes_between_the_look_and_the_take_is_left_to_it(
    arena: Arena, in_between: InBetween
) -> None:
    jobs = [await arena.enqueue("test.echo", n=n) for n in range(2)]
    in_between.apply(transitions.claim({"_id": ObjectId(jobs[1])}, new_token(), "rival", 600.0, "$$NOW"))
    store = JobStore(arena.core.collections, arena.core.time, rotation=in_between)

    claimed = await store.claim("bulk", ["default"], ["test.echo"], lease_s=600.0, limit=2)

    documents = [await arena.facts(job_id) for job_id in jobs]
    assert [jobs[0]] == [job.id for job in claimed]
    assert [("bulk", 1), ("rival", 1)] == [(found["lease"]["worker_id"], found["attempt"]) for found in documents]


async def test_a_job_claimed_before_the_cancel_is_started_and_told_to_stop(arena: Arena) -> None:
    job_id = await arena.enqueue("test.wait")
    arena.pauses.hold("cancelling")
    cancelling = arena.cancelling(job_id)
    await arena.pauses.reached("cancelling")
    await arena.worker()
    await arena.reaches(job_id, "running")

    arena.pauses.release("cancelling")
    asked = await cancelling
    document = await arena.reaches(job_id, "cancelled")

    assert Status.RUNNING == asked.status
    assert (1, 0, False) == (document["attempt"], document["interruptions"], "lease" in document)
    story = await arena.story(job_id, without=WITHOUT)
    assert ["job.created", "job.started", "job.cancel_requested", "job.cancelled"] == story


async def test_a_cancel_between_the_claim_and_the_body_stops_the_body(arena: Arena) -> None:
    job_id = await arena.enqueue("test.wait")
    side = await arena.worker(hold=["claimed"])
    await side.pauses.reached("claimed")
    asked = await arena.cancelling(job_id)

    side.pauses.release("claimed")
    document = await arena.reaches(job_id, "cancelled")

    assert Status.RUNNING == asked.status
    assert (1, 0, False) == (document["attempt"], document["interruptions"], "lease" in document)
    story = await arena.story(job_id, without=WITHOUT)
    assert ["job.created", "job.started", "job.cancel_requested", "job.cancelled"] == story


async def test_a_job_that_is_claimed_and_done_before_the_cancel_stays_done(arena: Arena) -> None:
    job_id = await arena.enqueue("test.echo")
    arena.pauses.hold("cancelling")
    cancelling = arena.cancelling(job_id)
    await arena.pauses.reached("cancelling")
    await arena.worker()
    before = await arena.reaches(job_id, "succeeded")

    arena.pauses.release("cancelling")

    with pytest.raises(Conflict):
        await cancelling
    assert before == await arena.facts(job_id)
    assert ["job.created", "job.started", "job.completed"] == await arena.story(job_id)
