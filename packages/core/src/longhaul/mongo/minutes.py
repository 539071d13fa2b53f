"""The collection `minutes`: what became of jobs in each minute, by queue, summed over all workers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final, Literal

from pymongo.errors import PyMongoError

from longhaul.model.histogram import Buckets
from longhaul.mongo.collections import Collections
from longhaul.mongo.driver import Document, translated

RETENTION: Final = timedelta(days=7)
End = Literal["succeeded", "failed", "cancelled", "retried"]
ENDS: Final[tuple[End, ...]] = ("succeeded", "failed", "cancelled", "retried")


@dataclass(slots=True)
class Tallied:
    """What was counted of one queue in one minute."""

    ends: dict[End, int] = field(default_factory=dict[End, int])
    waits: Buckets = field(default_factory=Buckets)
    runs: Buckets = field(default_factory=Buckets)

    def add(self, other: Tallied) -> None:
        """Count in what `other` has."""
        _sum(self.ends, other.ends)
        _sum(self.waits, other.waits)
        _sum(self.runs, other.runs)


@dataclass(frozen=True, slots=True)
class Minute:
    """One queue in the minute that begins at `at`."""

    at: datetime
    queue: str
    tallied: Tallied


class MinuteStore:
    """One document for each minute and queue in which something happened, kept for a week.

    Its `_id` has the minute first, so that the index on it finds a span of time and no other is needed. What is here
    is for looking at: nothing is decided by it, and what a killed worker had counted and not yet written is missing.
    """

    def __init__(self, collections: Collections) -> None:
        self._minutes = collections.minutes

    async def add(self, minute: Minute) -> None:
        """Count in what one process saw. Raises `StoreUnavailable`; whether it was counted is not known then."""
        tallied = minute.tallied
        amounts: dict[str, int] = {end: count for end, count in tallied.ends.items() if count}
        for name, buckets in (("waits", tallied.waits), ("runs", tallied.runs)):
            amounts |= {f"{name}.{bucket}": count for bucket, count in buckets.items()}
        if not amounts:
            return
        update: Document = {"$inc": amounts, "$setOnInsert": {"expires_at": minute.at + RETENTION}}
        try:
            await self._minutes.update_one({"_id": {"at": minute.at, "queue": minute.queue}}, update, upsert=True)
        except PyMongoError as error:
            raise translated(error) from error

    async def between(self, start: datetime, end: datetime) -> list[Minute]:
        """The minutes that begin from `start` to before `end`, oldest first."""
        # An embedded document is compared field by field: one with `at` alone comes before all of that minute.
        span: Document = {"_id": {"$gte": {"at": start}, "$lt": {"at": end}}}
        try:
            found = await self._minutes.find(span, sort=[("_id", 1)]).to_list(None)
        except PyMongoError as error:
            raise translated(error) from error
        return [_to_minute(document) for document in found]


def _to_minute(document: Document) -> Minute:
    key: dict[str, Any] = document["_id"]
    tallied = Tallied(
        ends={end: document[end] for end in ENDS if end in document},
        waits=_to_buckets(document.get("waits", {})),
        runs=_to_buckets(document.get("runs", {})),
    )
    return Minute(key["at"], key["queue"], tallied)


def _to_buckets(stored: Mapping[str, int]) -> Buckets:
    return {int(bucket): count for bucket, count in stored.items()}


def _sum(into: dict[Any, int], more: Mapping[Any, int]) -> None:
    for key, count in more.items():
        into[key] = into.get(key, 0) + count
