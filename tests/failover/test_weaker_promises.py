"""Why the counter is written and the log read at majority: beside the real log, one with less loses under the same."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest
from pymongo import WriteConcern
from pymongo.read_concern import ReadConcern

from longhaul.model.event import Event
from longhaul.model.probe import Probe
from longhaul.mongo.clock import ServerTime
from longhaul.mongo.collections import COUNTERS, EVENTS, Collections
from longhaul.mongo.driver import Database
from longhaul.mongo.event_log import EventLog
from longhaul.mongo.indexes import build_indexes
from longhaul.mongo.log_reader import COUNTER_ID
from longhaul.testing.faults import Pauses
from longhaul.testing.replica_set import Member
from tests.failover.following import Follower
from tests.failover.judging import Complaint, complaints
from tests.failover.patience import insist
from tests.failover.trio import Trio, aside
from tests.log.bench import LogBench, new_job_id, progress
from tests.support.waiting import eventually


class CountedByOne(Collections):
    """Numbers are given out as soon as the primary has them."""

    def __init__(self, database: Database, probe: Probe | None = None) -> None:
        super().__init__(database, probe)
        self.counters = self.counters.with_options(write_concern=WriteConcern(1))

    def probed(self, probe: Probe) -> Collections:
        """As above."""
        return type(self)(self.database, probe)


class ReadFromOne(Collections):
    """Events are read as soon as the primary has them."""

    def __init__(self, database: Database, probe: Probe | None = None) -> None:
        super().__init__(database, probe)
        self.events = self.events.with_options(read_concern=ReadConcern("local"))

    def probed(self, probe: Probe) -> Collections:
        """As above."""
        return type(self)(self.database, probe)


class CountedByAndReadFromOne(CountedByOne, ReadFromOne):
    """Both."""


class Side:
    """One of the two logs: three events are in it, and what its tail has read of it is kept."""

    def __init__(self, trio: Trio, collections: Collections) -> None:
        self._trio = trio
        self._name = collections.database.name
        self._bench = LogBench(collections, ServerTime(collections.database))
        self._follower = Follower(self._bench.log)
        self.log = self._bench.log
        self.jobs = [new_job_id() for _ in range(3)]
        self.filler = new_job_id()

    @property
    def read(self) -> list[Event]:
        """What the tail has read."""
        return self._follower.events

    @property
    def complaints(self) -> set[Complaint]:
        """What is wrong with what the tail has read."""
        return complaints(self.read, {self.filler: 3, **dict.fromkeys(self.jobs, 1)})

    def appender(self, probe: Probe) -> EventLog:
        """The access of a process that `probe` stalls, however long."""
        return self._bench.appender(probe=probe, monotonic=lambda: 0.0)

    async def begin(self) -> None:
        """Prepare the log, and read its first three events."""
        await insist(lambda: build_indexes(self._bench.collections.database))
        await self.log.prepare()
        await self._bench.fill(3, job_id=self.filler)
        await self.read_on()

    async def append(self, job: int, log: EventLog | None = None) -> Event:
        """Append the only event of one of the jobs."""
        (event,) = await (log or self.log).append([progress(1, self.jobs[job])])
        return event

    async def read_on(self) -> None:
        """Read all there is, closing what is missing."""
        await self._follower.read_all()

    async def stored(self) -> list[Event]:
        """What the log has in the end."""
        return await self._bench.stored()

    async def has(self, member: Member, *, number: int | None = None, event: int | None = None) -> None:
        """Return when `member`, whatever the majority has, has given out `number` or stored `event`."""

        def is_there() -> bool:
            with self._trio.client(member) as client:
                database = client.get_database(self._name)
                if event is not None:
                    return database.get_collection(EVENTS).find_one({"_id": event}) is not None
                found = database.get_collection(COUNTERS).find_one({"_id": COUNTER_ID})
                return found is not None and found["n"] == number

        await eventually(lambda: aside(is_there), description=f"number {number}, event {event} on the primary")


@pytest.fixture
async def databases(trio: Trio, unused_name: str) -> AsyncIterator[list[Database]]:
    """One for each of the two logs."""
    opened = [Database(trio.uri(timeout_ms=20_000), f"{unused_name}_{kind}") for kind in ("real", "weak")]
    yield opened
    for database in opened:
        await database.close()


async def begin(trio: Trio, databases: list[Database], weak: type[Collections]) -> tuple[Side, Side]:
    """The real log and the one with weaker promises."""
    sides = Side(trio, Collections(databases[0])), Side(trio, weak(databases[1]))
    for side in sides:
        await side.begin()
    return sides


async def die(trio: Trio, primary: Member, doomed: list[asyncio.Task[Event]]) -> None:
    """Kill the primary and the processes that were writing to it."""
    for task in doomed:
        task.cancel()
    await asyncio.gather(*doomed, return_exceptions=True)
    trio.nodes.kill(primary)


@pytest.mark.crash
async def test_numbers_and_events_that_only_the_primary_had_are_neither_given_out_nor_read(
    trio: Trio, databases: list[Database]
) -> None:
    real, weak = await begin(trio, databases, CountedByAndReadFromOne)
    async with trio.alone() as primary:
        doomed = [asyncio.ensure_future(side.append(0)) for side in (real, weak)]
        await real.has(primary, number=4)
        await weak.has(primary, event=4)
        for side in (real, weak):
            await side.read_on()
        await die(trio, primary, doomed)
    await aside(trio.primary)

    for side in (real, weak):
        for job in (1, 0, 2):  # another process goes on, and one relays what the dead one left behind
            await side.append(job)
        await side.read_on()

    assert set() == real.complaints
    assert await real.stored() == real.read
    assert {"lost", "repeated"} == weak.complaints


@pytest.mark.crash
async def test_events_that_only_the_primary_had_are_not_read(trio: Trio, databases: list[Database]) -> None:
    real, weak = await begin(trio, databases, ReadFromOne)
    pauses = Pauses()
    pauses.hold("reserved")
    async with AsyncExitStack() as stack:
        doomed: list[asyncio.Task[Event]] = []
        for side in (real, weak):
            doomed.append(asyncio.ensure_future(side.append(0, side.appender(pauses))))
            await side.has(trio.primary(), number=4)
            await pauses.reached("reserved")
        primary = await stack.enter_async_context(trio.alone())
        pauses.release("reserved")
        for side in (real, weak):
            await side.has(primary, event=4)
            await side.read_on()
        await die(trio, primary, doomed)
    await aside(trio.primary)

    for side in (real, weak):
        for job in (1, 0, 2):
            await side.append(job)
        await side.read_on()

    assert set() == real.complaints
    assert await real.stored() == real.read
    assert {"repeated"} == weak.complaints


@pytest.mark.crash
async def test_a_number_that_only_the_primary_had_given_out_stands_at_no_event(
    trio: Trio, databases: list[Database]
) -> None:
    real, weak = await begin(trio, databases, CountedByOne)
    first, second = Pauses(), Pauses()
    first.hold("reserved")
    second.hold("reserved")
    appending: dict[Side, list[asyncio.Task[Event]]] = {}
    async with trio.alone() as primary:
        for side in (real, weak):
            appending[side] = []
            for job, pauses in enumerate((first, second)):
                appending[side].append(asyncio.ensure_future(side.append(job, side.appender(pauses))))
                await side.has(primary, number=4 + job)
        trio.nodes.kill(primary)
    await aside(trio.primary)
    for side in (real, weak):
        await side.append(2)

    second.release("reserved")
    refused = [await side.log.check((await appending[side][1]).cursor) for side in (real, weak)]
    first.release("reserved")
    for side in (real, weak):
        await appending[side][0]
        await side.read_on()

    assert [None, "ahead"] == refused
    assert set() == real.complaints
    assert {"time goes back"} == weak.complaints
