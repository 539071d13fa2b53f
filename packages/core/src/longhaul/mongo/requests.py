"""What an owner asks of its jobs: read, list, count, cancel, requeue, delete. Every filter holds the owner."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from bson import ObjectId
from pymongo import ReturnDocument
from pymongo.errors import DuplicateKeyError, PyMongoError

from longhaul.model.errors import Conflict, InvalidInput, KeyConflict, NotFound
from longhaul.model.job import Job
from longhaul.model.states import TERMINAL, Status
from longhaul.mongo import transitions
from longhaul.mongo.change import Change
from longhaul.mongo.clock import TimeSource
from longhaul.mongo.codec import object_id, to_job
from longhaul.mongo.collections import Collections
from longhaul.mongo.driver import Document, translated

COUNT_CAP: Final = 10_000
"""Counting stops here: a bigger number is said as "10,000 or more"."""

LISTED: Final = {"args": 0, "steps": 0, "errors": 0, "result": 0}
"""What lists leave out."""


@dataclass(frozen=True, slots=True)
class JobFilter:
    """Which of an owner's jobs; what is None does not restrict. `status` may be several, and `ids` names jobs."""

    status: Status | frozenset[Status] | None = None
    type: str | None = None
    queue: str | None = None
    tag: str | None = None
    created_after: datetime | None = None
    created_before: datetime | None = None
    ids: tuple[str, ...] | None = None

    def query(self, owner: str) -> Document:
        """The filter for `owner`'s jobs."""
        query: Document = {"owner": owner}
        if self.ids is not None:
            query["_id"] = {"$in": [ObjectId(id_) for id_ in self.ids if ObjectId.is_valid(id_)]}
        if isinstance(self.status, Status):
            query["status"] = self.status.value
        elif self.status is not None:
            query["status"] = {"$in": sorted(self.status)}
        for name, value in (("type", self.type), ("queue", self.queue), ("tags", self.tag)):
            if value is not None:
                query[name] = str(value)
        created: Document = {}
        if self.created_after is not None:
            created["$gte"] = self.created_after
        if self.created_before is not None:
            created["$lt"] = self.created_before
        return {**query, "created_at": created} if created else query


@dataclass(frozen=True, slots=True)
class Page:
    """Some jobs, newest first, without their args, steps and results; `next_page` continues after the last."""

    jobs: list[Job]
    next_page: str | None


class JobRequests:
    """Jobs as their owners and operators see them."""

    def __init__(self, collections: Collections, time: TimeSource) -> None:
        self._collections = collections
        self._jobs = collections.jobs
        self._artifacts = collections.artifacts
        self._reach = collections.reach
        # A page goes on from the cursor it was given before this read, so the read must not be older.
        self._settled = collections.database.settled
        self._time = time

    async def get(self, owner: str, job_id: str) -> Job:
        """The job. Raises `NotFound` where `owner` has no such job."""
        try:
            id_ = object_id(job_id)
            document = await self._settled(lambda: self._jobs.find_one({"_id": id_, "owner": owner}))
        except PyMongoError as error:
            raise translated(error) from error
        if document is None:
            raise NotFound("job", job_id)
        return to_job(document)

    async def by_key(self, owner: str, idempotency_key: str) -> Job | None:
        """The job that `owner` asked for under this idempotency key, if there is one."""
        try:
            document = await self._jobs.find_one({"owner": owner, "idempotency_key": idempotency_key})
        except PyMongoError as error:
            raise translated(error) from error
        return to_job(document) if document is not None else None

    async def list(self, owner: str, wanted: JobFilter, *, limit: int = 50, page: str | None = None) -> Page:
        """Jobs of `owner`, newest first, `limit` at a time; `page` is the `next_page` of the page before."""
        return await newest_first(self._collections, wanted.query(owner), limit=limit, page=page)

    async def ids(self, owner: str, wanted: JobFilter, *, limit: int) -> list[str]:
        """Ids of up to `limit` matching jobs, oldest first."""
        try:
            found = await self._jobs.find(wanted.query(owner), {"_id": 1}, sort=[("_id", 1)], limit=limit).to_list(None)
        except PyMongoError as error:
            raise translated(error) from error
        return [str(document["_id"]) for document in found]

    async def count(self, owner: str, wanted: JobFilter, *, cap: int = COUNT_CAP) -> int:
        """How many jobs match, counting no further than `cap`."""
        try:
            return await self._jobs.count_documents(wanted.query(owner), limit=cap)
        except PyMongoError as error:
            raise translated(error) from error

    async def request_cancel(self, owner: str, job_id: str) -> tuple[Job, bool]:
        """Cancel a queued job, ask a running one to stop; the job after it, and whether this call changed it.

        Raises `NotFound`, and `Conflict` for a job that has ended otherwise.
        """
        change = transitions.request_cancel(str(object_id(job_id)), owner, self._time.now_expr())
        await self._reach("cancelling")
        job = await self._apply(change)
        if job is not None:
            return job, True
        job = await self.get(owner, job_id)
        if job.status in {Status.SUCCEEDED, Status.FAILED}:
            raise Conflict(f"the job has {job.status.value} already; only a job that has not ended can be cancelled")
        return job, False

    async def requeue(self, owner: str, job_id: str) -> Job:
        """Start an ended job anew. Raises `NotFound`, `Conflict` where it has not ended, `KeyConflict`."""
        change = transitions.requeue(str(object_id(job_id)), owner, self._time.now_expr())
        await self._reach("requeueing")
        try:
            job = await self._apply(change)
        except DuplicateKeyError as error:
            raise KeyConflict("another job with the same unique key is active") from error
        if job is None:
            status = (await self.get(owner, job_id)).status.value
            raise Conflict(f"the job is {status}; only a job that has ended can be requeued")
        return job

    async def delete(self, owner: str, job_id: str) -> None:
        """Forget an ended job; its files are swept. Raises `NotFound`, `Conflict` where it has not ended."""
        ended = {"_id": object_id(job_id), "owner": owner, "status": {"$in": sorted(TERMINAL)}}
        try:
            outcome = await self._jobs.delete_one(ended)
            if outcome.deleted_count:
                # Their next look may be days away: the time at which the job would have expired.
                holding: Document = {"$or": [{"job": job_id}, {"jobs": job_id}]}
                await self._artifacts.update_many(holding, {"$set": {"sweep_at": await self._time.now()}})
        except PyMongoError as error:
            raise translated(error) from error
        if outcome.deleted_count == 0:
            status = (await self.get(owner, job_id)).status.value
            raise Conflict(f"the job is {status}; only a job that has ended can be deleted: cancel it first")

    async def _apply(self, change: Change) -> Job | None:
        try:
            document = await self._jobs.find_one_and_update(
                change.filter, change.update, return_document=ReturnDocument.AFTER
            )
        except DuplicateKeyError:
            raise
        except PyMongoError as error:
            raise translated(error) from error
        await self._reach("changed")
        return to_job(document) if document is not None else None


async def newest_first(
    collections: Collections, query: Document, *, limit: int, page: str | None, hint: str | None = None
) -> Page:
    """A page of the jobs that match `query`; `page` is the `next_page` of the page before.

    Raises `InvalidInput` where that is none.
    """
    if page is not None:
        query = {**query, "_id": {"$lt": _read_page(page)}}
    more = limit + 1  # one that says whether there is another page
    how: Document = {"sort": [("_id", -1)], "hint": hint, "limit": more, "batch_size": more}
    try:
        # A stream goes on from a cursor taken before this read, so the read must not be older.
        found = await collections.database.settled(lambda: collections.jobs.find(query, LISTED, **how).to_list(None))
    except PyMongoError as error:
        raise translated(error) from error
    jobs = [to_listed(document) for document in found[:limit]]
    return Page(jobs, _write_page(found[limit - 1]["_id"]) if len(found) > limit else None)


def to_listed(document: Document) -> Job:
    """The job of a document that was read as `LISTED`."""
    return to_job({"args": {}, **document})


def _write_page(last: ObjectId) -> str:
    return base64.urlsafe_b64encode(json.dumps({"before": str(last)}).encode()).decode().rstrip("=")


def _read_page(text: str) -> ObjectId:
    try:
        content: Any = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        return ObjectId(str(content["before"]))
    except Exception as error:
        raise InvalidInput("page is not one that an earlier answer gave as next_page", field="page") from error
