"""Artifact bytes in GridFS, beside the jobs, so that one database is all a deployment needs."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncGenerator, AsyncIterator
from datetime import UTC, datetime
from typing import Any

from bson import Binary, Int64, ObjectId
from gridfs.errors import NoFile
from pymongo import ASCENDING
from pymongo.errors import PyMongoError

from longhaul.model.errors import LonghaulError, NotFound
from longhaul.model.probe import Probe
from longhaul.mongo.driver import Collection, Database, bucket, translated

_CHUNK_BYTES = 255 * 1024
_CHUNKS_AT_ONCE = 4


class GridFSBlobs:
    """A `BlobStore` in a GridFS bucket that every GridFS tool can read.

    Chunks are written and read by this class, a megabyte at a time: the drivers' own upload holds 32 MB in memory
    before it writes, their download fetches 16 MB for the first byte, and neither survives a failover half-way.
    """

    def __init__(self, database: Database, bucket_name: str, reach: Probe | None = None) -> None:
        """Tests stall or kill a write at `reach`."""
        self._reach = reach
        self._bucket = bucket(database, bucket_name, chunk_bytes=_CHUNK_BYTES)
        self._files: Collection = database.collection(f"{bucket_name}.files")
        self._chunks: Collection = database.collection(f"{bucket_name}.chunks")
        self._is_indexed = False

    async def build_indexes(self) -> None:
        """Create the indexes that every GridFS has. The first write does it too."""
        if not self._is_indexed:
            await self._chunks.create_index([("files_id", ASCENDING), ("n", ASCENDING)], unique=True)
            await self._files.create_index([("filename", ASCENDING), ("uploadDate", ASCENDING)])
            self._is_indexed = True

    async def write(self, id_: str, chunks: AsyncIterator[bytes]) -> None:
        """See `BlobStore.write`."""
        file_id = ObjectId(id_)
        try:
            await self.build_indexes()
            size = await self._write_chunks(file_id, chunks)
            # The file's own document comes last: without it there is nothing to read.
            await self._files.insert_one(
                {"_id": file_id, "length": Int64(size), "chunkSize": _CHUNK_BYTES, "uploadDate": datetime.now(UTC)}
            )
        except BaseException as error:
            await asyncio.shield(self._clean_up(id_))
            if isinstance(error, PyMongoError):
                raise translated(error) from error
            raise

    async def read(self, id_: str, *, start: int = 0, length: int | None = None) -> AsyncGenerator[bytes]:
        """See `BlobStore.read`."""
        file_id = ObjectId(id_)
        try:
            file = await self._files.find_one({"_id": file_id})
            if file is None:
                raise NotFound("artifact", id_)
            end = file["length"] if length is None else min(file["length"], start + length)
            size = file["chunkSize"]
            for first in range(start // size, -(-end // size) if start < end else 0, _CHUNKS_AT_ONCE):
                last = min(first + _CHUNKS_AT_ONCE, -(-end // size))
                for n, data in enumerate(await self._read_chunks(file_id, first, last), first):
                    yield bytes(data[max(0, start - n * size) : end - n * size])
        except PyMongoError as error:
            raise translated(error) from error

    async def delete(self, id_: str) -> None:
        """See `BlobStore.delete`."""
        try:
            await self._bucket.delete(ObjectId(id_))
        except NoFile:
            pass  # its chunks, if any, are gone all the same
        except PyMongoError as error:
            raise translated(error) from error

    async def _write_chunks(self, file_id: ObjectId, chunks: AsyncIterator[bytes]) -> int:
        waiting, written, size = bytearray(), 0, 0
        async for data in chunks:
            waiting += data
            size += len(data)
            while len(waiting) >= _CHUNK_BYTES * _CHUNKS_AT_ONCE:
                written += await self._insert(file_id, written, waiting[: _CHUNK_BYTES * _CHUNKS_AT_ONCE])
                del waiting[: _CHUNK_BYTES * _CHUNKS_AT_ONCE]
        if waiting:
            await self._insert(file_id, written, waiting)
        return size

    async def _insert(self, file_id: ObjectId, first: int, data: bytearray) -> int:
        pieces = [data[at : at + _CHUNK_BYTES] for at in range(0, len(data), _CHUNK_BYTES)]
        documents: list[dict[str, Any]] = [
            {"files_id": file_id, "n": n, "data": Binary(bytes(piece))} for n, piece in enumerate(pieces, first)
        ]
        await self._chunks.insert_many(documents)
        if self._reach is not None:
            await self._reach("chunk_stored")
        return len(documents)

    async def _read_chunks(self, file_id: ObjectId, first: int, last: int) -> list[bytes]:
        # A query of its own for every megabyte: a cursor would not outlive a failover or a slow reader.
        query = {"files_id": file_id, "n": {"$gte": first, "$lt": last}}
        documents = await self._chunks.find(query).sort("n", ASCENDING).to_list(_CHUNKS_AT_ONCE)
        if [document["n"] for document in documents] != list(range(first, last)):
            raise LonghaulError(f"the stored file {file_id} is damaged: chunks {first} to {last - 1} are not complete")
        return [document["data"] for document in documents]

    async def _clean_up(self, id_: str) -> None:
        with contextlib.suppress(LonghaulError, PyMongoError):  # the pruner deletes again later
            await self.delete(id_)
