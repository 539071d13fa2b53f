"""Servers of these tests' own, and the settings of the processes on them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.degraded.servers import Server, locked_server, server


def environment(uri: str, database: str, **more: str) -> dict[str, str]:
    """Variables of a process whose leases and calls are short."""
    return {
        "MONGODB_URI": uri,
        "MONGODB_DATABASE": database,
        "LONGHAUL_MONGO_TIMEOUT_S": "2",
        "LONGHAUL_LEASE_S": "3",
        "LONGHAUL_GRACE_S": "1",
        "ALLOW_PRIVATE_FETCH": "1",
        **more,
    }


@pytest.fixture(scope="session")
def faulty_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A one-node replica set that can be told to refuse commands."""
    with server(tmp_path_factory.mktemp("faulty"), "--setParameter", "enableTestCommands=1") as running:
        yield running


@pytest.fixture
def faulty(faulty_server: Server) -> Iterator[Server]:
    """The same, refusing nothing before and after the test."""
    yield faulty_server
    faulty_server.heal()


@pytest.fixture(scope="session")
def locked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A one-node replica set that lets nobody in without a password."""
    with locked_server(tmp_path_factory.mktemp("locked")) as running:
        yield running
