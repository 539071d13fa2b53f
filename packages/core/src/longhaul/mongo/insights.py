"""What operators and waiting people ask of all jobs: how many wait where, what failed, who runs what, who is ahead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from pymongo.errors import PyMongoError

from longhaul.model.job import Job
from longhaul.model.states import Status
from longhaul.mongo.clock import TimeSource
from longhaul.mongo.collections import JOBS, Collections
from longhaul.mongo.driver import Document, aggregate, is_unavailable, translated
from longhaul.mongo.indexes import CLAIM, DEAD, DEAD_RECENT, LEASES
from longhaul.mongo.requests import COUNT_CAP, LISTED, Page, newest_first, to_listed

AHEAD_CAP: Final = 1000
QUEUES_CAP: Final = 100
_QUEUES_AT_ONCE: Final = 20
"""A pipeline may not have a thousand stages, and each queue takes ten."""
_PRIORITIES: Final = range(10)
_LEASED: Final[Document] = {"status": Status.RUNNING.value, "lease.expires_at": {"$type": "date"}}
"""What runs; the `$type` lets the index of leases answer."""


@dataclass(frozen=True, slots=True)
class Running:
    """The running jobs of all owners, counted no further than `COUNT_CAP` in all."""

    by_queue: dict[str, int]
    by_worker: dict[str, int]
    is_capped: bool


class Insights:
    """Reads over all owners. None examines more keys than its cap, however many jobs have ended or wait."""

    def __init__(self, collections: Collections, time: TimeSource) -> None:
        self._collections = collections
        self._jobs = collections.jobs
        self._database = collections.database.raw()
        self._time = time

    async def queued(self, queue: str) -> int:
        """How many jobs wait in `queue`, due or not, counting no further than `COUNT_CAP`."""
        return await self._count_keys({"queue": queue, "status": Status.QUEUED.value}, CLAIM, COUNT_CAP)

    async def due(self, queue: str) -> int:
        """How many jobs of `queue` could be claimed now, counting no further than `COUNT_CAP`."""
        ready: Document = {"priority": {"$in": list(_PRIORITIES)}, "run_at": {"$lte": await self._time.now()}}
        return await self._count_keys({"queue": queue, "status": Status.QUEUED.value, **ready}, CLAIM, COUNT_CAP)

    async def failed(self, queue: str) -> int:
        """How many dead letters `queue` has, counting no further than `COUNT_CAP`."""
        return await self._count_keys({"queue": queue, "status": Status.FAILED.value}, DEAD, COUNT_CAP)

    async def running(self) -> Running:
        """The running jobs by queue and by worker."""
        pipeline: list[Document] = [
            {"$match": _LEASED},
            {"$limit": COUNT_CAP},
            {"$group": {"_id": {"queue": "$queue", "worker": "$lease.worker_id"}, "count": {"$sum": 1}}},
        ]
        try:
            found = await aggregate(self._jobs, pipeline, hint=LEASES)
        except PyMongoError as error:
            raise translated(error) from error
        by_queue, by_worker = dict[str, int](), dict[str, int]()
        for group in found:
            queue, worker, count = group["_id"]["queue"], group["_id"]["worker"], group["count"]
            by_queue[queue] = by_queue.get(queue, 0) + count
            by_worker[worker] = by_worker.get(worker, 0) + count
        return Running(by_queue, by_worker, is_capped=sum(by_queue.values()) >= COUNT_CAP)

    async def held(self, limit: int) -> list[Job]:
        """Up to `limit` running jobs of all owners, those whose lease ends first, without args, steps and results."""
        try:
            found = await self._jobs.find(_LEASED, LISTED, hint=LEASES, limit=limit, batch_size=limit).to_list(None)
        except PyMongoError as error:
            raise translated(error) from error
        return [to_listed(document) for document in found]

    async def dead_letters(
        self, *, queue: str | None = None, type_: str | None = None, limit: int, page: str | None = None
    ) -> Page:
        """Failed jobs of all owners, newest first; `page` is the `next_page` of the page before.

        With `type_` the keys of other tasks' dead letters are passed by, but not their documents.
        """
        query: Document = {"status": Status.FAILED.value}
        query |= {name: str(value) for name, value in (("queue", queue), ("type", type_)) if value is not None}
        hint = DEAD_RECENT if queue is None else DEAD
        return await newest_first(self._collections, query, limit=limit, page=page, hint=hint)

    async def waiting_queues(self) -> list[str]:
        """The first hundred queues in which jobs wait, by name; one key is read for each."""
        queues: list[str] = []
        while len(queues) < QUEUES_CAP:
            beyond: Document = {"status": Status.QUEUED.value, "queue": {"$gt": queues[-1] if queues else ""}}
            try:
                found = await self._jobs.find_one(beyond, {"queue": 1}, sort=[("queue", 1)], hint=CLAIM)
            except PyMongoError as error:
                raise translated(error) from error
            if found is None:
                break
            queues.append(found["queue"])
        return queues

    async def oldest_waits_s(self, queues: Sequence[str]) -> dict[str, float]:
        """How long the job that is due longest has waited, for each of `queues` in which one is due.

        One index key per queue and priority is read.
        """
        now = await self._time.now()
        waits_s: dict[str, float] = {}
        for first in range(0, len(queues), _QUEUES_AT_ONCE):
            waits_s |= await self._oldest_waits_s(queues[first : first + _QUEUES_AT_ONCE], now)
        return waits_s

    async def ahead(self, job: Job) -> int:
        """How many due jobs of its queue come before `job` by priority and time, counting no further than 1,000."""
        waiting: Document = {"queue": job.queue, "status": Status.QUEUED.value}
        sooner: Document = {"priority": job.priority, "run_at": {"$lt": job.run_at}}
        count = await self._count({**waiting, **sooner}, CLAIM, AHEAD_CAP)
        if job.priority > 0 and count < AHEAD_CAP:
            above: Document = {"priority": {"$lt": job.priority}, "run_at": {"$lte": await self._time.now()}}
            count += await self._count({**waiting, **above}, CLAIM, AHEAD_CAP - count)
        return count

    async def _oldest_waits_s(self, queues: Sequence[str], now: datetime) -> dict[str, float]:
        branches = [_first_due(queue, priority, now) for queue in queues for priority in _PRIORITIES]
        unions = [{"$unionWith": {"coll": JOBS, "pipeline": branch}} for branch in branches[1:]]
        since = {"$min": {"$max": ["$run_at", "$created_at"]}}
        try:
            found = await aggregate(self._jobs, [*branches[0], *unions, {"$group": {"_id": "$queue", "since": since}}])
        except PyMongoError as error:
            raise translated(error) from error
        return {group["_id"]: max(0.0, (now - group["since"]).total_seconds()) for group in found}

    async def _count_keys(self, matching: Document, index: str, cap: int) -> int:
        """As `_count`, in half the time where `matching` is what the keys of `index` begin with."""
        # The server counts keys of one range without building a document of each, for this command alone.
        command: Document = {"count": JOBS, "query": matching, "hint": index, "limit": cap}
        try:
            answer = await self._database.command({**command, "readConcern": {"level": "majority"}})
            return int(answer["n"])
        except PyMongoError as error:
            if not is_unavailable(error):
                raise translated(error) from error
        return await self._count(matching, index, cap)  # which the driver tries again, as it does no command

    async def _count(self, matching: Document, index: str, cap: int) -> int:
        try:
            return await self._jobs.count_documents(matching, hint=index, limit=cap)
        except PyMongoError as error:
            raise translated(error) from error


def _first_due(queue: str, priority: int, now: datetime) -> list[Document]:
    due: Document = {"status": Status.QUEUED.value, "queue": queue, "priority": priority, "run_at": {"$lte": now}}
    return [
        {"$match": due},
        {"$sort": {"run_at": 1}},
        {"$limit": 1},
        {"$project": {"queue": 1, "run_at": 1, "created_at": 1}},
    ]
