"""Which worker processes there are, and which queues are paused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from pymongo.errors import PyMongoError

from longhaul.mongo.clock import TimeSource
from longhaul.mongo.collections import Collections
from longhaul.mongo.driver import Document, translated

WorkerState = Literal["active", "draining"]


@dataclass(frozen=True, slots=True)
class WorkerRecord:
    """A worker process as it last reported itself."""

    id: str
    host: str
    pid: int
    queues: tuple[str, ...]
    concurrency: int
    running: int
    state: WorkerState
    started_at: datetime
    seen_at: datetime


class WorkerRegistry:
    """Worker processes report themselves here; who is silent for `gone_after_s` is forgotten."""

    def __init__(self, collections: Collections, time: TimeSource, *, gone_after_s: float = 60.0) -> None:
        self._workers = collections.workers
        self._queues = collections.queues
        self._time = time
        self._gone_after_ms = round(gone_after_s * 1000)

    async def report(
        self,
        worker_id: str,
        *,
        host: str,
        pid: int,
        queues: Sequence[str],
        concurrency: int,
        running: int,
        state: WorkerState,
    ) -> None:
        """Say that the worker lives and what it does."""
        now = self._time.now_expr()
        facts: Document = {
            "host": host,
            "pid": pid,
            "queues": list(queues),
            "concurrency": concurrency,
            "running": running,
            "state": state,
        }
        fields: Document = {name: {"$literal": value} for name, value in facts.items()}
        fields["started_at"] = {"$ifNull": ["$started_at", now]}
        fields["seen_at"] = now
        fields["expires_at"] = {"$add": [now, self._gone_after_ms]}
        try:
            await self._workers.update_one({"_id": worker_id}, [{"$set": fields}], upsert=True)
        except PyMongoError as error:
            raise translated(error) from error

    async def forget(self, worker_id: str) -> None:
        """Take out a worker that has ended."""
        try:
            await self._workers.delete_one({"_id": worker_id})
        except PyMongoError as error:
            raise translated(error) from error

    async def list(self) -> list[WorkerRecord]:
        """The workers that have reported themselves lately, by id."""
        # The database deletes what has expired once a minute, and a worker that is gone must not seem to work.
        living = {"expires_at": {"$gt": await self._time.now()}}
        try:
            found = await self._workers.find(living, sort=[("_id", 1)]).to_list(None)
        except PyMongoError as error:
            raise translated(error) from error
        return [_to_record(document) for document in found]

    async def paused_queues(self) -> frozenset[str]:
        """The queues from which nothing is claimed at the moment."""
        try:
            found = await self._queues.find({"paused": True}, {"_id": 1}).to_list(None)
        except PyMongoError as error:
            raise translated(error) from error
        return frozenset(str(document["_id"]) for document in found)

    async def set_paused(self, queue: str, *, paused: bool) -> None:
        """Pause or resume claiming from `queue`; what runs goes on."""
        fields: Document = {"paused": paused, "changed_at": self._time.now_expr()}
        try:
            await self._queues.update_one({"_id": queue}, [{"$set": fields}], upsert=True)
        except PyMongoError as error:
            raise translated(error) from error


def _to_record(document: Any) -> WorkerRecord:
    return WorkerRecord(
        id=document["_id"],
        host=document["host"],
        pid=document["pid"],
        queues=tuple(document["queues"]),
        concurrency=document["concurrency"],
        running=document["running"],
        state=document["state"],
        started_at=document["started_at"],
        seen_at=document["seen_at"],
    )
