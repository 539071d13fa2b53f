"""The registry of artifacts as the pruner sees it: which records are due, who holds them, and their removal."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from bson import ObjectId
from pymongo import ASCENDING
from pymongo.errors import PyMongoError

from longhaul.model.artifact import ArtifactState, Holder, SweepCandidate
from longhaul.model.states import Status
from longhaul.mongo.clock import TimeSource
from longhaul.mongo.collections import Collections
from longhaul.mongo.driver import Document, translated


class ArtifactSweep:
    """Finds files that may be orphans and removes their records in two steps, so that no job adopts one in between."""

    def __init__(self, collections: Collections, time: TimeSource) -> None:
        self._artifacts = collections.artifacts
        self._jobs = collections.jobs
        self._time = time

    async def now(self) -> datetime:
        """The present moment by the database's clock."""
        return await self._time.now()

    async def due(self, now: datetime, limit: int) -> list[SweepCandidate]:
        """At most `limit` records whose time has come, the longest due first."""
        try:
            cursor = self._artifacts.find({"sweep_at": {"$lte": now}}).sort("sweep_at", ASCENDING).limit(limit)
            return [_candidate(document) for document in await cursor.to_list(limit)]
        except PyMongoError as error:
            raise translated(error) from error

    async def holders(self, job_ids: Iterable[str]) -> dict[str, Holder]:
        """Those of the jobs that still exist, by id."""
        ids = [ObjectId(job_id) for job_id in set(job_ids)]
        wanted = {"status": 1, "lease.token": 1, "artifacts.id": 1, "expires_at": 1}
        try:
            documents = await self._jobs.find({"_id": {"$in": ids}}, wanted).to_list(len(ids) or None)
        except PyMongoError as error:
            raise translated(error) from error
        return {str(document["_id"]): _holder(document) for document in documents}

    async def postpone(self, candidate: SweepCandidate, until: datetime, gone: Iterable[str] = ()) -> None:
        """Look at the record again at `until`, and forget the jobs in `gone`."""
        try:
            await self._artifacts.update_one(
                {"_id": ObjectId(candidate.id)}, {"$set": {"sweep_at": until}, "$pullAll": {"jobs": list(gone)}}
            )
        except PyMongoError as error:
            raise translated(error) from error

    async def withdraw(self, candidate: SweepCandidate) -> bool:
        """Make the file invisible for good; false where it changed since it was read."""
        seen = {
            "_id": ObjectId(candidate.id),
            "state": candidate.state.value,
            "jobs": list(candidate.job_ids),
        }
        try:
            result = await self._artifacts.update_one(seen, {"$set": {"state": ArtifactState.WITHDRAWN.value}})
        except PyMongoError as error:
            raise translated(error) from error
        return result.matched_count == 1

    async def remove(self, id_: str) -> None:
        """Delete the record; its bytes must be gone."""
        try:
            await self._artifacts.delete_one({"_id": ObjectId(id_)})
        except PyMongoError as error:
            raise translated(error) from error


def _candidate(document: Document) -> SweepCandidate:
    return SweepCandidate(
        id=str(document["_id"]),
        state=ArtifactState(document["state"]),
        job_id=document["job"],
        token=document["token"],
        job_ids=tuple(document["jobs"]),
    )


def _holder(document: Document) -> Holder:
    lease: Document = document.get("lease") or {}
    listed: list[Document] = document.get("artifacts") or []
    token = lease.get("token")
    return Holder(
        id=str(document["_id"]),
        status=Status(document["status"]),
        token=None if token is None else str(token),
        artifact_ids=frozenset(artifact["id"] for artifact in listed),
        expires_at=document.get("expires_at"),
    )
