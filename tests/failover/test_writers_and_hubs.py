"""The primary fails under writers that die and stall: the log equals the changes, and every hub equals the log."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from itertools import pairwise

import pytest

from longhaul.engine.frames import Encoded
from longhaul.engine.subscription import Subscription
from longhaul.model.event import Cursor, Event, Scope
from longhaul.mongo.clock import ServerTime
from longhaul.mongo.collections import Collections
from longhaul.mongo.driver import Database
from tests.failover.chaos import NaiveReader, Writer, dice, overtake, seeds, sweep
from tests.failover.judging import complaints
from tests.failover.patience import PATIENCE_S, insist, unless_unavailable
from tests.failover.trio import FAULTS, Fault, Trio, aside
from tests.log.bench import FakeJob, LogBench, Reader, new_job_id, progress

WRITERS = 5
NEWS = 50
"""So many events each reader sees before the fall, and again after the fallen member is back."""
NEWS_MEANWHILE = 10
"""And so many in between: while a member is frozen, the majority confirms no more than a write per heartbeat."""


class TimedReader(Reader):
    """A reader that knows how long it heard nothing."""

    def __init__(self, subscription: Subscription) -> None:
        self.heard_at: list[float] = []
        super().__init__(subscription)

    @property
    def events(self) -> list[Event]:
        """The events that came."""
        return [delivery.event for delivery in self.deliveries if isinstance(delivery, Encoded)]

    @property
    def longest_silence_s(self) -> float:
        """Between two batches of events."""
        return max((later - earlier for earlier, later in pairwise(self.heard_at)), default=0.0)

    async def news(self, count: int) -> None:
        """Return when `count` more have come."""
        seen = len(self.seqs)
        await self.until(lambda reader: len(reader.seqs) >= seen + count, timeout_s=PATIENCE_S)

    async def _consume(self) -> None:
        async for batch in self.subscription:
            if any(isinstance(delivery, Encoded) for delivery in batch):
                self.heard_at.append(time.monotonic())
            self.deliveries += batch
            self._changed.set()


@pytest.fixture
async def log(trio: Trio, log: LogBench) -> AsyncIterator[LogBench]:
    """The log, for writers whose calls to a frozen primary end soon."""
    async with opened(trio, log.collections.database.name) as bench:
        yield bench


@pytest.fixture
async def api(trio: Trio, log: LogBench) -> AsyncIterator[LogBench]:
    """The log as the processes of an API reach it, with connections of their own."""
    async with opened(trio, log.collections.database.name) as bench:
        yield bench


@asynccontextmanager
async def opened(trio: Trio, name: str) -> AsyncGenerator[LogBench]:
    """The log in database `name`, and everything stopped afterwards."""
    database = Database(trio.uri(timeout_ms=4000), name)
    bench = LogBench(Collections(database), ServerTime(database))
    yield bench
    trio.thaw()
    await bench.stop()
    await database.close()


@pytest.mark.crash
@pytest.mark.parametrize("seed", seeds(1))
@pytest.mark.parametrize("fault", FAULTS)
async def test_a_failing_primary_loses_repeats_and_disorders_nothing(
    trio: Trio, log: LogBench, api: LogBench, fault: Fault, seed: int, request: pytest.FixtureRequest
) -> None:
    naive = NaiveReader(api.log)
    changes = await overtake(log, naive)
    hubs = [await api.hub(mode="auto", log=api.appender()) for _ in range(2)]
    readers = [TimedReader(await hub.subscribe(Scope(None), Cursor(0, 0), compact=False)) for hub in hubs]
    jobs = [await FakeJob(log).create() for _ in range(10)]
    places = [lambda: naive.place, lambda: hubs[0].cursor.seq]
    going_on = True

    async def write(writer: Writer) -> None:
        while going_on:
            await unless_unavailable(writer.step)

    writing = [asyncio.ensure_future(write(Writer(log, jobs, one, places))) for one in dice(seed, WRITERS)]
    reading = asyncio.ensure_future(naive.run())
    await asyncio.gather(*(reader.news(NEWS) for reader in readers))
    fallen = await aside(lambda: trio.fall(fault))
    await asyncio.gather(*(reader.news(NEWS_MEANWHILE) for reader in readers))
    trio.rise(fallen)
    await asyncio.gather(*(reader.news(NEWS) for reader in readers))
    going_on = False
    await asyncio.gather(*writing)
    # What was unanswered is decided once the same job has been changed again.
    for job in jobs:
        await insist(job.change)
    await insist(lambda: sweep(log))
    mark = new_job_id()
    (last,) = await insist(lambda: log.log.append([progress(1, mark)]))
    await asyncio.gather(*(reader.until(lambda reader: last.seq in reader.seqs) for reader in readers))
    await asyncio.gather(*(reader.close() for reader in readers))
    reading.cancel()

    # Members of a busy machine hold elections of their own, and right after one a plain read may show less.
    settled = log.collections.database.settled
    stored = await insist(lambda: settled(log.stored))
    newest = [(await insist(lambda job=job: settled(job.document)))["v"] for job in jobs]
    events = [event for event in stored if not event.is_tombstone]
    changes |= {job.id: v for job, v in zip(jobs, newest, strict=True)} | {mark: 1}
    request.node.user_properties += [
        ("longest_silence_s", [round(reader.longest_silence_s, 2) for reader in readers]),
        ("events", len(events)),
        ("missed_by_the_naive_reader", len(stored) - len(naive.events)),
    ]
    assert list(range(1, last.seq + 1)) == [event.seq for event in stored]
    assert set() == complaints(stored, changes)
    assert [events] * 2 == [reader.events for reader in readers]
    assert "lost" in complaints(naive.events, changes)
