"""What is decided by reading right after an election, when reads may show less than was confirmed before it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any, cast

import pytest
from pymongo.errors import AutoReconnect

from longhaul.engine.lease_keeper import LeaseKeeper, Signal
from longhaul.model.event import NewEvent, Scope
from longhaul.model.job import Job, NewJob
from longhaul.model.lease import Lease
from longhaul.mongo.change import Success
from longhaul.mongo.clock import ServerTime
from longhaul.mongo.collections import Collections
from longhaul.mongo.driver import Database
from longhaul.mongo.holder import HolderStore
from longhaul.mongo.jobs import Held, JobStore
from longhaul.mongo.log_reader import COUNTER_ID
from longhaul.mongo.requests import JobRequests
from longhaul.testing.faults import Pauses
from tests.failover.election import Election, election
from tests.failover.trio import Trio
from tests.log.bench import FakeJob, LogBench, Reader, progress
from tests.support.waiting import eventually

pytestmark = pytest.mark.crash


@pytest.fixture
def timeout_ms() -> int:
    """Longer than any test holds an election."""
    return 20_000


async def claimed(jobs: JobStore) -> tuple[Job, Lease]:
    """A new job, and the lease under which it runs."""
    await jobs.insert([NewJob("demo.noop", "ada", {})])
    (job,) = await jobs.claim("w1", ["default"], ["demo.noop"], lease_s=60.0, limit=1)
    assert job.lease is not None
    return job, job.lease


async def test_a_write_that_changes_nothing_waits_until_all_that_was_confirmed_can_be_read(
    trio: Trio, log: LogBench
) -> None:
    async with election(trio, log.collections.database) as held:
        await held.hold()
        (event,) = await log.fill(1)
        await held.begin()
        before = await log.stored()

        await held.ask(log.collections.counters.update_one({"_id": COUNTER_ID}, {"$max": {"n": 0}}))

        assert ([], [event]) == (before, await log.stored())


async def test_a_lease_that_is_held_is_not_told_to_be_lost(trio: Trio, database: Database) -> None:
    jobs = JobStore(Collections(database), ServerTime(database))
    looks: list[list[Held]] = []
    signals: list[Signal] = []

    class Looking(JobStore):
        async def look(self, leases: Any) -> list[Held]:
            looks.append(await super().look(leases))
            return looks[-1]

    @asynccontextmanager
    async def open_store() -> AsyncGenerator[JobStore]:
        own = Database(trio.uri(timeout_ms=20_000), database.name)
        yield Looking(Collections(own), ServerTime(own))
        await own.close()

    keeper = LeaseKeeper(open_store, lease_s=60.0)
    async with election(trio, database) as held:
        await held.hold()
        _, lease = await claimed(jobs)
        await held.begin()
        keeper.add(lease, signals.append, asked_at=time.monotonic())
        await keeper.start()

        await held.ask(eventually(lambda: looks))
        await eventually(lambda: signals or looks[-1][0].is_held)

        await keeper.stop()
        assert [] == signals


async def test_a_claim_whose_answer_was_lost_is_found(trio: Trio, database: Database) -> None:
    jobs = JobStore(Collections(database), ServerTime(database))
    new = [NewJob("demo.noop", "ada", {}) for _ in range(2)]
    await jobs.insert(new)
    async with election(trio, database) as held:
        await held.hold()
        collections = Collections(database)
        collections.jobs = cast("Any", AnswerLost(collections.jobs, held))
        claims = JobStore(collections, ServerTime(database))

        claim = claims.claim("w1", ["default"], ["demo.noop"], lease_s=60.0, limit=2)
        found = await held.ask(claim)

        assert len(new) == len(found)


async def test_the_cursor_of_a_delivered_event_is_not_ahead(trio: Trio, log: LogBench) -> None:
    async with election(trio, log.collections.database) as held:
        await held.hold()
        (event,) = await log.fill(1)
        await held.begin()

        refused = await held.ask(log.log.check(event.cursor))

        assert None is refused


async def test_the_cursor_of_a_delivered_event_is_not_unknown(trio: Trio, log: LogBench) -> None:
    pauses = Pauses()
    await log.fill(1)
    async with election(trio, log.collections.database) as held:
        pauses.hold("reserved")
        appending = [asyncio.ensure_future(log.appender(probe=pauses).append([progress(v)])) for v in (1, 2)]
        await eventually(lambda: head_is(log, 3))
        await held.hold()
        pauses.release("reserved")
        (first, *_), _ = await asyncio.gather(*appending)
        await held.begin()

        refused = await held.ask(log.log.check(first.cursor))

        assert None is refused


async def test_a_replay_from_the_database_loses_nothing(trio: Trio, log: LogBench) -> None:
    hub = await log.hub(ring_count=2)
    first, *_ = await log.fill(5)
    async with election(trio, log.collections.database) as held:
        await held.hold()
        await log.fill(5)
        await eventually(lambda: hub.cursor.seq == 10)
        await held.begin()
        reader = Reader(await hub.subscribe(Scope("ada"), first.cursor, compact=False))

        await held.ask(eventually(lambda: reader.subscription.place.seq == 10))
        await log.fill(1)
        await reader.until(lambda reader: 11 in reader.seqs)

        await reader.close()
        assert list(range(2, 12)) == reader.seqs


async def test_a_job_is_not_read_older_than_the_cursor_with_which_a_stream_continues(trio: Trio, log: LogBench) -> None:
    jobs, requests = JobStore(log.collections, log.time), JobRequests(log.collections, log.time)
    hub = await log.hub()
    async with election(trio, log.collections.database) as held:
        await jobs.insert([NewJob("demo.noop", "ada", {})])
        await held.hold()
        (job,) = await jobs.claim("w1", ["default"], ["demo.noop"], lease_s=60.0, limit=1)
        await log.log.append([NewEvent(entry.type, "ada", job.id, entry.v, entry.data) for entry in job.outbox])
        await eventually(lambda: hub.cursor.seq == len(job.outbox))
        await held.begin()

        read = await held.ask(requests.get("ada", job.id))

        assert job.v == read.v


async def test_versions_that_another_process_wrote_are_fetched_before_going_on(trio: Trio, log: LogBench) -> None:
    relay = await log.relay()
    job = await FakeJob(log).create()
    relay.submit(job.owner, job.id, await job.change())
    await relay.flush()
    async with election(trio, log.collections.database) as held:
        await held.hold()
        await job.change("job.cancel_requested")
        (*_, third) = await job.change()
        await held.begin()

        relay.submit(job.owner, job.id, [third])
        await held.ask(relay.flush())

        assert [1, 2, 3] == [event.v for event in await log.events()]


async def test_an_end_sent_again_meets_itself(trio: Trio, database: Database) -> None:
    collections, time = Collections(database), ServerTime(database)
    jobs, holder = JobStore(collections, time), HolderStore(collections, time)
    async with election(trio, database) as held:
        await held.hold()
        job, lease = await claimed(jobs)
        end = Success(job, lease, job.v, {"ok": True}, 1)
        written = await holder.succeed(end)
        await held.begin()

        again = await held.ask(holder.succeed(end))

        assert written == again


async def test_a_job_asked_for_again_is_found_by_its_key(trio: Trio, database: Database) -> None:
    jobs = JobStore(Collections(database), ServerTime(database))
    new = NewJob("demo.noop", "ada", {}, idempotency_key="once")
    async with election(trio, database) as held:
        await held.hold()
        (first,) = await jobs.insert([new])
        await held.begin()

        (again,) = await held.ask(jobs.insert([new]))

        assert (first.job.id, True) == (again.job.id, again.existed)


class AnswerLost:
    """Jobs whose first update lands on the old primary; the answer does not arrive, for another is elected."""

    def __init__(self, jobs: Any, held: Election) -> None:
        self._jobs = jobs
        self._held = held
        self._is_lost = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._jobs, name)

    async def update_many(self, *arguments: Any, **options: Any) -> Any:
        """Update, and lose the answer the first time."""
        outcome = await self._jobs.update_many(*arguments, **options)
        if self._is_lost:
            return outcome
        self._is_lost = True
        await self._held.begin()
        raise AutoReconnect("connection closed")


async def head_is(log: LogBench, number: int) -> bool:
    """Whether `number` is the highest that was given out."""
    return (await log.log.head()).seq == number
