"""A replica set of three whose members obey failpoints, and logs and stores on it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest

from longhaul.mongo.clock import ServerTime
from longhaul.mongo.collections import Collections
from longhaul.mongo.driver import Database
from longhaul.mongo.indexes import build_indexes
from longhaul.testing.mongod import find_mongod
from longhaul.testing.replica_set import replica_set
from tests.failover.patience import insist
from tests.failover.trio import Trio
from tests.log.bench import LogBench

PARAMETERS = (
    # Failpoints are obeyed only where this is set.
    "enableTestCommands=1",
    # A secondary notices after a second and a half instead of eleven that the primary from which it copies is frozen;
    # until then the new primary commits nothing.
    "oplogNetworkTimeoutBufferSeconds=1",
    "oplogFetcherSteadyStateMaxFetcherRestarts=0",
    # On a busy machine the answer times differ by chance; nobody is to copy from another because of that.
    "changeSyncSourceThresholdMillis=0",
)


@pytest.fixture(scope="package")
def nodes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trio]:
    """Three members, for the tests of this folder."""
    directory = tmp_path_factory.mktemp("trio")
    # The kit takes the first mongod on the path, so that one adds its parameters.
    wrapper = directory / "mongod"
    parameters = " ".join(f"--setParameter {parameter}" for parameter in PARAMETERS)
    wrapper.write_text(f'#!/bin/sh\nexec "{find_mongod()}" {parameters} "$@"\n')
    wrapper.chmod(0o755)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", str(directory), prepend=":")
        with replica_set(directory, election_timeout_ms=1000) as running:
            yield Trio(running)


@pytest.fixture
def trio(nodes: Trio) -> Trio:
    """The set, healthy again after whatever the test before has done to it."""
    nodes.heal()
    return nodes


@pytest.fixture
def timeout_ms() -> int:
    """How long the calls of a test's client may take."""
    return 4000


@pytest.fixture
async def database(trio: Trio, unused_name: str, timeout_ms: int) -> AsyncIterator[Database]:
    """A database of this test's own on the set."""
    database = Database(trio.uri(timeout_ms=timeout_ms), unused_name)
    # The only call of these tests that the driver does not repeat when a connection is lost, as one may be for a while
    # after the test before.
    await insist(lambda: build_indexes(database))
    yield database
    trio.thaw()
    await database.close()


@pytest.fixture
async def log(trio: Trio, database: Database) -> AsyncIterator[LogBench]:
    """The log of that database."""
    bench = LogBench(Collections(database), ServerTime(database))
    await bench.log.prepare()
    yield bench
    trio.thaw()
    await bench.stop()
