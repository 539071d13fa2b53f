"""A store that does not answer is told as such."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from bson import ObjectId

from longhaul.engine.artifacts import Artifacts
from longhaul.filesystem.blobs import FilesystemBlobs
from longhaul.model.errors import InvalidInput, StoreUnavailable
from longhaul.mongo.driver import Database
from longhaul.testing.ports import HeldPort
from tests.artifacts.contents import in_pieces, whole
from tests.artifacts.desk import Desk, make_desk


@pytest.fixture
async def desk_without_database(tmp_path: Path) -> AsyncIterator[Desk]:
    """Artifacts over a database that nobody serves."""
    with HeldPort() as nobody:
        database = Database(f"mongodb://127.0.0.1:{nobody.number}/?directConnection=true", "gone", timeout_s=0.2)
        yield make_desk(database, tmp_path, "gridfs-pymongo")
        await database.close()


async def test_every_call_says_that_the_database_does_not_answer(desk_without_database: Desk) -> None:
    artifacts: Artifacts = desk_without_database.artifacts
    id_, job_id = str(ObjectId()), str(ObjectId())

    answers = await asyncio.gather(
        artifacts.upload("ada", filename="x", content_type="x/y", source=b"x"),
        artifacts.get("ada", id_),
        artifacts.for_job("ada", job_id),
        artifacts.adopt("ada", id_, job_id),
        whole(artifacts.read("ada", id_)),
        whole(desk_without_database.blobs.read(id_)),
        desk_without_database.blobs.write(id_, in_pieces(b"x")),
        desk_without_database.blobs.delete(id_),
        desk_without_database.pruner.run_once(),
        return_exceptions=True,
    )

    assert [StoreUnavailable] * 9 == [type(answer) for answer in answers]


@pytest.mark.parametrize("id_", ["../../x", "", "A" * 24, "0" * 23, "0" * 24 + "\n"])
async def test_the_filesystem_takes_no_name_but_an_id(tmp_path: Path, id_: str) -> None:
    blobs = FilesystemBlobs(tmp_path)

    for call in (blobs.write(id_, in_pieces(b"x")), whole(blobs.read(id_)), blobs.delete(id_)):
        with pytest.raises(InvalidInput):
            await call
