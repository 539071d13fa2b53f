"""Where connections wait for news of their scope, ten thousand of them with one timer between them."""

from __future__ import annotations

import asyncio
import heapq
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import count

from longhaul.engine.ring import Ring
from longhaul.model.event import Cursor, Event, Scope

_SLACK_S = 0.25

Key = tuple[str, str]
_EVERYTHING: Key = ("all", "")


@dataclass(eq=False, slots=True)
class Waiter:
    """One connection: what it waits for and its place. `tick_at` (loop time) ends a silence."""

    scope: Scope
    place: Cursor
    tick_at: float = 0.0
    woken: asyncio.Future[bool] | None = field(default=None, repr=False)


class WaitingRoom:
    """Waiting here is being caught up: whoever waits has nothing to read up to the ring's cursor.

    So a waiter's place moves on with the ring without touching the waiter, and is written down when it leaves.
    """

    def __init__(self, ring: Ring) -> None:
        self._ring = ring
        self._waiting: dict[Key, dict[Waiter, None]] = {}
        self._ticks: list[tuple[float, int, Waiter]] = []
        self._ticking: set[Waiter] = set()
        self._order = count()
        self._timer: asyncio.TimerHandle | None = None
        self._timer_at = 0.0
        self._is_closed = False

    async def wait(self, waiter: Waiter) -> bool:
        """True when there may be news for `waiter`, False when its silence has lasted until `tick_at`.

        The waiter must have read everything up to the ring's cursor, without having awaited anything since.
        """
        waiting = self._waiting.setdefault(_key(waiter.scope), {})
        waiting[waiter] = None
        waiter.woken = asyncio.get_running_loop().create_future()
        self._expect_tick(waiter)
        try:
            return await waiter.woken
        finally:
            if waiter in self._waiting.get(_key(waiter.scope), ()):
                self._leave(waiter, self._ring.cursor)

    def announce(self, before: Cursor, events: Iterable[Event]) -> None:
        """Wake those for whom something is among `events`, which the ring has just taken in from `before` on."""
        news: dict[Key, Cursor] = {}
        for event in events:
            if not event.is_tombstone:
                news.setdefault(_EVERYTHING, before)
                news.setdefault(("owner", event.owner or ""), before)
                news.setdefault(("job", event.job_id or ""), before)
            before = event.cursor
        for key, place in news.items():
            for waiter in list(self._waiting.get(key, ())):
                self._leave(waiter, place, has_news=True)

    @property
    def is_closed(self) -> bool:
        """Whether nothing will be announced any more."""
        return self._is_closed

    def close(self) -> None:
        """Wake everybody for good."""
        self._is_closed = True
        for waiting in list(self._waiting.values()):
            for waiter in list(waiting):
                self._leave(waiter, self._ring.cursor, has_news=True)
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _leave(self, waiter: Waiter, place: Cursor, *, has_news: bool = False) -> None:
        key = _key(waiter.scope)
        del self._waiting[key][waiter]
        if not self._waiting[key]:
            del self._waiting[key]
        waiter.place = max(waiter.place, place)
        woken, waiter.woken = waiter.woken, None
        if woken is not None and not woken.done():
            woken.set_result(has_news)

    def _expect_tick(self, waiter: Waiter) -> None:
        if waiter not in self._ticking:
            self._ticking.add(waiter)
            heapq.heappush(self._ticks, (waiter.tick_at, next(self._order), waiter))
            self._set_timer()

    def _set_timer(self) -> None:
        earliest = self._ticks[0][0] if self._ticks else None
        if earliest is not None and (self._timer is None or earliest < self._timer_at):
            if self._timer is not None:
                self._timer.cancel()
            # Kept beside the timer: for a moment that has passed, uvloop gives a handle that does not know its time.
            self._timer_at = earliest
            self._timer = asyncio.get_running_loop().call_at(earliest, self._tick)

    def _tick(self) -> None:
        self._timer = None
        # Waking those almost due along with the others keeps the timer from going off for each of them.
        due = asyncio.get_running_loop().time() + _SLACK_S
        while self._ticks and self._ticks[0][0] <= due:
            _, _, waiter = heapq.heappop(self._ticks)
            self._ticking.discard(waiter)
            if waiter.woken is None:
                continue  # it is busy, or gone; it comes back to `wait` if it lives
            if waiter.tick_at <= due:
                self._leave(waiter, self._ring.cursor)
            else:
                self._expect_tick(waiter)
        self._set_timer()


def _key(scope: Scope) -> Key:
    if scope.job_id is not None:
        return ("job", scope.job_id)
    return _EVERYTHING if scope.owner is None else ("owner", scope.owner)
