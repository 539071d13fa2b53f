"""Reads the log number by number: what comes later never overtakes what is still on its way."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from itertools import pairwise

from longhaul.model.event import Cursor, Event
from longhaul.mongo.event_log import EventLog, Gap
from longhaul.telemetry.metrics import HubMetrics

_PAGE = 1000
_GLANCE = 50
"""Enough to see whether a hole has been filled; every ring has us look, and a full page would be read in vain."""


class Tail:
    """A place in the log that moves on by exactly one number at a time.

    Numbers are given out before their entries are stored, so a higher one may be there first. `read` then stops below
    the hole. A hole that stays for a third of a second is closed with tombstones, together with all others seen with
    it: whether the event or the tombstone got there first, the unique key decided, and reading again tells.
    """

    def __init__(
        self,
        log: EventLog,
        start: Cursor,
        *,
        metrics: HubMetrics | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._log = log
        self._place = start
        self._metrics = metrics or HubMetrics()
        self._monotonic = monotonic
        self._pause_s: float | None = 0.0
        self._suspected_upto = 0
        self._due = 0.0

    @property
    def pause_s(self) -> float | None:
        """When to read again if nothing rings: 0 at once, None when everything there is has been read."""
        return self._pause_s

    async def read(self) -> list[Event]:
        """The entries that follow, tombstones too; empty when there are none yet. Raises `StoreUnavailable`."""
        now = self._monotonic()
        is_waiting = self._place.seq < self._suspected_upto and now < self._due
        limit = _GLANCE if is_waiting else _PAGE
        page = await self._log.tail(self._place.seq, limit)
        taken = _contiguous(self._place.seq, page)
        place = taken[-1].cursor if taken else self._place
        if len(taken) == len(page):
            self._pause_s = 0.0 if len(page) == limit else None
        else:
            await self._nudge(place.seq, page[len(taken) :], now)
        self._place = place  # only now: what a failing call above has not returned must be read again
        return taken

    async def _nudge(self, place: int, beyond: list[Event], now: float) -> None:
        if place >= self._suspected_upto:
            self._suspected_upto = beyond[-1].seq
            self._due = now + random.uniform(0.3, 0.45)  # noqa: S311 - hubs should not all close the same gap
        self._pause_s = max(0.0, self._due - now)
        if self._pause_s == 0.0:
            gaps = [gap for gap in _gaps(place, beyond) if gap.last < self._suspected_upto]
            await self._log.close_gaps(gaps)
            self._metrics.gaps_closed.inc(sum(gap.last - gap.first + 1 for gap in gaps))
            self._suspected_upto = 0


def _contiguous(after: int, page: Sequence[Event]) -> list[Event]:
    taken: list[Event] = []
    for event in page:
        if event.seq != after + len(taken) + 1:
            break
        taken.append(event)
    return taken


def _gaps(after: int, page: Sequence[Event]) -> list[Gap]:
    below = [after, *(event.seq for event in page)]
    return [
        Gap(low + 1, high - 1, event.at)
        for (low, high), event in zip(pairwise(below), page, strict=True)
        if high > low + 1
    ]
