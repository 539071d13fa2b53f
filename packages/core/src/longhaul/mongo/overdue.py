"""What the database or some process should have done by now: for whoever asks whether all is well."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from pymongo.errors import PyMongoError

from longhaul.model.states import Status
from longhaul.mongo.clock import TimeSource
from longhaul.mongo.collections import EVENTS, JOBS, Collections
from longhaul.mongo.driver import Collection, Document, translated
from longhaul.mongo.indexes import LEASES, OUTBOX

COUNTED: Final = 1000
EXPIRING: Final = (EVENTS, JOBS)
_RETENTION: Final = "retention"


@dataclass(frozen=True, slots=True)
class Late:
    """How many there are, counted no further than `COUNTED`, and how many seconds the oldest is late."""

    count: int
    oldest_s: float


class Overdue:
    """Reads along one index each. Ages are by the database's clock."""

    def __init__(self, collections: Collections, time: TimeSource) -> None:
        self._collections = collections
        self._jobs = collections.jobs
        self._time = time

    async def outboxes(self, *, older_than_s: float) -> Late:
        """Jobs whose events have waited for longer than that to be carried into the log."""
        before = await self._time.now() - timedelta(seconds=older_than_s)
        return await self._late(self._jobs, {"outbox_at": {"$lt": before, "$type": "date"}}, "outbox_at", OUTBOX)

    async def leases(self, *, older_than_s: float) -> Late:
        """Running jobs whose lease ended longer ago than that, and which nobody has rescued."""
        before = await self._time.now() - timedelta(seconds=older_than_s)
        expired: Document = {"status": Status.RUNNING.value, "lease.expires_at": {"$lt": before, "$type": "date"}}
        return await self._late(self._jobs, expired, "lease.expires_at", LEASES)

    async def expired(self, name: str, *, older_than_s: float) -> Late:
        """Documents of the collection that the TTL monitor should have deleted longer ago than that."""
        before = await self._time.now() - timedelta(seconds=older_than_s)
        matching: Document = {"expires_at": {"$lt": before, "$type": "date"}}
        return await self._late(self._collections.database.collection(name), matching, "expires_at", _RETENTION)

    async def _late(self, collection: Collection, matching: Document, field: str, index: str) -> Late:
        try:
            count = await collection.count_documents(matching, hint=index, limit=COUNTED)
            oldest = await collection.find_one(matching, {field: 1}, sort=[(field, 1)], hint=index)
        except PyMongoError as error:
            raise translated(error) from error
        if oldest is None:
            return Late(0, 0.0)
        age_s = (await self._time.now() - _at(oldest, field)).total_seconds()
        return Late(max(1, count), max(0.0, age_s))


def _at(document: Document, field: str) -> datetime:
    value = document
    *parents, last = field.split(".")
    for parent in parents:
        value = value[parent]
    return value[last]
