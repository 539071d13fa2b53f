"""Large files go through in pieces, and a range touches only its own part of the file."""

from __future__ import annotations

import tracemalloc
from collections.abc import AsyncIterator

import pytest
from bson import ObjectId

from longhaul.model.errors import LonghaulError
from longhaul.mongo.collections import ARTIFACT_BUCKET
from longhaul.mongo.driver import bucket
from tests.artifacts.contents import MB, in_pieces, some_bytes, whole
from tests.artifacts.desk import Desk


async def test_fifty_megabytes_go_in_and_out_in_bounded_memory(desk: Desk) -> None:
    piece, read = some_bytes(MB), 0

    async def large() -> AsyncIterator[bytes]:
        for _ in range(50):
            yield piece

    tracemalloc.start()
    try:
        ref = await desk.artifacts.upload("ada", filename="large.bin", content_type="x/y", source=large())
        async for data in desk.artifacts.read("ada", ref.id):
            read += len(data)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert ref.size == read == 50 * MB
    assert peak < 12 * MB


async def test_a_range_needs_only_its_own_chunks(plain_desk: Desk) -> None:
    id_, content = str(ObjectId()), some_bytes(3 * MB)
    await plain_desk.blobs.write(id_, in_pieces(content))
    chunks = plain_desk.collections.database.collection(f"{ARTIFACT_BUCKET}.chunks")
    await chunks.delete_many({"files_id": ObjectId(id_), "n": {"$ne": 5}})

    read = await whole(plain_desk.blobs.read(id_, start=5 * 255 * 1024 + 10, length=1000))

    assert content[5 * 255 * 1024 + 10 :][:1000] == read


async def test_a_file_with_a_hole_is_an_error_and_not_a_shorter_file(plain_desk: Desk) -> None:
    id_ = str(ObjectId())
    await plain_desk.blobs.write(id_, in_pieces(some_bytes(3 * MB)))
    chunks = plain_desk.collections.database.collection(f"{ARTIFACT_BUCKET}.chunks")
    await chunks.delete_one({"files_id": ObjectId(id_), "n": 5})

    with pytest.raises(LonghaulError, match="damaged"):
        await whole(plain_desk.blobs.read(id_))


async def test_what_is_stored_is_a_gridfs_file_to_every_driver(plain_desk: Desk) -> None:
    id_, content = str(ObjectId()), some_bytes(3 * MB)
    drivers_own = bucket(plain_desk.collections.database, ARTIFACT_BUCKET, chunk_bytes=255 * 1024)

    await plain_desk.blobs.write(id_, in_pieces(content))

    stream = await drivers_own.open_download_stream(ObjectId(id_))
    assert content == await stream.read()


async def test_what_a_driver_stored_is_read(plain_desk: Desk) -> None:
    id_, content = ObjectId(), some_bytes(3 * MB)
    drivers_own = bucket(plain_desk.collections.database, ARTIFACT_BUCKET, chunk_bytes=64 * 1024)

    await drivers_own.upload_from_stream_with_id(id_, "name", content)

    assert content[MB : MB + 300_000] == await whole(plain_desk.blobs.read(str(id_), start=MB, length=300_000))


async def test_the_chunks_of_a_file_are_found_by_index(plain_desk: Desk) -> None:
    await plain_desk.blobs.write(str(ObjectId()), in_pieces(b"x"))

    indexes = await plain_desk.collections.database.collection(f"{ARTIFACT_BUCKET}.chunks").index_information()

    assert indexes["files_id_1_n_1"]["unique"] is True
