"""Files of jobs and uploads of owners: streamed in and out, hashed on the way, visible only when complete."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import os
import re
import stat
import unicodedata
from collections.abc import AsyncGenerator, AsyncIterator
from pathlib import Path
from typing import Final

from longhaul.model.artifact import Artifact, ArtifactRef, BlobStore
from longhaul.model.errors import InvalidInput, LonghaulError, TooLarge
from longhaul.mongo.artifacts import STAGED_S, ArtifactRecords, NewArtifact
from longhaul.telemetry.metrics import Metrics

Source = AsyncIterator[bytes] | bytes | Path
"""Where the content of a file comes from."""

_WRITE_TIMEOUT_S = STAGED_S / 2
_PIECE_BYTES = 256 * 1024
_FILENAME_LIMIT: Final = 200
_CONTENT_TYPE = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]{0,63}/[a-z0-9][a-z0-9!#$&^_.+-]{0,63}(; ?charset=[\w-]{1,32})?")


class Artifacts:
    """Stores and serves files. What fails or is cancelled half-way stays invisible and is swept by the pruner."""

    def __init__(
        self,
        blobs: BlobStore,
        records: ArtifactRecords,
        *,
        limit_bytes: int,
        upload_retention_s: float,
        metrics: Metrics | None = None,
    ) -> None:
        self._blobs = blobs
        self._records = records
        self._limit_bytes = limit_bytes
        self._upload_retention_s = upload_retention_s
        self._metrics = metrics or Metrics()

    async def stage(
        self, owner: str, job_id: str, token: str, *, filename: str, kind: str, content_type: str, source: Source
    ) -> ArtifactRef:
        """Store a file for the attempt that holds `token`. Nobody sees it until the job lists it.

        Raises `TooLarge` at the limit without storing the rest, `InvalidInput` for a path that is no regular file.
        """
        new = NewArtifact(owner, kind, clean_filename(filename), clean_content_type(content_type), job_id, token)
        return await self._store(new, source, ready_for_s=None)

    async def upload(self, owner: str, *, filename: str, content_type: str, source: Source) -> ArtifactRef:
        """Store a file of its owner, visible at once, kept for the upload retention and as long as a job holds it.

        Raises as `stage` does.
        """
        new = NewArtifact(owner, "upload", clean_filename(filename), clean_content_type(content_type))
        return await self._store(new, source, ready_for_s=self._upload_retention_s)

    async def get(self, owner: str, id_: str) -> Artifact:
        """A visible file. Raises `NotFound` alike for one that is absent, unpublished or somebody else's."""
        return await self._records.get(owner, id_)

    async def read(self, owner: str, id_: str, *, start: int = 0, length: int | None = None) -> AsyncGenerator[bytes]:
        """The content of a visible file from byte `start`. Raises `NotFound` as `get` does."""
        await self._records.get(owner, id_)
        async for data in self._blobs.read(id_, start=start, length=length):
            yield data

    def content(self, artifact: Artifact, *, start: int = 0, length: int | None = None) -> AsyncIterator[bytes]:
        """`read` for a file that `get` just gave, without asking for permission again."""
        return self._blobs.read(artifact.ref.id, start=start, length=length)

    async def for_job(self, owner: str, job_id: str) -> list[ArtifactRef]:
        """The files that a job lists. Raises `NotFound` where the owner has no such job."""
        return await self._records.for_job(owner, job_id)

    async def adopt(self, owner: str, id_: str, job_id: str) -> ArtifactRef:
        """Keep a visible file at least as long as the job `job_id`, which lists it too. Raises `NotFound` as `get`."""
        return await self._records.adopt(owner, id_, job_id)

    async def _store(self, new: NewArtifact, source: Source, *, ready_for_s: float | None) -> ArtifactRef:
        id_ = await self._records.insert(new)
        metered = _Metered(_pieces(source), self._limit_bytes)
        clock = asyncio.timeout(_WRITE_TIMEOUT_S)
        try:
            async with clock:
                await self._blobs.write(id_, metered.chunks())
            ref = await self._records.complete(id_, size=metered.size, sha256=metered.sha256(), ready_for_s=ready_for_s)
        except BaseException as error:
            await asyncio.shield(self._give_up(id_))
            if isinstance(error, TimeoutError) and clock.expired():
                raise InvalidInput(
                    f"the file took longer than {_WRITE_TIMEOUT_S:g} s to arrive", field="file"
                ) from error
            raise
        self._metrics.stored("upload" if new.job_id is None else "job", metered.size)
        return ref

    async def _give_up(self, id_: str) -> None:
        """Remove what can be removed now; the record stays a little, for what the database may still be writing."""
        with contextlib.suppress(LonghaulError, OSError):
            await self._records.give_up(id_)
            await self._blobs.delete(id_)


class _Metered:
    """Chunks that pass through, counted and hashed."""

    def __init__(self, chunks: AsyncIterator[bytes], limit_bytes: int) -> None:
        self.size = 0
        self._chunks = chunks
        self._limit_bytes = limit_bytes
        self._hash = hashlib.sha256()

    async def chunks(self) -> AsyncGenerator[bytes]:
        async for data in self._chunks:
            self.size += len(data)
            if self.size > self._limit_bytes:
                raise TooLarge("the file", limit=self._limit_bytes, field="file")
            self._hash.update(data)
            yield data

    def sha256(self) -> str:
        return self._hash.hexdigest()


async def _pieces(source: Source) -> AsyncGenerator[bytes]:
    match source:
        case bytes():
            for start in range(0, len(source), _PIECE_BYTES):
                yield source[start : start + _PIECE_BYTES]
        case Path():
            offset = 0
            while data := await asyncio.to_thread(_read_piece, source, offset):
                offset += len(data)
                yield data
        case _:
            async for data in source:
                yield data


def _read_piece(path: Path, offset: int) -> bytes:
    """Read from what a handler left behind: a link could lead elsewhere, and a pipe would block for ever."""
    try:
        fd = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError as error:
        raise InvalidInput(f"the file {path.name!r} cannot be read: {error.strerror}", field="path") from error
    try:
        if not stat.S_ISREG(os.fstat(fd).st_mode):
            raise InvalidInput(f"{path.name!r} is not a regular file", field="path")
        return os.pread(fd, _PIECE_BYTES, offset)
    finally:
        os.close(fd)


def clean_filename(filename: str) -> str:
    """The last part of a file name, safe to show and to save under: no directories, no invisible characters.

    At most 200 characters, its suffix kept; `file` where nothing is left.
    """
    last = filename.replace("\\", "/").rstrip("/").rpartition("/")[2]
    visible = "".join(" " if char.isspace() else char for char in last if char.isspace() or char.isprintable())
    # Composed once nothing invisible stands between a letter and its accent.
    name = unicodedata.normalize("NFC", " ".join(visible.split())).strip(". ")
    if len(name) > _FILENAME_LIMIT:
        suffix = Path(name).suffix[:20]
        name = (name[: _FILENAME_LIMIT - len(suffix)] + suffix).strip(". ")
    return name or "file"


def clean_content_type(content_type: str) -> str:
    """A media type in lower case, `application/octet-stream` for what is none."""
    lowered = content_type.strip().lower()
    return lowered if _CONTENT_TYPE.fullmatch(lowered) else "application/octet-stream"
