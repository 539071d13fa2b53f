"""Reading the event log: its tail, a scope's part of it, and whether a cursor still names a place in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final, Literal

from pymongo import ASCENDING, DESCENDING
from pymongo.errors import PyMongoError

from longhaul.model.errors import StoreMisconfigured
from longhaul.model.event import COMPACTABLE, TOMBSTONE, Cursor, Event, Scope, to_millis
from longhaul.mongo.clock import TimeSource
from longhaul.mongo.collections import Collections
from longhaul.mongo.driver import Document, aggregate, translated

COUNTER_ID: Final = "events"
SETTLED_S: Final = 60.0
"""A number reserved longer ago than this has its event, its tombstone, or neither for ever. An appender gives a
reservation up after 10 s and one call to the database is bounded too, so this leaves room for clocks that disagree."""

NEWS: Final[Sequence[Mapping[str, Any]]] = ({"$match": {"operationType": "insert"}}, {"$project": {"_id": 1}})
"""What a doorbell on the log listens to."""

ResetReason = Literal["expired", "unknown", "ahead", "too_far"]
RESET_MEANINGS: Final[Mapping[ResetReason, str]] = {
    "expired": "the log has forgotten what followed this place: the reader was away for longer than the log remembers",
    "unknown": "the number is another log's: of another database, or of one restored from a backup",
    "ahead": "no such number was given out yet: the log was restored from a backup older than the cursor",
    "too_far": "the place lies further behind than a stream replays, 200,000 numbers unless set otherwise",
}
"""Why a place cannot be continued."""


@dataclass(frozen=True, slots=True)
class Counter:
    """The highest number reserved (`head`), and the highest that was followed by a minute of silence (`floor`)."""

    head: Cursor
    floor: Cursor


class LogReader:
    """The log as readers see it. All reads are of majority-committed entries: none of them can be taken back.

    Every method raises `StoreUnavailable` while the database does not answer.
    """

    def __init__(self, collections: Collections, time: TimeSource, *, max_replay: int = 200_000) -> None:
        """`max_replay` is how many numbers a cursor may lie behind the head."""
        self._events = collections.events
        self._counters = collections.counters
        self._reach = collections.reach
        # What was delivered up to here must be found here: a replay that reads less would lose it.
        self._settled = collections.database.settled
        self._time = time
        self._max_replay = max_replay

    async def head(self) -> Cursor:
        """The highest number reserved so far; its event may still be on its way. `Cursor(0, 0)` in an empty log."""
        return (await self._counter()).head

    async def tail(self, after: int, limit: int) -> list[Event]:
        """Up to `limit` entries above `after` in order, tombstones too. Holes are for the caller to see."""
        try:
            found = self._events.find({"_id": {"$gt": after}}).sort("_id", ASCENDING).limit(limit).batch_size(limit)
            return [_event(document) for document in await found.to_list(None)]
        except PyMongoError as error:
            raise translated(error) from error

    async def read(
        self, scope: Scope, after: int, upto: int, limit: int, *, without: frozenset[str] = frozenset()
    ) -> list[Event]:
        """The first `limit` events of `scope` above `after` and not above `upto`, less the types in `without`."""
        query = _query(scope, after, upto, without)
        await self._reach("replaying")
        try:
            found = await self._settled(
                lambda: self._events.find(query, hint=_index(scope)).sort("_id", ASCENDING).limit(limit).to_list(None)
            )
            return [_event(document) for document in found]
        except PyMongoError as error:
            raise translated(error) from error

    async def fetch(self, seqs: Sequence[int]) -> list[Event]:
        """The entries with these numbers, in order; what expired is left out."""
        try:
            found = await self._settled(
                lambda: self._events.find({"_id": {"$in": list(seqs)}}).sort("_id", ASCENDING).to_list(None)
            )
            return [_event(document) for document in found]
        except PyMongoError as error:
            raise translated(error) from error

    async def exceeds(self, scope: Scope, after: int, upto: int, count: int) -> bool:
        """Whether `scope` has more than `count` events above `after` and not above `upto`; looks no further."""
        if upto - after <= count:
            return False
        query = _query(scope, after, upto, frozenset())
        try:
            counted = await self._settled(
                lambda: self._events.count_documents(query, limit=count + 1, hint=_index(scope))
            )
            return counted > count
        except PyMongoError as error:
            raise translated(error) from error

    async def newest_compactable(self, scope: Scope, after: int, upto: int) -> list[int]:
        """The numbers, in order, of each job's newest progress event above `after` and not above `upto`."""
        wanted = COMPACTABLE if scope.types is None else COMPACTABLE & scope.types
        if not wanted:
            return []
        narrowed = Scope(scope.owner, scope.job_id, wanted)
        pipeline = [
            {"$match": _query(narrowed, after, upto, frozenset())},
            {"$group": {"_id": {"job": "$job", "type": "$type"}, "seq": {"$max": "$_id"}}},
        ]
        try:
            found = await self._settled(lambda: aggregate(self._events, pipeline, hint=_index(scope)))
            return sorted(document["seq"] for document in found)
        except PyMongoError as error:
            raise translated(error) from error

    async def start_position(self) -> Cursor:
        """Where a tail may start: no number up to here will ever get an event that it has not got now.

        That is the newest entry reserved more than a minute ago, or what the counter knows of silences when the log
        has forgotten that entry. "The oldest young entry minus one" would not do: a lower number may be in flight.
        """
        counter = await self._counter()
        try:
            settled_at = await self._time.now() - timedelta(seconds=SETTLED_S)
            if counter.head.at <= to_millis(settled_at):
                return counter.head
            newest = await self._events.find_one(
                {"_id": {"$gt": counter.floor.seq}, "at": {"$lte": settled_at}},
                {"at": 1},
                sort=[("_id", DESCENDING)],
            )
        except PyMongoError as error:
            raise translated(error) from error
        return counter.floor if newest is None else _place(newest["_id"], newest["at"])

    async def check(self, cursor: Cursor) -> ResetReason | None:
        """Why the log cannot continue from `cursor` (see `RESET_MEANINGS`), or None when it can."""
        reason = await self._look(cursor)
        if reason is None:
            return None
        # Right after an election a read may not see yet what the majority has: what it misses proves nothing before a
        # write, one that changes nothing, has waited for the majority. Not `settled`: what a read shows is proof
        # enough, and a good cursor must not wait for a write.
        try:
            await self._counters.update_one({"_id": COUNTER_ID}, {"$max": {"n": 0}})
        except PyMongoError as error:
            raise translated(error) from error
        return await self._look(cursor)

    async def _look(self, cursor: Cursor) -> ResetReason | None:
        try:
            mine = await self._events.find_one({"_id": cursor.seq}, {"at": 1})
            counter = await self._counter()
            if cursor.seq > counter.head.seq:
                return "ahead"
            if mine is not None:
                is_known = to_millis(mine["at"]) == cursor.at
            elif cursor == counter.head:
                return None  # the head of a log so quiet that it forgot its newest event
            else:
                oldest = await self._events.find_one({}, {"_id": 1}, sort=[("_id", ASCENDING)])
                if oldest is None or oldest["_id"] > cursor.seq + 1:
                    return "expired"
                is_known = cursor in (counter.floor, Cursor(0, 0))
        except PyMongoError as error:
            raise translated(error) from error
        if not is_known:
            return "unknown"
        return "too_far" if counter.head.seq - cursor.seq > self._max_replay else None

    async def _counter(self) -> Counter:
        try:
            document = await self._counters.find_one({"_id": COUNTER_ID})
        except PyMongoError as error:
            raise translated(error) from error
        if document is None:
            raise StoreMisconfigured("the event log has no counter: call EventLog.prepare() when the process starts")
        return Counter(_place(document["n"], document["at"]), _place(document["floor"], document["floor_at"]))


def _place(seq: int, at: Any) -> Cursor:
    return Cursor(int(seq), to_millis(at)) if seq else Cursor(0, 0)


def _query(scope: Scope, after: int, upto: int, without: frozenset[str]) -> Document:
    query: Document = {"_id": {"$gt": after, "$lte": upto}}
    if scope.owner is not None:
        query["owner"] = scope.owner
    if scope.job_id is not None:
        query["job"] = scope.job_id
    if scope.types is not None:
        query["type"] = {"$in": sorted(scope.types - without)}
    else:
        query["type"] = {"$nin": sorted({TOMBSTONE, *without})}
    return query


def _index(scope: Scope) -> str:
    if scope.job_id is not None:
        return "job"
    return "owner" if scope.owner is not None else "_id_"


def _event(document: Document) -> Event:
    return Event(
        seq=document["_id"],
        at=to_millis(document["at"]),
        type=document["type"],
        owner=document.get("owner"),
        job_id=document.get("job"),
        v=document.get("v"),
        data=document.get("data") or {},
    )
