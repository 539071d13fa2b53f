"""What tests of artifacts share: every kind of store, and the services on top with a clock moved by hand."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import cast

import pytest

from longhaul.mongo.driver import Database
from tests.artifacts.desk import KINDS, Desk, Kind, make_desk


@asynccontextmanager
async def _desk(uri: str, name: str, directory: Path, kind: Kind) -> AsyncGenerator[Desk]:
    database = Database(uri, name, driver="motor" if kind == "gridfs-motor" else "pymongo")
    yield make_desk(database, directory, kind)
    await database.close()


@pytest.fixture(params=KINDS)
async def desk(
    request: pytest.FixtureRequest, mongo_uri: str, database_name: str, tmp_path: Path
) -> AsyncIterator[Desk]:
    """Artifacts over each kind of store."""
    async with _desk(mongo_uri, database_name, tmp_path / "files", cast("Kind", request.param)) as desk:
        yield desk


@pytest.fixture
async def plain_desk(mongo_uri: str, database_name: str, tmp_path: Path) -> AsyncIterator[Desk]:
    """Artifacts over the default store, for what does not depend on it."""
    async with _desk(mongo_uri, database_name, tmp_path / "files", "gridfs-pymongo") as desk:
        yield desk
