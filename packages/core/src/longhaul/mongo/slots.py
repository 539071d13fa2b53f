"""How many jobs of one task an owner may have running at once: a slot for each, held in one document."""

from __future__ import annotations

from typing import Any, Final

from bson import ObjectId
from pymongo import ReturnDocument
from pymongo.errors import PyMongoError

from longhaul.model.job import Job
from longhaul.model.states import Status
from longhaul.mongo.clock import TimeSource
from longhaul.mongo.collections import Collections
from longhaul.mongo.driver import Document, translated
from longhaul.mongo.expressions import REMOVED, after, literal
from longhaul.mongo.indexes import FAIR, PARKED

PARKED_S: Final = 30.0
"""A parked job comes back by itself after this long, should whoever had the slot die before it called the next."""
PARKED_AT_ONCE: Final = 1000
_KEPT_S: Final = 86_400.0


class SlotStore:
    """Slots in `limits`. A holder is a job with its lease token, so whether it still holds is told by the job itself:
    a slot needs no renewing, and that of a dead worker is free as soon as its job is rescued.
    """

    def __init__(self, collections: Collections, time: TimeSource) -> None:
        self._limits = collections.limits
        self._jobs = collections.jobs
        self._time = time

    async def take(self, job: Job, limit: int) -> bool:
        """Take a slot for `job`, which has been claimed; False where `limit` others hold one."""
        mine = _holder(job)
        holders = await self._add(job, mine, limit)
        if mine in holders:
            return True
        gone = await self._gone(holders)
        if not gone:
            return False
        try:
            await self._limits.update_one({"_id": _key(job)}, {"$pull": {"holders": {"$in": gone}}})
        except PyMongoError as error:
            raise translated(error) from error
        return mine in await self._add(job, mine, limit)

    async def free(self, job: Job) -> None:
        """Give back the slot of `job`, which has ended, and call a parked job to take it."""
        try:
            await self._limits.update_one({"_id": _key(job)}, {"$pull": {"holders": _holder(job)}})
            await self._call_one(job)
        except PyMongoError as error:
            raise translated(error) from error

    async def park(self, job: Job, limit: int) -> None:
        """Let `job`, which got no slot and is queued again, and those behind it wait until one is called."""
        now = self._time.now_expr()
        behind = {
            "queue": job.queue,
            "owner": job.owner,
            "status": Status.QUEUED.value,
            "type": job.type,
            "run_at": {"$type": "date"},
            "$expr": {"$lte": ["$run_at", now]},
        }
        waiting: Document = {
            "waits_for": literal(_key(job)),
            "run_at": {"$max": ["$run_at", after(now, PARKED_S)]},
        }
        try:
            found = await self._jobs.find(behind, {"_id": 1}, hint=FAIR, limit=PARKED_AT_ONCE).to_list(None)
            ids = [ObjectId(job.id), *(entry["_id"] for entry in found)]
            await self._jobs.update_many({"_id": {"$in": ids}, "status": Status.QUEUED.value}, [{"$set": waiting}])
            # A slot that became free before these were parked called nobody.
            document: Any = await self._limits.find_one({"_id": _key(job)})
            if document is None or len(document["holders"]) < limit:
                await self._call_one(job)
        except PyMongoError as error:
            raise translated(error) from error

    async def held_by(self, job: Job) -> list[str]:
        """The ids of the running jobs that hold the slots of which `job` needs one."""
        try:
            document: Any = await self._limits.find_one({"_id": _key(job)}, {"holders": 1})
        except PyMongoError as error:
            raise translated(error) from error
        holders: list[Document] = document.get("holders", []) if document is not None else []
        gone = await self._gone(holders) if holders else []
        return [str(holder["job"]) for holder in holders if holder not in gone]

    async def is_parked(self, job: Job) -> bool:
        """Whether `job` waits to be called to a slot."""
        try:
            found: Any = await self._jobs.find_one({"_id": ObjectId(job.id)}, {"waits_for": 1})
        except PyMongoError as error:
            raise translated(error) from error
        return found is not None and "waits_for" in found

    async def _add(self, job: Job, mine: Document, limit: int) -> list[Document]:
        now = self._time.now_expr()
        holders: Document = {"$ifNull": ["$holders", []]}
        has_room = {"$and": [{"$lt": [{"$size": holders}, limit]}, {"$not": [{"$in": [mine, holders]}]}]}
        fields: Document = {
            "holders": {"$cond": [has_room, {"$concatArrays": [holders, [mine]]}, holders]},
            "expires_at": {"$max": ["$expires_at", after(now, job.timeout_s + _KEPT_S)]},
        }
        try:
            document: Any = await self._limits.find_one_and_update(
                {"_id": _key(job)}, [{"$set": fields}], upsert=True, return_document=ReturnDocument.AFTER
            )
        except PyMongoError as error:
            raise translated(error) from error
        return document["holders"]

    async def _gone(self, holders: list[Document]) -> list[Document]:
        """Those of `holders` that do not run any more with the lease they had."""
        running = {"_id": {"$in": [holder["job"] for holder in holders]}, "status": Status.RUNNING.value}
        try:
            found = await self._jobs.find(running, {"lease.token": 1}).to_list(None)
        except PyMongoError as error:
            raise translated(error) from error
        tokens = {entry["_id"]: entry["lease"]["token"] for entry in found}
        return [holder for holder in holders if tokens.get(holder["job"]) != holder["token"]]

    async def _call_one(self, job: Job) -> None:
        called: Document = {"run_at": self._time.now_expr(), "waits_for": REMOVED}
        await self._jobs.find_one_and_update(
            {"status": Status.QUEUED.value, "waits_for": _key(job)},
            [{"$set": called}],
            sort=[("priority", 1), ("_id", 1)],
            hint=PARKED,
            projection={"_id": 1},
        )


def _key(job: Job) -> str:
    return f"slots:{job.owner}:{job.type}"


def _holder(job: Job) -> Document:
    assert job.lease is not None  # noqa: S101 - claimed jobs have one
    return {"job": ObjectId(job.id), "token": ObjectId(job.lease.token)}
