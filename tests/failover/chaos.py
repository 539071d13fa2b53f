"""What chaos runs are made of: writers that die and stall as their dice say, and a reader that does not wait."""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import Callable, Sequence
from random import Random

from longhaul.engine.sweeper import Sweeper
from longhaul.model.errors import StoreUnavailable
from longhaul.model.event import Event, NewEvent
from longhaul.model.probe import Point
from longhaul.mongo.event_log import EventLog
from longhaul.testing.faults import Pauses
from tests.failover.patience import PATIENCE_S, insist
from tests.log.bench import FakeJob, LogBench, new_job_id, progress
from tests.support.waiting import eventually

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

    async def reach(self, number: int) -> None:
        """Read on until `number`, which the log has; right after an election a read may not show it yet."""

        async def is_there() -> bool:
            await insist(self.read)
            return self.place >= number

        await eventually(is_there, timeout_s=PATIENCE_S, description=f"number {number} is read")

    async def run(self) -> None:
        """Read on for ever, also while the database does not answer."""
        while True:
            with contextlib.suppress(StoreUnavailable):
                await self.read()
            await asyncio.sleep(0.005)


class Writer:
    """A process that changes jobs and relays their outboxes; it dies and stalls as its dice say."""

    def __init__(
        self, bench: LogBench, jobs: Sequence[FakeJob], dice: Random, places: Sequence[Callable[[], int]]
    ) -> None:
        """`places` are where readers are: a writer stalls until one of them has gone past what it has reserved."""
        self._bench = bench
        self._jobs = jobs
        self._dice = dice
        self._places = places
        self._log = bench.appender(probe=self._reach)

    async def step(self) -> None:
        """Change a job, relay its whole outbox, clear it."""
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
            place = self._dice.choice(self._places)
            with contextlib.suppress(AssertionError):
                await eventually(lambda: place() >= head, timeout_s=1.0)

    def _perhaps_die(self) -> None:
        if self._dice.random() < CRASHES:
            raise ProcessDied


async def overtake(bench: LogBench, naive: NaiveReader) -> dict[str, int]:
    """Have `naive` read past a number whose event comes later; the two jobs of this and their versions.

    The runs begin with it, before their hubs: whatever the dice say, a reader that does not wait is caught.
    """
    pauses, slow_job, quick_job = Pauses(), new_job_id(), new_job_id()
    pauses.hold("reserved")
    slow = asyncio.ensure_future(bench.appender(probe=pauses).append([progress(1, slow_job)]))
    await pauses.reached("reserved")
    (quick,) = await bench.log.append([progress(1, quick_job)])
    await naive.reach(quick.seq)
    pauses.release("reserved")
    await slow
    return {slow_job: 1, quick_job: 1}


def seeds(default: int) -> range:
    """Seeds of a chaos run: `default` of them, or as many as LONGHAUL_CHAOS_SEEDS says."""
    return range(1, int(os.environ.get("LONGHAUL_CHAOS_SEEDS", default)) + 1)


def dice(seed: int, count: int) -> list[Random]:
    """One for each of `count` writers."""
    return [Random(f"{seed}-{index}") for index in range(count)]


async def sweep(bench: LogBench) -> None:
    """Relay what waits in any outbox, however young: what this process takes for now is a little in the past."""
    await Sweeper(bench.log, bench.outboxes, older_than_s=-60.0).run_once()
