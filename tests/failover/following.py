"""A tail of the log whose clock moves when a test says so."""

from __future__ import annotations

from longhaul.engine.tail import Tail
from longhaul.model.event import Cursor, Event
from longhaul.mongo.event_log import EventLog


class Follower:
    """Reads the log from its start and keeps what it has read."""

    def __init__(self, log: EventLog) -> None:
        self._now = 0.0
        self._tail = Tail(log, Cursor(0, 0), monotonic=lambda: self._now)
        self.events: list[Event] = []

    async def read(self) -> None:
        """Read up to the first number that is missing; as no time passes, nothing is closed."""
        self.events += await self._tail.read()

    async def read_all(self) -> None:
        """Read all there is, closing what is missing."""
        await self.read()
        while self._tail.pause_s is not None:
            self._now += 1.0
            await self.read()
