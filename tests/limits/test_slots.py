"""How many of one owner's jobs of a task run at once."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from longhaul.model.job import Job, NewJob
from longhaul.mongo.change import Success

from .conftest import NOW, Office


async def queued(office: Office, count: int, owner: str = "ada", **more: object) -> list[Job]:
    """Jobs that wait."""
    new = [NewJob("limits.slotted", owner, {"n": n}, **more) for n in range(count)]  # pyright: ignore[reportArgumentType]
    return [answer.job for answer in await office.jobs.insert(new)]


async def ended(office: Office, job: Job) -> None:
    """End a running job and free its slot, as a worker does."""
    assert job.lease is not None
    await office.holder.succeed(Success(job, job.lease, job.v, {}, 1))
    await office.slots.free(job)


async def refused(office: Office, job: Job, limit: int) -> None:
    """Put a claimed job off and park it, as a worker does."""
    assert job.lease is not None
    await office.holder.snooze(job.lease, 30.0, "no slot")
    await office.slots.park(job, limit)


async def test_of_many_at_once_exactly_as_many_as_there_are_slots_get_one(office: Office) -> None:
    await queued(office, 12)
    jobs = await office.claim(limit=12)

    granted = await asyncio.gather(*(office.slots.take(job, 3) for job in jobs))

    assert 3 == sum(granted)


async def test_each_owner_has_slots_of_its_own(office: Office) -> None:
    ada, bob = await office.running("ada"), await office.running("bob")

    assert await office.slots.take(ada, 1)
    assert await office.slots.take(bob, 1)


async def test_taking_twice_for_the_same_claim_holds_one_slot(office: Office) -> None:
    job, other = await office.running(), await office.running()

    assert await office.slots.take(job, 2)
    assert await office.slots.take(job, 2)

    assert await office.slots.take(other, 2)


async def test_a_freed_slot_goes_to_the_next(office: Office) -> None:
    first, second = await office.running(), await office.running()
    assert await office.slots.take(first, 1)
    assert not await office.slots.take(second, 1)

    await ended(office, first)

    assert await office.slots.take(second, 1)


async def test_the_slot_of_a_dead_worker_is_free_once_its_job_is_rescued(office: Office) -> None:
    dead, waiting = await office.running(), await office.running()
    assert await office.slots.take(dead, 1)
    assert dead.lease is not None
    assert waiting.lease is not None
    office.time.advance(10)
    await office.jobs.renew([waiting.lease], 12.0)
    office.time.advance(5)
    assert not await office.slots.take(waiting, 1)

    await office.holder.rescue(dead.lease, 20)

    assert await office.slots.take(waiting, 1)
    again = await office.claimed()
    assert dead.id == again.id
    assert not await office.slots.take(again, 1)


async def test_an_end_whose_slot_was_never_freed_blocks_nobody(office: Office) -> None:
    job, other = await office.running(), await office.running()
    await office.slots.take(job, 1)
    assert job.lease is not None
    await office.holder.succeed(Success(job, job.lease, job.v, {}, 1))

    assert await office.slots.take(other, 1)


async def test_who_gets_no_slot_waits_together_with_those_behind_and_one_is_called_by_each_end(office: Office) -> None:
    running = await office.running()
    await office.slots.take(running, 1)
    jobs = await queued(office, 5)
    await queued(office, 1, owner="bob")
    await refused(office, await office.claimed(), 1)
    assert ["bob"] == [job.owner for job in await office.claim(limit=10)]

    await ended(office, running)

    (called,) = await office.claim(limit=10)
    assert jobs[0].id == called.id
    assert await office.slots.take(called, 1)


async def test_a_slot_freed_while_its_next_was_being_parked_is_not_forgotten(office: Office) -> None:
    running = await office.running()
    await office.slots.take(running, 1)
    (job,) = await queued(office, 1)
    claimed = await office.claimed()
    assert not await office.slots.take(claimed, 1)
    await ended(office, running)

    await refused(office, claimed, 1)

    assert [job.id] == [called.id for called in await office.claim(limit=10)]


async def test_parked_jobs_come_back_by_themselves_when_nobody_calls(office: Office) -> None:
    running = await office.running()
    await office.slots.take(running, 1)
    await queued(office, 3)
    await refused(office, await office.claimed(), 1)
    assert [] == await office.claim(limit=10)

    office.time.advance(30)

    assert 3 == len(await office.claim(limit=10))


async def test_a_called_job_that_is_tried_again_later_keeps_its_own_time(office: Office) -> None:
    running = await office.running()
    await office.slots.take(running, 1)
    await queued(office, 1)
    await refused(office, await office.claimed(), 1)
    office.time.advance(30)
    again = await office.claimed()
    assert again.lease is not None
    await office.holder.snooze(again.lease, 3600.0, "not today")

    await ended(office, running)

    assert [] == await office.claim(limit=10)


async def test_the_document_outlives_the_longest_attempt(office: Office) -> None:
    job = await office.running()

    await office.slots.take(job, 1)

    document = await office.limit("slots:ada:limits.slotted")
    assert document["expires_at"] > NOW + timedelta(seconds=job.timeout_s)
