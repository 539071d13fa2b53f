"""Writing the event log: dense numbers that every reader finds in the order in which they were given out."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any, Final, cast

import pymongo
from bson.int64 import Int64
from pymongo import DESCENDING, ReturnDocument
from pymongo.errors import BulkWriteError, DuplicateKeyError, PyMongoError

from longhaul.model.errors import StoreMisconfigured, StoreUnavailable
from longhaul.model.event import TOMBSTONE, Event, NewEvent, from_millis, to_millis
from longhaul.mongo.clock import TimeSource
from longhaul.mongo.collections import Collections
from longhaul.mongo.driver import Document, is_unavailable, translated
from longhaul.mongo.log_reader import COUNTER_ID, SETTLED_S, LogReader

_RESERVATION_S: Final = 10.0
_MIN_RETENTION_S: Final = 3 * SETTLED_S  # start_position looks for an entry one to two minutes old
_ROUNDS: Final = 20
_TOMBSTONES_AT_ONCE: Final = 5_000
_DUPLICATE_KEY: Final = 11000


@dataclass(frozen=True, slots=True)
class Gap:
    """Numbers from `first` to `last` that the log does not hold; `at` is that of the entry just above."""

    first: int
    last: int
    at: int


@dataclass(frozen=True, slots=True)
class _Reservation:
    first: int
    count: int
    at: int
    since: float


class EventLog(LogReader):
    """The log of one database. Any number of processes may append to it, each one batch at a time.

    What readers rely on: an event is stored once; the events of a job stand in `v` order when their appenders keep
    that order; a number never changes what it carries; `at` never decreases from one event to the next.
    """

    def __init__(
        self,
        collections: Collections,
        time_source: TimeSource,
        *,
        retention_s: float,
        max_replay: int = 200_000,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """`retention_s` is how long entries stay, at least three minutes."""
        super().__init__(collections, time_source, max_replay=max_replay)
        self._retention = timedelta(seconds=max(retention_s, _MIN_RETENTION_S))
        self._monotonic = monotonic

    async def prepare(self) -> None:
        """Create the counter where there is none and lift it to the newest entry. Call it at the start of a process.

        Appending never creates the counter: numbers that start again at 1 would name other events.
        """
        try:
            newest = await self._events.find_one({}, {"at": 1}, sort=[("_id", DESCENDING)])
            n, at = (newest["_id"], newest["at"]) if newest is not None else (0, await self._time.now())
            fresh = {"_id": COUNTER_ID, "n": Int64(n), "at": at, "floor": Int64(0), "floor_at": at}
            with contextlib.suppress(DuplicateKeyError):  # it was there, or another process was quicker
                await self._counters.insert_one(fresh)
            await self._counters.update_one(
                {"_id": COUNTER_ID, "n": {"$lt": n}}, {"$set": {"n": Int64(n)}, "$max": {"at": at}}
            )
        except PyMongoError as error:
            raise translated(error) from error

    async def append(self, events: Sequence[NewEvent]) -> list[Event]:
        """Store `events` in this order and return them, with their numbers, in the order of the log.

        Events the log has already are not stored again but are in the answer. Raises `StoreUnavailable` when the
        outcome is not known; append the same events again then.
        """
        rest: list[NewEvent] = list({(event.job_id, event.v): event for event in events}.values())
        done: list[Event] = []
        for _ in range(_ROUNDS):
            if not rest:
                return sorted(done, key=lambda event: event.seq)
            reservation = await self._reserve(len(rest))
            await self._reach("reserved")
            stored = await self._insert(reservation, rest)
            done += stored
            rest = rest[len(stored) :]
            if rest:
                await self._give_up(reservation, len(stored))
                # The tombstones waited for the majority, so what made us stop is majority-committed by now and this
                # read sees it, or it was rolled back and may be stored again.
                found = await self.find_stored(rest)
                done += found.values()
                rest = [event for event in rest if (event.job_id, event.v) not in found]
        raise StoreUnavailable("the event log is too contended to append to; try again")

    async def find_stored(self, events: Sequence[NewEvent]) -> dict[tuple[str, int], Event]:
        """Which of `events` the log certainly has, whoever stored them; another may have them on its way."""
        versions: dict[str, list[int]] = {}
        for event in events:
            versions.setdefault(event.job_id, []).append(event.v)
        wanted = [{"job": job_id, "v": {"$in": vs}} for job_id, vs in versions.items()]
        try:
            found = await self._events.find({"$or": wanted}, {"at": 1, "job": 1, "v": 1}).to_list(None)
        except PyMongoError as error:
            raise translated(error) from error
        places = {(document["job"], document["v"]): document for document in found}
        known = ((event, places.get((event.job_id, event.v))) for event in events)
        return {
            (event.job_id, event.v): Event(
                place["_id"], to_millis(place["at"]), event.type, event.owner, event.job_id, event.v, event.data
            )
            for event, place in known
            if place is not None
        }

    async def close_gaps(self, gaps: Iterable[Gap]) -> None:
        """Put a tombstone at every number of `gaps` that is still free, so that nothing can appear there any more."""
        await self._bury((seq, gap.at) for gap in gaps for seq in range(gap.first, gap.last + 1))

    async def _reserve(self, count: int) -> _Reservation:
        since = self._monotonic()
        now = self._time.now_expr()
        # After a minute of silence everything given out before is settled, whatever the log may have forgotten.
        is_after_silence = {
            "$lt": ["$at", {"$dateSubtract": {"startDate": now, "unit": "second", "amount": int(SETTLED_S)}}]
        }
        fields = {
            "n": {"$add": ["$n", {"$literal": Int64(count)}]},
            "at": {"$max": ["$at", now]},
            "floor": {"$cond": [is_after_silence, "$n", "$floor"]},
            "floor_at": {"$cond": [is_after_silence, "$at", "$floor_at"]},
        }
        try:
            counter = await self._counters.find_one_and_update(
                {"_id": COUNTER_ID}, [{"$set": fields}], return_document=ReturnDocument.AFTER
            )
        except PyMongoError as error:
            raise translated(error) from error
        if counter is None:
            raise StoreMisconfigured("the event log has no counter: call EventLog.prepare() when the process starts")
        return _Reservation(int(counter["n"]) - count + 1, count, to_millis(counter["at"]), since)

    async def _insert(self, reservation: _Reservation, events: Sequence[NewEvent]) -> list[Event]:
        """Store as many of `events` as can be; the answer holds those that are certainly stored."""
        numbered = [
            Event(reservation.first + index, reservation.at, event.type, event.owner, event.job_id, event.v, event.data)
            for index, event in enumerate(events)
        ]
        # Readers take numbers reserved a minute ago for settled, so what came about long ago must not be used.
        if self._monotonic() - reservation.since > _RESERVATION_S:
            return []
        try:
            with pymongo.timeout(_RESERVATION_S):
                await self._events.insert_many([self._document(event) for event in numbered], ordered=True)
            await self._reach("appended")
        except BulkWriteError as error:
            return numbered[: _certain(error)]
        except PyMongoError as error:
            if not is_unavailable(error):
                raise translated(error) from error
            return []
        return numbered

    async def _give_up(self, reservation: _Reservation, used: int) -> None:
        last = reservation.first + reservation.count
        await self._bury((seq, reservation.at) for seq in range(reservation.first + used, last))

    async def _bury(self, numbers: Iterable[tuple[int, int]]) -> None:
        remaining = iter(numbers)
        while some := list(islice(remaining, _TOMBSTONES_AT_ONCE)):
            documents = [
                {"_id": Int64(seq), "type": TOMBSTONE, "at": from_millis(at), "expires_at": self._expiry(at)}
                for seq, at in some
            ]
            try:
                await self._events.insert_many(documents, ordered=False)
            except BulkWriteError as error:
                failures, is_confirmed = _failures(error)
                if not is_confirmed or any(failure["code"] != _DUPLICATE_KEY for failure in failures):
                    raise StoreUnavailable("the database did not confirm the tombstones") from error
            except PyMongoError as error:
                raise translated(error) from error

    def _document(self, event: Event) -> Document:
        return {
            "_id": Int64(event.seq),
            "type": event.type,
            "job": event.job_id,
            "owner": event.owner,
            "v": event.v,
            "data": event.data,
            "at": from_millis(event.at),
            "expires_at": self._expiry(event.at),
        }

    def _expiry(self, at: int) -> datetime:
        return from_millis(at) + self._retention


def _certain(error: BulkWriteError) -> int:
    """How many events from the front are certainly stored for good."""
    failures, is_confirmed = _failures(error)
    if any(failure["code"] != _DUPLICATE_KEY for failure in failures):
        raise translated(error) from error
    return int(failures[0]["index"]) if failures and is_confirmed else 0


def _failures(error: BulkWriteError) -> tuple[list[Document], bool]:
    """What was refused, and whether the majority confirmed the rest."""
    details = cast("dict[str, Any]", error.details)
    return details.get("writeErrors") or [], not details.get("writeConcernErrors")
