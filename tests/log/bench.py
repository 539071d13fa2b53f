"""What the tests of the log work with: appenders, relays, hubs and jobs that write their outboxes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

from bson import ObjectId

from longhaul.engine.frames import Delivery, Encoded
from longhaul.engine.hub import Hub
from longhaul.engine.relay import OnAppend, Relay
from longhaul.engine.service import Service
from longhaul.engine.subscription import Subscription
from longhaul.model.event import PROGRESS, Event, NewEvent, OutboxEntry
from longhaul.model.probe import Probe
from longhaul.mongo.clock import TimeSource
from longhaul.mongo.codec import to_outbox
from longhaul.mongo.collections import Collections
from longhaul.mongo.doorbell import DoorbellMode, open_doorbell
from longhaul.mongo.driver import Document
from longhaul.mongo.event_log import EventLog
from longhaul.mongo.log_reader import NEWS
from longhaul.mongo.outbox import Outboxes

RETENTION_S = 3600.0
IN_2100 = 4_102_444_800_000
"""A time in milliseconds: ahead of the server's clock, or its retention monitor would join in."""
JOB = "65e1b0c0a1b2c3d4e5f60718"


def new_job_id() -> str:
    """An id no other job has."""
    return str(ObjectId())


def progress(v: int, job_id: str = JOB, owner: str = "ada", *, type_: str = PROGRESS, **data: Any) -> NewEvent:
    """An event to append."""
    return NewEvent(type_, owner, job_id, v, data)


def places(events: Sequence[Event]) -> list[tuple[int, int | None]]:
    """Number and version of each."""
    return [(event.seq, event.v) for event in events]


class LogBench:
    """One database's log. Everything started through it is stopped at the end."""

    def __init__(self, collections: Collections, time: TimeSource) -> None:
        self.collections = collections
        self.time = time
        self.log = self.appender()
        self.outboxes = Outboxes(collections, time)
        self._services: list[Service] = []

    def appender(
        self, *, probe: Probe | None = None, collections: Collections | None = None, **options: Any
    ) -> EventLog:
        """Another process's access to the log."""
        chosen = collections or self.collections
        return EventLog(chosen.probed(probe) if probe else chosen, self.time, retention_s=RETENTION_S, **options)

    async def stored(self) -> list[Event]:
        """Every entry of the log, tombstones too."""
        return await self.log.tail(0, 100_000)

    async def events(self) -> list[Event]:
        """Every event of the log."""
        return [event for event in await self.stored() if not event.is_tombstone]

    async def fill(self, count: int, *, owner: str = "ada", job_id: str | None = None) -> list[Event]:
        """Append `count` progress events of one job."""
        job = job_id or new_job_id()
        return await self.log.append([progress(v, job, owner) for v in range(1, count + 1)])

    async def forget(self, upto: int) -> None:
        """Remove what the retention would have removed."""
        await self.collections.events.delete_many({"_id": {"$lte": upto}})

    async def relay(self, log: EventLog | None = None, *, on_append: OnAppend | None = None) -> Relay:
        """A started relay."""
        relay = Relay(log or self.log, self.outboxes, on_append=on_append)
        await self._start(relay)
        return relay

    async def hub(self, *, mode: DoorbellMode = "change_stream", log: EventLog | None = None, **options: Any) -> Hub:
        """A started hub of another API process."""
        doorbell = open_doorbell(mode, self.collections.events, NEWS, min_s=0.02, max_s=0.1)
        hub = Hub(log or self.log, doorbell, **options)
        await self._start(hub)
        return hub

    async def _start(self, service: Service) -> None:
        self._services.append(service)
        await service.start()

    async def stop(self) -> None:
        """Stop what was started, the newest first."""
        while self._services:
            await self._services.pop().stop()


class FakeJob:
    """A job that does nothing but change and write its outbox as every transition does."""

    def __init__(self, bench: LogBench, owner: str = "ada") -> None:
        self._jobs = bench.collections.jobs
        self._time = bench.time
        self.owner = owner
        self.id = new_job_id()

    async def create(self) -> FakeJob:
        """Store it with version 0 and an empty outbox."""
        await self._jobs.insert_one({"_id": ObjectId(self.id), "owner": self.owner, "v": 0, "outbox": []})
        return self

    async def change(self, type_: str = PROGRESS, **data: Any) -> tuple[OutboxEntry, ...]:
        """One state change with its event; the answer is the whole outbox."""
        next_v = {"$add": ["$v", 1]}
        entry: Document = {"v": next_v, "type": type_, "data": {"$literal": data}}
        fields: Document = {
            "v": next_v,
            "outbox": {"$concatArrays": ["$outbox", [entry]]},
            "outbox_at": {"$ifNull": ["$outbox_at", self._time.now_expr()]},
        }
        document = await self._jobs.find_one_and_update(
            {"_id": ObjectId(self.id)}, [{"$set": fields}], return_document=True
        )
        assert document is not None
        return to_outbox(document)

    async def document(self) -> Document:
        """As it is stored."""
        document = await self._jobs.find_one({"_id": ObjectId(self.id)})
        assert document is not None
        return document


class Reader:
    """Consumes a subscription in the background and keeps what came."""

    def __init__(self, subscription: Subscription) -> None:
        self.subscription = subscription
        self.deliveries: list[Delivery] = []
        self._changed = asyncio.Event()
        self._task = asyncio.ensure_future(self._consume())

    @property
    def seqs(self) -> list[int]:
        """The numbers of the events that came."""
        return [delivery.event.seq for delivery in self.deliveries if isinstance(delivery, Encoded)]

    async def until(self, reached: Callable[[Reader], bool], *, timeout_s: float = 60.0) -> None:
        """Return when `reached` says so; `AssertionError` with what came when it does not in time."""
        try:
            async with asyncio.timeout(timeout_s):
                while not reached(self):
                    self._changed.clear()
                    await self._changed.wait()
        except TimeoutError:
            raise AssertionError(f"not reached; the last that came: {self.deliveries[-5:]!r}") from None

    async def close(self) -> None:
        """Hang up."""
        self.subscription.close()
        await self._task

    async def _consume(self) -> None:
        async for batch in self.subscription:
            self.deliveries += batch
            self._changed.set()
