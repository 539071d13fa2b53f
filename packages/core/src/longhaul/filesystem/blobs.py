"""Artifact bytes as plain files, for local development: API and workers share one directory."""

from __future__ import annotations

import asyncio
import os
import re
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from pathlib import Path
from typing import TypeVar

from longhaul.model.errors import InvalidInput, NotFound

T = TypeVar("T")

_READ_BYTES = 256 * 1024
_ID = re.compile(r"[0-9a-f]{24}")


class FilesystemBlobs:
    """A `BlobStore` of files in two levels of directories; a file has its name only once it is complete and on disk.

    Every step opens and closes the file by itself, so that nothing is left open whenever a reader or writer stops.
    """

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    async def write(self, id_: str, chunks: AsyncIterator[bytes]) -> None:
        """See `BlobStore.write`."""
        path = self._path(id_)
        partial = _partial(path)
        try:
            await _in_thread(_create, partial)
            async for data in chunks:
                await _in_thread(_append, partial, data)
            await _in_thread(_publish, partial, path)
        except BaseException:
            await asyncio.shield(self.delete(id_))
            raise

    async def read(self, id_: str, *, start: int = 0, length: int | None = None) -> AsyncGenerator[bytes]:
        """See `BlobStore.read`."""
        path = self._path(id_)
        end = None if length is None else start + length
        while end is None or start < end:
            wanted = _READ_BYTES if end is None else min(_READ_BYTES, end - start)
            data = await _in_thread(_read, path, start, wanted)
            if not data:
                return
            start += len(data)
            yield data

    async def delete(self, id_: str) -> None:
        """See `BlobStore.delete`."""
        path = self._path(id_)
        for found in (path, _partial(path)):
            await _in_thread(found.unlink, True)

    def _path(self, id_: str) -> Path:
        if not _ID.fullmatch(id_):
            raise InvalidInput(f"{id_[:40]!r} is not the id of an artifact", field="id")
        # The last digits count up and spread the files; the first ones are the time and would not.
        return self._directory / id_[-2:] / id_[-4:-2] / id_


def _partial(path: Path) -> Path:
    return path.with_suffix(".part")


def _create(partial: Path) -> None:
    partial.parent.mkdir(parents=True, exist_ok=True)
    partial.write_bytes(b"")


def _append(partial: Path, data: bytes) -> None:
    with partial.open("ab") as file:
        file.write(data)


def _read(path: Path, start: int, count: int) -> bytes:
    try:
        with path.open("rb", buffering=0) as file:
            return os.pread(file.fileno(), count, start)
    except FileNotFoundError as error:
        raise NotFound("artifact", path.name) from error


def _publish(partial: Path, path: Path) -> None:
    _flush(partial)
    partial.replace(path)
    _flush(path.parent)


def _flush(path: Path) -> None:
    """Wait until a file's content or a directory's entries are on disk."""
    fd = os.open(path, os.O_RDONLY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


async def _in_thread(function: Callable[..., T], *args: object) -> T:
    """`function(*args)` in a thread. A cancel waits for it, so that no thread writes a file deleted meanwhile."""
    running = asyncio.ensure_future(asyncio.to_thread(function, *args))
    try:
        return await asyncio.shield(running)
    except asyncio.CancelledError:
        await asyncio.wait({running})
        raise
