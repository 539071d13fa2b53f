"""What a process of the crew does with the log: append to it, raise a counter, or follow it as an API's hub does."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any, Final, Protocol

from bson import ObjectId
from pymongo import ReturnDocument

from longhaul.engine.frames import Encoded
from longhaul.engine.hub import Hub
from longhaul.model.event import NewEvent, Scope
from longhaul.mongo.clock import ServerTime
from longhaul.mongo.collections import Collections
from longhaul.mongo.doorbell import open_doorbell
from longhaul.mongo.driver import Database
from longhaul.mongo.event_log import EventLog
from longhaul.mongo.log_reader import NEWS
from scripts.bench.ground import OWNER

_RETENTION_S: Final = 3600.0
_VERSIONS: Final = 3  # so many events has a job that does nothing
_ARRIVING_S: Final = 0.3  # the appender's last call is still on its way
_PATIENCE_S: Final = 10.0
COUNTER: Final = "capacity"


class Act(Protocol):
    """What an order has a process do."""

    async def run(self, stop: asyncio.Event) -> None:
        """Do it until told to stop."""
        ...

    def answer(self, began: float, ended: float) -> dict[str, Any]:
        """What was done between two moments of the monotonic clock."""
        ...


class Samples:
    """Moments at which something was begun, and how long each took."""

    def __init__(self) -> None:
        self._taken: list[tuple[float, float]] = []

    def add(self, at: float, seconds: float) -> None:
        """One more."""
        self._taken.append((at, seconds))

    def within(self, began: float, ended: float) -> list[float]:
        """How long those took that were begun between two moments."""
        return [seconds for at, seconds in self._taken if began <= at < ended]


class Appending:
    """Appends groups of events, one call in flight; `per_s` of them a second, or as many as there can be."""

    def __init__(self, log: EventLog, group: int, per_s: float | None) -> None:
        self._log = log
        self._group = group
        self._per_s = per_s
        self._calls = Samples()

    async def run(self, stop: asyncio.Event) -> None:
        """Append until told to stop."""
        due = time.monotonic()
        while not stop.is_set():
            began = time.monotonic()
            await self._log.append(self._events(began))
            self._calls.add(began, time.monotonic() - began)
            if self._per_s is not None:
                due += 1 / self._per_s
                await asyncio.sleep(max(0.0, due - time.monotonic()))

    def answer(self, began: float, ended: float) -> dict[str, Any]:
        """How long each call took."""
        return {"seconds": self._calls.within(began, ended)}

    def _events(self, sent: float) -> list[NewEvent]:
        events: list[NewEvent] = []
        while len(events) < self._group:
            job_id = str(ObjectId())
            some = range(1, min(_VERSIONS, self._group - len(events)) + 1)
            events += [NewEvent("job.progress", OWNER, job_id, v, {**_DATA, "sent": sent}) for v in some]
        return events


_DATA: Final = {"task": "bench.noop", "queue": "default", "status": "running", "attempt": 1}


class Counting:
    """Raises one number in one document, one call in flight."""

    def __init__(self, collections: Collections) -> None:
        self._counters = collections.counters
        self._calls = Samples()

    async def run(self, stop: asyncio.Event) -> None:
        """Count until told to stop."""
        while not stop.is_set():
            began = time.monotonic()
            await self._counters.find_one_and_update(
                {"_id": COUNTER}, {"$inc": {"n": 1}}, return_document=ReturnDocument.AFTER
            )
            self._calls.add(began, time.monotonic() - began)

    def answer(self, began: float, ended: float) -> dict[str, Any]:
        """How long each call took."""
        return {"seconds": self._calls.within(began, ended)}


class Following:
    """A hub with one subscriber, who notes how late each event is."""

    def __init__(self, hub: Hub, log: EventLog) -> None:
        self._hub = hub
        self._log = log
        self._lags = Samples()

    async def run(self, stop: asyncio.Event) -> None:
        """Follow until told to stop."""
        reading = asyncio.create_task(self._read(), name="reader")
        stopping = asyncio.create_task(stop.wait(), name="stop")
        await asyncio.wait({reading, stopping}, return_when=asyncio.FIRST_COMPLETED)
        await self._arrived()
        await self._hub.stop()  # ends the subscription
        await reading
        stopping.cancel()

    async def _arrived(self) -> None:
        await asyncio.sleep(_ARRIVING_S)
        head = await self._log.head()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_PATIENCE_S):
                while self._hub.cursor.seq < head.seq:  # noqa: ASYNC110 - nothing rings for what the hub has read
                    await asyncio.sleep(0.02)
        await asyncio.sleep(0.02)  # the subscriber takes what the hub has

    async def _read(self) -> None:
        async for batch in await self._hub.subscribe(Scope(OWNER), None):
            at = time.monotonic()
            for delivery in batch:
                if isinstance(delivery, Encoded):
                    sent = delivery.event.data["sent"]
                    self._lags.add(sent, at - sent)

    def answer(self, began: float, ended: float) -> dict[str, Any]:
        """The lag of each event."""
        return {"seconds": self._lags.within(began, ended)}


@asynccontextmanager
async def appending(order: dict[str, Any]) -> AsyncGenerator[Act]:
    """An appender to the log of the database that the order names."""
    async with _connected(order) as database:
        yield Appending(_log(database), order["group"], order.get("per_s"))


@asynccontextmanager
async def counting(order: dict[str, Any]) -> AsyncGenerator[Act]:
    """One that raises the counter `COUNTER`, which is there."""
    async with _connected(order) as database:
        yield Counting(Collections(database))


@asynccontextmanager
async def following(order: dict[str, Any]) -> AsyncGenerator[Act]:
    """A hub on the log of the database that the order names, with the doorbell that it names."""
    async with _connected(order) as database:
        doorbell = open_doorbell(order["doorbell"], Collections(database).events, NEWS)
        log = _log(database)
        hub = Hub(log, doorbell)
        await hub.start()
        try:
            yield Following(hub, log)
        finally:
            await hub.stop()


@asynccontextmanager
async def _connected(order: dict[str, Any]) -> AsyncGenerator[Database]:
    database = Database(order["uri"], order["database"])
    try:
        await database.hello()
        yield database
    finally:
        await database.close()


def _log(database: Database) -> EventLog:
    return EventLog(Collections(database), ServerTime(database), retention_s=_RETENTION_S)
