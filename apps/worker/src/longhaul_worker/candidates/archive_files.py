"""The archives of a job as files of this attempt, fetched when they are first needed."""

from __future__ import annotations

import asyncio

from longhaul.engine.context import Context
from longhaul_worker.candidates.archive import MAX_ARCHIVE_BYTES


class ArchiveFiles:
    """Writes archives into the attempt's directory, each once."""

    def __init__(self, ctx: Context) -> None:
        self._ctx = ctx
        self._paths: dict[str, str] = {}
        self._lock = asyncio.Lock()

    async def path(self, artifact_id: str) -> str:
        """Where the archive is. Raises `Fail` where the owner has none, or a larger one than is read."""
        async with self._lock:
            if artifact_id not in self._paths:
                data = await self._ctx.read_artifact(artifact_id, max_bytes=MAX_ARCHIVE_BYTES)
                path = self._ctx.tmpdir / f"archive-{artifact_id}.zip"
                await asyncio.to_thread(path.write_bytes, data)
                self._paths[artifact_id] = str(path)
            return self._paths[artifact_id]
