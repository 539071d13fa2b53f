"""Artifacts over any kind of store, and what a test needs to look behind them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from bson import ObjectId

from longhaul.engine.artifacts import Artifacts
from longhaul.engine.pruner import Pruner
from longhaul.filesystem.blobs import FilesystemBlobs
from longhaul.model.artifact import ArtifactRef, BlobStore
from longhaul.mongo.artifact_sweep import ArtifactSweep
from longhaul.mongo.artifacts import ArtifactRecords
from longhaul.mongo.clock import ManualTime
from longhaul.mongo.collections import ARTIFACT_BUCKET, Collections
from longhaul.mongo.driver import Database, Document
from longhaul.mongo.gridfs import GridFSBlobs

Kind = Literal["gridfs-pymongo", "gridfs-motor", "filesystem"]
KINDS: tuple[Kind, ...] = ("gridfs-pymongo", "gridfs-motor", "filesystem")
LIMIT_BYTES = 64 * 1024 * 1024
UPLOAD_RETENTION_S = 86_400.0


@dataclass(frozen=True)
class Desk:
    """Artifacts over one kind of store, and what a test needs to look behind them."""

    artifacts: Artifacts
    blobs: BlobStore
    pruner: Pruner
    time: ManualTime
    collections: Collections
    directory: Path

    async def stored_bytes(self) -> int:
        """How many bytes the store holds, of whatever file, whole or not."""
        chunks = self.collections.database.collection(f"{ARTIFACT_BUCKET}.chunks")
        in_gridfs = sum([len(chunk["data"]) async for chunk in chunks.find({})])
        return in_gridfs + _bytes_below(self.directory)

    async def records(self) -> list[Document]:
        """Every record of the registry."""
        return await self.collections.artifacts.find({}).to_list(None)

    async def add_job(self, *, status: str = "running", owner: str = "ada", **fields: Any) -> tuple[str, str]:
        """Store as much of a job as files need; its id and its lease token."""
        job_id, token = ObjectId(), ObjectId()
        lease = {"token": token} if status == "running" else None
        await self.collections.jobs.insert_one(
            {"_id": job_id, "owner": owner, "status": status, "lease": lease, "artifacts": [], **fields}
        )
        return str(job_id), str(token)

    async def set_job(self, job_id: str, **fields: Any) -> None:
        """Change fields of a job."""
        await self.collections.jobs.update_one({"_id": ObjectId(job_id)}, {"$set": fields})

    async def publish(self, job_id: str, *refs: ArtifactRef) -> None:
        """List files in a job, as the publishing transition does."""
        listed = [ref.model_dump() for ref in refs]
        await self.collections.jobs.update_one({"_id": ObjectId(job_id)}, {"$push": {"artifacts": {"$each": listed}}})

    async def delete_job(self, job_id: str) -> None:
        """Forget a job, as its retention does."""
        await self.collections.jobs.delete_one({"_id": ObjectId(job_id)})

    async def sweep_after(self, seconds: float) -> None:
        """Let time pass and the pruner go round."""
        self.time.advance(seconds)
        await self.pruner.run_once()


def _bytes_below(directory: Path) -> int:
    return sum(path.stat().st_size for path in directory.rglob("*") if path.is_file())


def make_desk(database: Database, directory: Path, kind: Kind) -> Desk:
    """Artifacts over the store `kind`."""
    collections = Collections(database)
    time = ManualTime(datetime(2100, 9, 1, 12, tzinfo=UTC))  # what expires must not have by the server's clock
    blobs: BlobStore = FilesystemBlobs(directory) if kind == "filesystem" else GridFSBlobs(database, ARTIFACT_BUCKET)
    records = ArtifactRecords(collections, time)
    return Desk(
        artifacts=Artifacts(blobs, records, limit_bytes=LIMIT_BYTES, upload_retention_s=UPLOAD_RETENTION_S),
        blobs=blobs,
        pruner=Pruner(ArtifactSweep(collections, time), blobs),
        time=time,
        collections=collections,
        directory=directory,
    )
