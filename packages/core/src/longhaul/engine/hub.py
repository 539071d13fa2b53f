"""Reads the log once per process and lets any number of connections follow it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from longhaul.engine.ring import Ring
from longhaul.engine.service import Loop
from longhaul.engine.subscription import Subscription
from longhaul.engine.tail import Tail
from longhaul.engine.waiting import Waiter, WaitingRoom
from longhaul.model.errors import StoreUnavailable
from longhaul.model.event import Cursor, Scope
from longhaul.mongo.doorbell import Doorbell
from longhaul.mongo.event_log import EventLog
from longhaul.telemetry.metrics import HubMetrics

_IDLE_S = 15.0
_READY_WITHIN_S = 10.0


class Hub(Loop):
    """Tails the log, keeps its newest part encoded, and wakes the connections whose events came."""

    def __init__(
        self,
        log: EventLog,
        doorbell: Doorbell,
        *,
        tick_s: float = 15.0,
        ring_count: int = 10_000,
        ring_bytes: int = 16 * 1024 * 1024,
        metrics: HubMetrics | None = None,
    ) -> None:
        """Connections hear a `Tick` after `tick_s` of silence. The ring's limits bound the memory of all of them."""
        super().__init__("hub")
        self._events = log
        self._doorbell = doorbell
        self._tick_s = tick_s
        self._ring_count = ring_count
        self._ring_bytes = ring_bytes
        self._metrics = metrics or HubMetrics()
        self._following: _Following | None = None
        self._ready = asyncio.Event()

    @property
    def ready(self) -> bool:
        """Whether it has caught up with the log once, so that `cursor` and `subscribe` work."""
        return self._ready.is_set()

    @property
    def cursor(self) -> Cursor:
        """Where the log has been read to. Take it *before* reading a snapshot that a stream is to continue.

        Raises `StoreUnavailable` before the hub is `ready`.
        """
        if self._following is None or not self.ready:
            raise StoreUnavailable("the event log has not been read yet")
        return self._following.ring.cursor

    def ring(self) -> None:
        """Look at the log now: this process has just appended to it."""
        self._doorbell.ring()

    async def subscribe(self, scope: Scope, after: Cursor | None, compact: bool | None = None) -> Subscription:
        """Follow `scope` from `after` on, or from now on for None.

        `compact` keeps of each job's progress only the newest event while catching up; None does that past 200
        events. Raises `StoreUnavailable` while the log cannot be read.
        """
        following = await self._caught_up()
        reason = None if after is None or following.ring.proves(after) else await self._events.check(after)
        start = following.ring.cursor if after is None or reason is not None else after
        return Subscription(
            self._events,
            following.ring,
            following.room,
            Waiter(scope, start),
            reset=reason,
            compact=compact,
            tick_s=self._tick_s,
            metrics=self._metrics,
        )

    async def stop(self) -> None:
        """Stop reading and end every subscription."""
        await super().stop()
        if self._following is not None:
            self._following.room.close()
        await self._doorbell.close()

    async def run_once(self) -> float:
        """Read what there is; when that was all, wait for the doorbell."""
        await self._doorbell.arm()
        if self._following is None:
            start = await self._events.start_position()
            ring = Ring(start, max_count=self._ring_count, max_bytes=self._ring_bytes)
            tail = Tail(self._events, start, metrics=self._metrics)
            self._following = _Following(tail, ring, WaitingRoom(ring))
            self._metrics.hub_seq.set_function(lambda: ring.cursor.seq)
        if await self._following.read_on():
            self._doorbell.quicken()
        pause_s = self._following.tail.pause_s
        if pause_s != 0.0:
            self._ready.set()
            await self._doorbell.wait(_IDLE_S if pause_s is None else pause_s)
        return 0.0

    async def _caught_up(self) -> _Following:
        try:
            async with asyncio.timeout(_READY_WITHIN_S):
                await self._ready.wait()
        except TimeoutError as error:
            raise StoreUnavailable("the event log has not been read yet") from error
        assert self._following is not None  # noqa: S101 - what `ready` says
        return self._following


@dataclass(frozen=True, slots=True)
class _Following:
    tail: Tail
    ring: Ring
    room: WaitingRoom

    async def read_on(self) -> bool:
        before = self.ring.cursor
        events = await self.tail.read()
        self.ring.extend(events)
        self.room.announce(before, events)
        return bool(events)
