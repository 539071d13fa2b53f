"""The outboxes of jobs, or of other records: reading what waits there and clearing what the log has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from bson import ObjectId
from pymongo import ASCENDING
from pymongo.errors import PyMongoError

from longhaul.model.event import OutboxEntry
from longhaul.mongo.clock import TimeSource
from longhaul.mongo.collections import Collections
from longhaul.mongo.driver import Collection, Document, translated
from longhaul.mongo.indexes import OUTBOX

_FIELDS = {"owner": 1, "outbox": 1}


@dataclass(frozen=True, slots=True)
class JobOutbox:
    """All the events of one job that are not known to be in the log, in `v` order."""

    owner: str
    job_id: str
    entries: tuple[OutboxEntry, ...]


class Outboxes:
    """The outboxes of all jobs, or of the documents of another collection that keeps `owner`, `v` and outbox alike."""

    def __init__(self, collections: Collections, time: TimeSource, *, of: Collection | None = None) -> None:
        """A collection other than that of the jobs needs the index `outbox_index()`."""
        self._jobs = collections.jobs if of is None else of
        self._reach = collections.reach
        self._settled = collections.database.settled
        self._time = time

    async def stale(self, *, older_than_s: float, limit: int) -> list[JobOutbox]:
        """Outboxes in which something has been waiting for `older_than_s` by the database's clock, oldest first."""
        try:
            before = await self._time.now() - timedelta(seconds=older_than_s)
            # `$type` is what lets the partial index answer.
            query = {"outbox_at": {"$lte": before, "$type": "date"}}
            found = self._jobs.find(query, _FIELDS).sort("outbox_at", ASCENDING).limit(limit).hint(OUTBOX)
            outboxes = [_outbox(document) for document in await found.to_list(None)]
        except PyMongoError as error:
            raise translated(error) from error
        if outboxes:
            await self._reach("outboxes_read")
        return outboxes

    async def of(self, job_ids: Iterable[str]) -> list[JobOutbox]:
        """The whole outboxes of these jobs; jobs that are gone are left out."""
        try:
            matching = {"_id": {"$in": [ObjectId(job_id) for job_id in job_ids]}}
            found = await self._settled(lambda: self._jobs.find(matching, _FIELDS).to_list(None))
            return [_outbox(document) for document in found]
        except PyMongoError as error:
            raise translated(error) from error

    async def clear(self, sent: Mapping[str, Sequence[int]]) -> None:
        """Take exactly these entries (`v` by job) out, in one statement. Doing it twice does it once.

        Exactly these and not "all up to": an entry that somehow was passed over then still reaches the log.
        """
        ids = [ObjectId(job_id) for job_id in sent]
        mine: Any = {"$arrayElemAt": [{"$literal": [list(vs) for vs in sent.values()]}, _index_in(ids)]}
        others: Document = {"$filter": {"input": "$outbox", "cond": {"$not": [{"$in": ["$$this.v", "$$mine"]}]}}}
        left: Document = {"$let": {"vars": {"mine": mine}, "in": others}}
        since: Document = {"$cond": [{"$eq": ["$outbox", []]}, "$$REMOVE", self._time.now_expr()]}
        try:
            await self._jobs.update_many(
                {"_id": {"$in": ids}, "outbox_at": {"$exists": True}},
                [{"$set": {"outbox": left}}, {"$set": {"outbox_at": since}}],
                hint="_id_",
            )
        except PyMongoError as error:
            raise translated(error) from error


def _index_in(ids: list[ObjectId]) -> Document:
    return {"$indexOfArray": [{"$literal": ids}, "$_id"]}


def _outbox(document: Document) -> JobOutbox:
    entries = (OutboxEntry(entry["v"], entry["type"], entry["data"]) for entry in document.get("outbox") or ())
    return JobOutbox(document["owner"], str(document["_id"]), tuple(sorted(entries, key=lambda entry: entry.v)))
