"""The database dies and comes back: nothing is lost, repeated or disordered, and nobody has to be restarted."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from pymongo.errors import PyMongoError

from longhaul.model.event import Cursor, Scope
from longhaul.mongo.clock import ServerTime
from longhaul.mongo.driver import Database
from longhaul.testing.mongod import Mongod, start_mongod
from longhaul.testing.ports import HeldPort
from tests.log.bench import FakeJob, LogBench, Reader
from tests.log.conftest import NAME, build_log_indexes, empty_log


@pytest.fixture
def doomed(tmp_path: Path) -> Iterator[list[Mongod]]:
    """A mongod of this test's own; whatever stands last in the list is stopped at the end."""
    port = HeldPort()  # also while it is away, or another test's server may have it by then
    running = [start_mongod(tmp_path, port=port.number)]
    yield running
    running[-1].stop()
    port.release()


@pytest.fixture
async def log(doomed: list[Mongod]) -> AsyncIterator[LogBench]:
    """Its log."""
    await build_log_indexes(doomed[0].uri)
    database = Database(doomed[0].uri, NAME)
    async with empty_log(database, ServerTime(database)) as bench:
        yield bench


@pytest.mark.crash
async def test_a_killed_database_costs_nothing_once_it_is_back(
    log: LogBench, doomed: list[Mongod], tmp_path: Path
) -> None:
    hub, relay = await log.hub(mode="auto"), await log.relay()
    jobs = [await FakeJob(log).create() for _ in range(3)]
    reader = Reader(await hub.subscribe(Scope(None), Cursor(0, 0), compact=False))
    going_on = True

    async def write(job: FakeJob) -> None:
        while going_on:
            try:
                relay.submit(job.owner, job.id, await job.change())
            except PyMongoError:
                continue  # the driver has waited; whether it was written shows in the next whole outbox

    writing = [asyncio.ensure_future(write(job)) for job in jobs]
    await reader.until(lambda reader: len(reader.seqs) >= 50)
    doomed[0].process.kill()
    doomed[0].process.wait()
    doomed.append(start_mongod(tmp_path, port=doomed[0].port))
    before = len(reader.seqs)
    await reader.until(lambda reader: len(reader.seqs) >= before + 50, timeout_s=60)
    going_on = False
    await asyncio.gather(*writing)
    for job in jobs:
        relay.submit(job.owner, job.id, await job.change())
    await relay.flush()
    events = await log.events()
    await reader.until(lambda reader: len(reader.seqs) >= len(events))
    await reader.close()

    assert [event.seq for event in events] == reader.seqs
    for job in jobs:
        changes = (await job.document())["v"]
        assert list(range(1, changes + 1)) == [event.v for event in events if event.job_id == job.id]
