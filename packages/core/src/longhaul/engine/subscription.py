"""One connection's way through the log: first what it missed, then what happens, without a seam."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from longhaul.engine.frames import Delivery, Encoded, Reset, Tick
from longhaul.engine.replay import AUTO_COMPACT_OVER, Replay
from longhaul.engine.ring import Ring
from longhaul.engine.waiting import Waiter, WaitingRoom
from longhaul.model.event import Cursor, Scope
from longhaul.mongo.event_log import EventLog
from longhaul.mongo.log_reader import ResetReason
from longhaul.telemetry.metrics import HubMetrics

_BATCH = 256


class Subscription:
    """An asynchronous iterator of batches; each delivery moves the reader's place on.

    All it holds is that place. It reads from the ring, or from the database while the ring no longer reaches back to
    its place, and never beyond the ring's cursor: so nothing lies between the two, and a reader that is slow costs no
    memory. In the order of delivery: a `Reset` if the place it came with cannot be continued, the events it missed, a
    `Tick` ("live now"), then events as they come, and a `Tick` after every `tick_s` of silence.

    `StoreUnavailable` may come out of the iteration while it reads from the database; the place stays.
    """

    def __init__(
        self,
        log: EventLog,
        ring: Ring,
        room: WaitingRoom,
        waiter: Waiter,
        *,
        reset: ResetReason | None,
        compact: bool | None,
        tick_s: float,
        metrics: HubMetrics,
    ) -> None:
        """The waiter's place is one the log can continue; `reset` says why it is not the one that was asked for."""
        self._log = log
        self._ring = ring
        self._room = room
        self._waiter = waiter
        self._reset = None if reset is None else Reset(reset, waiter.place)
        self._compact = compact
        self._tick_s = tick_s
        self._metrics = metrics
        self._replay: Replay | None = None
        self._is_new = True
        self._is_live = False
        self._is_closed = False

    @property
    def place(self) -> Cursor:
        """Up to where everything of the scope has been delivered."""
        return self._waiter.place

    @property
    def scope(self) -> Scope:
        """What it follows."""
        return self._waiter.scope

    def close(self) -> None:
        """End the iteration, also one that waits at the moment."""
        self._is_closed = True
        if self._waiter.woken is not None and not self._waiter.woken.done():
            self._waiter.woken.set_result(True)

    def __aiter__(self) -> Subscription:
        return self

    async def __anext__(self) -> list[Delivery]:
        if self._reset is not None:
            reset, self._reset = self._reset, None
            self._metrics.reset(reset.reason)
            return self._delivered([reset])
        while not (self._is_closed or self._room.is_closed):
            found = await self._pull()
            if found:
                return self._delivered(found)
            if not self._is_live:
                self._is_live = True
                return self._delivered([Tick(self.place)])
            if not await self._room.wait(self._waiter):
                return self._delivered([Tick(self.place)])
        raise StopAsyncIteration

    def _delivered(self, batch: Sequence[Delivery]) -> list[Delivery]:
        self._waiter.tick_at = asyncio.get_running_loop().time() + self._tick_s
        return list(batch)

    async def _pull(self) -> Sequence[Delivery]:
        while self._replay is not None or self._needs_replay():
            replay = self._replay
            if replay is None:
                reason = None if self._is_new else await self._log.check(self.place)
                if reason is not None:
                    self._waiter.place = self._ring.cursor
                    self._metrics.reset(reason)
                    return [Reset(reason, self.place)]
                replay = await Replay.begin(self._log, self.scope, self.place, self._ring.cursor, compact=self._compact)
                self._replay, self._is_new = replay, False
                self._metrics.replays_from_database.inc()
            events = await replay.page()
            self._waiter.place = replay.place
            if replay.is_done:
                self._replay = None
            if events:
                return [Encoded.of(event) for event in events]
        if self._is_new and self._ring.cursor.seq > self.place.seq:
            self._metrics.replays_from_ring.inc()
        self._is_new = False
        found, place = self._ring.since(self.place.seq, self.scope, _BATCH)
        self._waiter.place = max(self.place, place)
        return found

    def _needs_replay(self) -> bool:
        behind = self._ring.cursor.seq - self.place.seq
        if behind <= 0 or self._compact is False or not self._is_new:
            return behind > 0 and not self._ring.covers(self.place.seq)
        return not self._ring.covers(self.place.seq) or self._compact is True or behind > AUTO_COMPACT_OVER
