"""Races on a real mongod: one database for all of them, empty for each."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest

from longhaul.model.event import from_millis
from longhaul.model.settings import WorkerSettings
from longhaul.mongo.clock import ManualTime
from longhaul.mongo.collections import Collections
from longhaul.mongo.driver import Database
from longhaul.mongo.indexes import build_indexes
from longhaul.runtime import open_core
from longhaul.testing.mongod import Mongod
from tests.log.bench import IN_2100, LogBench
from tests.races.arena import DATABASE, Arena, Held
from tests.support.tasks import TASKS


@pytest.fixture(scope="session")
def races_uri(replica_set: Mongod) -> str:
    """Where the races are run: one database for all, because building indexes takes longer than a race."""

    async def build() -> None:
        database = Database(replica_set.uri, DATABASE)
        await build_indexes(database)
        await database.close()

    asyncio.run(build())
    return replica_set.uri


@pytest.fixture
async def collections(races_uri: str) -> AsyncIterator[Collections]:
    """The empty collections of the database of races."""
    database = Database(races_uri, DATABASE)
    for name in await database.raw().list_collection_names():
        await database.collection(name).delete_many({})
    yield Collections(database)
    await database.close()


@pytest.fixture
async def arena(collections: Collections, races_uri: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Arena]:
    """A client and no workers yet; what a test starts is stopped afterwards."""
    # On a busy machine two seconds may pass before a worker that stops is told what its last claim took.
    monkeypatch.setattr("longhaul.engine.worker._RECOVERY_S", 60.0)
    settings = WorkerSettings.model_validate(
        {
            "mongodb_uri": races_uri,
            "mongodb_database": DATABASE,
            "LONGHAUL_LEASE_S": 600,
            "LONGHAUL_GRACE_S": 0,
            "LONGHAUL_CONCURRENCY": 1,
        }
    )
    pauses = Held()
    async with open_core(settings, TASKS, probe=pauses) as core, AsyncExitStack() as stack:
        yield Arena(core, settings, pauses, stack)
        pauses.let_all_go()


@pytest.fixture
def port(replica_set: Mongod) -> int:
    """Where the database listens, for a proxy in front of it."""
    return replica_set.port


@pytest.fixture
async def bench(collections: Collections) -> AsyncIterator[LogBench]:
    """An empty log with a clock that the test moves by hand."""
    bench = LogBench(collections, ManualTime(from_millis(IN_2100)))
    await bench.log.prepare()
    yield bench
    await bench.stop()
