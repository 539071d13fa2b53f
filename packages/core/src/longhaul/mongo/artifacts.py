"""The registry of artifacts: a record exists before the first byte of a file and goes after the last one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from bson import ObjectId
from pymongo import ReturnDocument
from pymongo.errors import PyMongoError

from longhaul.model.artifact import Artifact, ArtifactRef, ArtifactState
from longhaul.model.errors import Conflict, NotFound
from longhaul.mongo.clock import TimeSource
from longhaul.mongo.codec import object_id
from longhaul.mongo.collections import Collections
from longhaul.mongo.driver import Document, translated

STAGED_S: Final = 3600.0
"""A record that is not completed by then is swept; no write may take as long."""
FAILED_S: Final = 60.0
"""A failed write is swept so much later: a statement that was cut off may still arrive at the database."""


@dataclass(frozen=True, slots=True)
class NewArtifact:
    """A file about to be written; `job_id` and `token` say which attempt writes it, both None for an upload."""

    owner: str
    kind: str
    filename: str
    content_type: str
    job_id: str | None = None
    token: str | None = None


class ArtifactRecords:
    """Records of files as their owners see them.

    A file is visible if it is ready, or if a job of the same owner lists it; publishing is the job's own transition.
    """

    def __init__(self, collections: Collections, time: TimeSource) -> None:
        self._artifacts = collections.artifacts
        self._jobs = collections.jobs
        self._time = time

    async def insert(self, new: NewArtifact) -> str:
        """Record a file about to be written and return its id."""
        id_, now = ObjectId(), await self._time.now()
        document: Document = {
            "_id": id_,
            "owner": new.owner,
            "job": new.job_id,
            "token": new.token,
            "kind": new.kind,
            "filename": new.filename,
            "content_type": new.content_type,
            "size": None,
            "sha256": None,
            "state": ArtifactState.STAGED.value,
            "created_at": now,
            "sweep_at": now + timedelta(seconds=STAGED_S),
            "jobs": [],
        }
        try:
            await self._artifacts.insert_one(document)
        except PyMongoError as error:
            raise translated(error) from error
        return str(id_)

    async def complete(self, id_: str, *, size: int, sha256: str, ready_for_s: float | None) -> ArtifactRef:
        """Say what was written. With `ready_for_s` the file is visible at once and kept at least that long.

        Raises `Conflict` where the record has been swept meanwhile.
        """
        change: Document = {"size": size, "sha256": sha256}
        if ready_for_s is not None:
            now = await self._time.now()
            change |= {"state": ArtifactState.READY.value, "sweep_at": now + timedelta(seconds=ready_for_s)}
        try:
            document = await self._artifacts.find_one_and_update(
                {"_id": ObjectId(id_), "state": ArtifactState.STAGED.value},
                {"$set": change},
                return_document=ReturnDocument.AFTER,
            )
        except PyMongoError as error:
            raise translated(error) from error
        if document is None:
            raise Conflict(f"the artifact {id_} was given up before it was complete")
        return _artifact(document).ref

    async def give_up(self, id_: str) -> None:
        """Let a record whose write failed be swept soon."""
        sweep_at = await self._time.now() + timedelta(seconds=FAILED_S)
        try:
            await self._artifacts.update_one(
                {"_id": ObjectId(id_)}, {"$set": {"sweep_at": sweep_at, "state": ArtifactState.WITHDRAWN.value}}
            )
        except PyMongoError as error:
            raise translated(error) from error

    async def get(self, owner: str, id_: str) -> Artifact:
        """The record of a visible file. Raises `NotFound` for any other: absent, unpublished or somebody else's."""
        try:
            document = await self._artifacts.find_one({"_id": object_id(id_, "artifact"), "owner": owner})
            if document is None or not await self._is_visible(document):
                raise NotFound("artifact", id_)
        except PyMongoError as error:
            raise translated(error) from error
        return _artifact(document)

    async def for_job(self, owner: str, job_id: str) -> list[ArtifactRef]:
        """The files that a job lists, in its order. Raises `NotFound` where the owner has no such job."""
        try:
            job = await self._jobs.find_one({"_id": object_id(job_id), "owner": owner}, {"artifacts": 1})
        except PyMongoError as error:
            raise translated(error) from error
        if job is None:
            raise NotFound("job", job_id)
        listed: list[Document] = job.get("artifacts") or []
        return [ArtifactRef.model_validate(artifact) for artifact in listed]

    async def adopt(self, owner: str, id_: str, job_id: str) -> ArtifactRef:
        """Keep a visible file at least as long as the job `job_id`. Repeating it changes nothing.

        Raises `NotFound` as `get` does.
        """
        await self.get(owner, id_)
        try:
            document = await self._artifacts.find_one_and_update(
                {"_id": ObjectId(id_), "owner": owner, "state": {"$ne": ArtifactState.WITHDRAWN.value}},
                {"$addToSet": {"jobs": job_id}},
                return_document=ReturnDocument.AFTER,
            )
        except PyMongoError as error:
            raise translated(error) from error
        if document is None:
            raise NotFound("artifact", id_)
        return _artifact(document).ref

    async def _is_visible(self, document: Document) -> bool:
        match ArtifactState(document["state"]):
            case ArtifactState.READY:
                return True
            case ArtifactState.WITHDRAWN:
                return False
            case ArtifactState.STAGED:
                holders = [ObjectId(job) for job in [document["job"], *document["jobs"]] if job is not None]
                listing: dict[str, Any] = {
                    "_id": {"$in": holders},
                    "owner": document["owner"],
                    "artifacts.id": str(document["_id"]),
                }
                return bool(holders) and await self._jobs.find_one(listing, {"_id": 1}) is not None


def _artifact(document: Document) -> Artifact:
    return Artifact(
        ref=ArtifactRef(
            id=str(document["_id"]),
            kind=document["kind"],
            filename=document["filename"],
            content_type=document["content_type"],
            size=document["size"],
            sha256=document["sha256"],
        ),
        owner=document["owner"],
        job_id=document["job"],
        state=ArtifactState(document["state"]),
        created_at=document["created_at"],
    )
