"""The same writes straight on the driver: what jobs with two events each cost at least, in bulk and one by one."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from bson import ObjectId
from bson.int64 import Int64
from pymongo import ReturnDocument

from longhaul.mongo.collections import Collections
from longhaul.mongo.driver import Document
from longhaul.mongo.indexes import CLAIM

BATCH = 250
_ORDER = [("priority", 1), ("run_at", 1)]
_DUE = {"queue": "default", "status": "queued", "$expr": {"$lte": ["$run_at", "$$NOW"]}}
_CLEAR: Document = {"$set": {"outbox": []}, "$unset": {"outbox_at": ""}}


async def run_in_bulk(collections: Collections) -> None:
    """Claim, end and log `BATCH` jobs at a time, two batches on their way side by side, until none is queued."""
    claiming = asyncio.Lock()

    async def line() -> None:
        while True:
            token = ObjectId()
            async with claiming:
                found = await collections.jobs.find(_DUE, sort=_ORDER, hint=CLAIM, limit=BATCH).to_list(None)
                ids = [job["_id"] for job in found]
                if not ids:
                    return
                await collections.jobs.update_many({"_id": {"$in": ids}, "status": "queued"}, [_claim(token)])
            await _log(collections, [_event(job, 2, "job.started") for job in found])
            await collections.jobs.update_many({"_id": {"$in": ids}, "lease.token": token}, [_end()])
            await _log(collections, [_event(job, 3, "job.completed") for job in found])
            await collections.jobs.update_many({"_id": {"$in": ids}}, _CLEAR)

    await asyncio.gather(line(), line())


async def run_one_by_one(collections: Collections, jobs: int, *, lines: int = 10) -> None:
    """Claim, end and log `jobs` jobs, each by calls of its own, `lines` of them side by side."""
    left = iter(range(jobs))

    async def line() -> None:
        for _ in left:
            token = ObjectId()
            job = await collections.jobs.find_one_and_update(
                _DUE, [_claim(token)], sort=_ORDER, hint=CLAIM, return_document=ReturnDocument.AFTER
            )
            if job is None:
                return
            await _log(collections, [_event(job, 2, "job.started")])
            await collections.jobs.find_one_and_update({"_id": job["_id"], "lease.token": token}, [_end()])
            await _log(collections, [_event(job, 3, "job.completed")])
            await collections.jobs.update_one({"_id": job["_id"]}, _CLEAR)

    await asyncio.gather(*(line() for _ in range(lines)))


async def _log(collections: Collections, events: Sequence[Document]) -> None:
    counter = await collections.counters.find_one_and_update(
        {"_id": "events"},
        {"$inc": {"n": len(events)}, "$currentDate": {"at": True}},
        return_document=ReturnDocument.AFTER,
    )
    assert counter is not None  # noqa: S101 - prepared when the jobs were enqueued
    first = counter["n"] - len(events) + 1
    at, expires_at = counter["at"], counter["at"] + timedelta(days=7)
    numbered = [
        {"_id": Int64(first + index), **event, "at": at, "expires_at": expires_at} for index, event in enumerate(events)
    ]
    await collections.events.insert_many(numbered, ordered=True)


def _claim(token: ObjectId) -> Document:
    lease = {"token": token, "worker_id": "raw", "expires_at": {"$add": ["$$NOW", 12_000]}}
    return _change("job.started", {"status": "running", "attempt": 1, "lease": lease, "started_at": "$$NOW"})


def _end() -> Document:
    expires_at = datetime.now(UTC) + timedelta(days=7)
    fields: Document = {
        "status": "succeeded",
        "result": {"$literal": {}},
        "finished_at": "$$NOW",
        "expires_at": expires_at,
    }
    return _change("job.completed", {**fields, "expires_at": expires_at, "lease": "$$REMOVE"})


def _change(type_: str, fields: Document) -> Document:
    entry: Document = {"v": {"$add": ["$v", 1]}, "type": type_, "data": _data(type_)}
    outbox: Any = {"$concatArrays": ["$outbox", [entry]]}
    return {"$set": {**fields, "v": {"$add": ["$v", 1]}, "outbox": outbox, "outbox_at": "$$NOW"}}


def _event(job: Document, v: int, type_: str) -> Document:
    return {"type": type_, "job": str(job["_id"]), "owner": job["owner"], "v": v, "data": _data(type_)}


def _data(type_: str) -> Document:
    return {"task": "bench.noop", "queue": "default", "status": type_.removeprefix("job."), "attempt": 1}
