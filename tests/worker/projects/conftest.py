"""What the tests of projects may ask for: a git server, and the handler on a database of its own."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from career.records.owned import OwnedRecords
from career.records.projects import ProjectRecord, project_records
from longhaul.mongo.driver import Database
from longhaul_worker.fetch.fetcher import Fetcher
from longhaul_worker.handlers.project_refresh import ProjectRefresh
from longhaul_worker.projects.address import RepositoryPolicy
from tests.worker.desk import Desk
from tests.worker.fetch.serving import bare_tls
from tests.worker.projects.serving import Hub, hub


@dataclass
class Bench(Desk):
    """A desk whose attempts work in a directory of the test."""

    directory: Path | None = None

    @property
    def tmpdir(self) -> Path:
        """A directory of the attempt."""
        assert self.directory is not None
        self.directory.mkdir(exist_ok=True)
        return self.directory


@pytest.fixture
def desks(tmp_path: Path) -> Callable[..., Desk]:
    """Makes desks, each for a job of its own; takes what a `Desk` takes."""
    numbers = count()

    def make(**options: Any) -> Desk:
        return Bench(directory=tmp_path / f"attempt-{next(numbers)}", **options)

    return make


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Hub]:
    """A git server with no repositories yet."""
    with hub(tmp_path / "served") as running:
        yield running


@pytest.fixture
def policy() -> RepositoryPolicy:
    """A policy that lets loopback pass."""
    return RepositoryPolicy(protocols=frozenset({"http", "https"}), allow_private=True)


@pytest.fixture
async def projects(database: Database) -> OwnedRecords[ProjectRecord]:
    """The collection, with its indexes."""
    records = project_records(database)
    await records.ensure_indexes()
    return records


@pytest.fixture
async def refresh(projects: OwnedRecords[ProjectRecord], policy: RepositoryPolicy) -> AsyncGenerator[ProjectRefresh]:
    """The handler."""
    async with Fetcher(allow_private=True, tls=bare_tls()) as fetcher:
        yield ProjectRefresh(projects, policy, fetcher)
