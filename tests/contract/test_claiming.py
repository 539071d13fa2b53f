"""What a claim takes, in which order, and what it stamps."""

from __future__ import annotations

import asyncio
import random
from datetime import timedelta

from longhaul.model.job import Job
from longhaul.model.states import Status
from longhaul.mongo.jobs import JobStore
from longhaul.mongo.spread import Spread
from tests.model.ground import AtRest

from .conftest import Store


async def test_a_claim_raises_the_attempt_and_stamps_a_lease(store: Store) -> None:
    await store.enqueue(args={"n": 1})

    (job,) = await store.claim("w1")

    assert (job.status, job.attempt, job.args) == (Status.RUNNING, 1, {"n": 1})
    assert job.lease is not None
    assert job.lease.worker_id == "w1"
    assert store.time.now_expr()["$literal"] + timedelta(seconds=12) == job.lease_expires_at


async def test_higher_priority_is_claimed_first_then_the_older_job(store: Store) -> None:
    late = await store.enqueue(priority=5)
    store.time.advance(1)
    later = await store.enqueue(priority=5)
    urgent = await store.enqueue(priority=0)

    claimed = [job.id for _ in range(3) for job in await store.claim()]

    assert [urgent.id, late.id, later.id] == claimed


async def test_many_are_claimed_in_the_same_order_as_one_by_one(store: Store) -> None:
    jobs: list[Job] = []
    for priority in (5, 1, 5, 0):
        jobs.append(await store.enqueue(priority=priority))
        store.time.advance(1)

    claimed = await store.claim(limit=10)

    assert [jobs[3].id, jobs[1].id, jobs[0].id, jobs[2].id] == [job.id for job in claimed]


async def test_what_a_bulk_claim_answers_is_what_is_stored(store: Store) -> None:
    for _ in range(3):
        await store.enqueue(args={"a": "$b"})

    claimed = await store.claim(limit=3)

    for job in claimed:
        stored = await store.requests.get("ada", job.id)
        assert (stored.v, stored.attempt, stored.status) == (job.v, job.attempt, job.status)
        assert stored.lease == job.lease
        assert stored.outbox == job.outbox


async def test_a_job_that_is_not_due_is_left(store: Store) -> None:
    now = await store.time.now()
    await store.enqueue(run_at=now + timedelta(seconds=60))

    assert await store.claim() == []
    assert await store.jobs.next_run_at_s(["default", "other"], ["demo.noop"]) == 60.0

    store.time.advance(60)

    assert len(await store.claim()) == 1


async def test_other_queues_and_tasks_without_a_handler_are_left(store: Store) -> None:
    await store.enqueue(queue="slow")
    await store.enqueue("demo.unknown")

    assert await store.claim() == []
    assert len(await store.claim(queues=("default", "slow"))) == 1


async def test_one_job_goes_to_one_of_many_claimers(store: Store) -> None:
    await store.enqueue()

    answers = await asyncio.gather(*(store.claim(f"w{n}", limit=1 + n % 3) for n in range(12)))

    assert sum(len(jobs) for jobs in answers) == 1


async def test_a_hundred_jobs_are_shared_out_without_a_double_claim(store: Store) -> None:
    for _ in range(100):
        await store.enqueue()

    async def take(worker: str) -> list[str]:
        taken: list[str] = []
        while jobs := await store.claim(worker, limit=7):
            taken += [job.id for job in jobs]
        return taken

    shares = await asyncio.gather(*(take(f"w{n}") for n in range(5)))
    # A round that lost every race answers empty: one more pass takes what such a round left.
    rest = await take("w9")

    ids = [job_id for share in (*shares, rest) for job_id in share]
    assert 100 == len(ids) == len(set(ids))


async def test_who_looks_past_jobs_comes_back_to_them_until_none_is_left(store: Store) -> None:
    enqueued = {(await store.enqueue()).id for _ in range(25)}
    far = Spread(random.Random(0))
    for _ in range(2):
        far.took(0, 5, limit=5)
    elsewhere = JobStore(store.collections, store.time, rotation=AtRest(), spread=far)

    claims = [
        await elsewhere.claim("w2", ("default",), ("demo.noop",), lease_s=12.0, limit=5) for _ in range(len(enqueued))
    ]

    claimed = [job.id for jobs in claims for job in jobs]
    assert enqueued == set(claimed)
    assert len(enqueued) == len(claimed)
    assert claims[0][0].id != min(enqueued), "it did not look past any"
