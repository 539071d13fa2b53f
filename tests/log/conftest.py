"""The event log on a real mongod, with as many appenders and readers as a test wants."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager

import pytest

from longhaul.model.event import from_millis
from longhaul.mongo.clock import ManualTime, ServerTime, TimeSource
from longhaul.mongo.collections import EVENTS, JOBS, Collections
from longhaul.mongo.driver import Database, Driver
from longhaul.mongo.indexes import INDEXES, OUTBOX
from longhaul.testing.mongod import Mongod
from tests.log.bench import IN_2100, LogBench

NAME = "log_tests"

_USED = {"retention", "once", "owner", "job", OUTBOX}


@pytest.fixture(scope="session")
def log_uri(replica_set: Mongod) -> str:
    """Where the log of these tests is: one database for all, because building indexes takes longer than a test."""
    asyncio.run(build_log_indexes(replica_set.uri))
    return replica_set.uri


async def build_log_indexes(uri: str) -> None:
    """The indexes of the log and the outboxes."""
    database = Database(uri, NAME)
    for collection in (EVENTS, JOBS):
        models = [index.model() for index in INDEXES if index.collection == collection and index.name in _USED]
        await database.collection(collection).create_indexes(models)
    await database.close()


@asynccontextmanager
async def empty_log(database: Database, time: TimeSource) -> AsyncGenerator[LogBench]:
    """An empty log in `database`, and everything stopped afterwards."""
    bench = LogBench(Collections(database), time)
    for collection in (bench.collections.events, bench.collections.jobs, bench.collections.counters):
        await collection.delete_many({})
    await bench.log.prepare()
    yield bench
    await bench.stop()
    await database.close()


@pytest.fixture(params=["pymongo", "motor"])
async def bench(request: pytest.FixtureRequest, log_uri: str) -> AsyncIterator[LogBench]:
    """A log under each driver, with a clock that the test moves by hand."""
    driver: Driver = request.param
    async with empty_log(Database(log_uri, NAME, driver=driver), ManualTime(from_millis(IN_2100))) as bench:
        yield bench


@pytest.fixture
async def manual(log_uri: str) -> AsyncIterator[LogBench]:
    """A log under the default driver, with a clock that the test moves by hand."""
    async with empty_log(Database(log_uri, NAME), ManualTime(from_millis(IN_2100))) as bench:
        yield bench


@pytest.fixture
async def live(log_uri: str) -> AsyncIterator[LogBench]:
    """A log under the default driver, on the server's own clock."""
    database = Database(log_uri, NAME)
    async with empty_log(database, ServerTime(database)) as bench:
        yield bench


@pytest.fixture
async def alone(standalone: Mongod) -> AsyncIterator[LogBench]:
    """A log on a standalone server: no change streams, no retryable writes."""
    await build_log_indexes(standalone.uri)
    database = Database(standalone.uri, NAME)
    async with empty_log(database, ServerTime(database)) as bench:
        yield bench
