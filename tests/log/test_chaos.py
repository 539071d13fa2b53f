"""Crashing and stalling appenders: the log equals the changes, and every reader equals the log."""

from __future__ import annotations

import asyncio
import contextlib
from itertools import pairwise
from random import Random

import pytest

from longhaul.engine.hub import Hub
from longhaul.engine.sweeper import Sweeper
from longhaul.engine.tail import Tail
from longhaul.model.event import Cursor, Event, NewEvent, Scope
from longhaul.model.probe import Point
from longhaul.mongo.event_log import EventLog
from tests.log.bench import FakeJob, LogBench, Reader, progress
from tests.support.waiting import eventually

STEPS = 30
CRASHES = 0.05
STALLS = 0.10


class ProcessDied(Exception):
    """Whatever the appender was about to do does not happen."""


class NaiveReader:
    """Reads what is above the highest number it has seen, as most readers of such logs do."""

    def __init__(self, log: EventLog) -> None:
        self._log = log
        self.events: list[Event] = []

    @property
    def place(self) -> int:
        """The highest number seen."""
        return self.events[-1].seq if self.events else 0

    async def read(self) -> None:
        """Read on."""
        self.events += await self._log.tail(self.place, 1000)

    async def run(self) -> None:
        """Read on for ever."""
        while True:
            await self.read()
            await asyncio.sleep(0.005)


class Writer:
    """A process that changes jobs and relays their outboxes; it dies and stalls as its dice say."""

    def __init__(self, bench: LogBench, jobs: list[FakeJob], dice: Random, naive: NaiveReader, hub: Hub) -> None:
        self._bench = bench
        self._jobs = jobs
        self._dice = dice
        self._naive = naive
        self._hub = hub
        self._log = bench.appender(probe=self._reach)

    async def run(self) -> None:
        """Change a job, relay its whole outbox, clear it; again and again."""
        for _ in range(STEPS):
            job = self._dice.choice(self._jobs)
            with contextlib.suppress(ProcessDied):
                outbox = await job.change()
                self._perhaps_die()
                await self._log.append([NewEvent(e.type, job.owner, job.id, e.v, e.data) for e in outbox])
                self._perhaps_die()
                await self._bench.outboxes.clear({job.id: [entry.v for entry in outbox]})

    async def _reach(self, point: Point) -> None:
        self._perhaps_die()
        if point == "reserved" and self._dice.random() < STALLS:
            head = (await self._log.head()).seq
            # Until readers that do not wait have gone past, or until those that do have closed the number.
            passed = self._dice.choice([lambda: self._naive.place, lambda: self._hub.cursor.seq])
            with contextlib.suppress(AssertionError):
                await eventually(lambda: passed() >= head, timeout_s=1.0)

    def _perhaps_die(self) -> None:
        if self._dice.random() < CRASHES:
            raise ProcessDied


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_crashes_and_stalls_lose_repeat_and_disorder_nothing(live: LogBench, seed: int) -> None:
    hubs = [await live.hub(log=live.appender()) for _ in range(2)]
    readers = [Reader(await hub.subscribe(Scope(None), Cursor(0, 0), compact=False)) for hub in hubs]
    naive = NaiveReader(live.log)
    jobs = [await FakeJob(live).create() for _ in range(10)]
    writers = [Writer(live, jobs, dice, naive, hubs[0]) for dice in _dice(seed, count=5)]
    reading = asyncio.ensure_future(naive.run())

    await asyncio.gather(*(writer.run() for writer in writers))
    await Sweeper(live.log, live.outboxes, older_than_s=0.0).run_once()
    (mark,) = await live.fill(1)
    await asyncio.gather(*(reader.until(lambda reader: mark.seq in reader.seqs) for reader in readers))
    reading.cancel()
    await naive.read()
    await asyncio.gather(*(reader.close() for reader in readers))

    stored = await live.stored()
    events = [event for event in stored if not event.is_tombstone]
    assert list(range(1, mark.seq + 1)) == [event.seq for event in stored]
    for job in jobs:
        changes = (await job.document())["v"]
        assert list(range(1, changes + 1)) == [event.v for event in events if event.job_id == job.id]
    assert [[event.seq for event in events]] * 2 == [reader.seqs for reader in readers]
    assert all(earlier.at <= later.at for earlier, later in pairwise(events))
    assert len(naive.events) < len(stored)


def _dice(seed: int, *, count: int) -> list[Random]:
    return [Random(f"{seed}-{index}") for index in range(count)]


async def test_a_reader_that_does_not_wait_for_lower_numbers_loses_what_the_tail_delivers(bench: LogBench) -> None:
    reserved, go_on = asyncio.Event(), asyncio.Event()

    async def stall(point: Point) -> None:
        if point == "reserved":
            reserved.set()
            await go_on.wait()

    naive, tail = NaiveReader(bench.log), Tail(bench.log, Cursor(0, 0), monotonic=lambda: 0.0)
    slow = asyncio.ensure_future(bench.appender(probe=stall).append([progress(1)]))
    await reserved.wait()
    await bench.fill(1)
    await naive.read()
    early = await tail.read()
    go_on.set()
    await slow

    await naive.read()
    read = early + await tail.read()

    assert [2] == [event.seq for event in naive.events]
    assert [1, 2] == [event.seq for event in read]
