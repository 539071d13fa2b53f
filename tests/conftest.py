"""What every test may ask for: a real mongod of the session and a database of its own."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from contextlib import asynccontextmanager
from uuid import uuid4

import pytest
from hypothesis import settings

from longhaul.mongo.driver import Database
from longhaul.mongo.indexes import build_indexes
from longhaul.testing.mongod import Mongod, mongod
from tests.support.databases import Databases
from tests.support.memory import keep_directories_in_memory

# How long an example takes says how busy the machine is, not whether it holds.
settings.register_profile("suite", deadline=None)
settings.load_profile("suite")
keep_directories_in_memory()


@pytest.fixture(scope="session")
def replica_set(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mongod]:
    """A one-node replica set, shared by the session."""
    with mongod(tmp_path_factory.mktemp("mongod"), ttl_sleep_s=1) as running:
        yield running


@pytest.fixture(scope="session")
def standalone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mongod]:
    """A standalone mongod: no change streams, no retryable writes."""
    with mongod(tmp_path_factory.mktemp("standalone"), replica_set=False) as running:
        yield running


@pytest.fixture
def mongo_uri(replica_set: Mongod) -> str:
    """Connection string of the session's replica set."""
    return replica_set.uri


@pytest.fixture(scope="session")
def databases(replica_set: Mongod) -> Iterator[Databases]:
    """The databases of the session's replica set, lent to its tests."""
    databases = Databases(replica_set.uri)
    yield databases
    databases.close()


@pytest.fixture
def database_name(databases: Databases) -> Iterator[str]:
    """An empty database of the session's replica set, this test's own; it may have indexes."""
    name = databases.take()
    yield name
    databases.give_back(name)


@pytest.fixture
def unused_name() -> str:
    """A database's name that no other test uses, on whatever server."""
    return f"test_{uuid4().hex[:16]}"


@pytest.fixture
async def database(mongo_uri: str, database_name: str) -> AsyncIterator[Database]:
    """An empty database with the engine's indexes."""
    async with _indexed(Database(mongo_uri, database_name)) as database:
        yield database


@pytest.fixture(params=["pymongo", "motor"])
async def either_database(
    request: pytest.FixtureRequest, mongo_uri: str, database_name: str
) -> AsyncIterator[Database]:
    """An empty database with the engine's indexes, under each driver."""
    async with _indexed(Database(mongo_uri, database_name, driver=request.param)) as database:
        yield database


@asynccontextmanager
async def _indexed(database: Database) -> AsyncGenerator[Database]:
    try:
        await build_indexes(database)
        yield database
    finally:
        await database.close()
