"""Reads a scope's past from the database, page by page, whole or compacted."""

from __future__ import annotations

from longhaul.model.event import COMPACTABLE, Cursor, Event, Scope
from longhaul.mongo.event_log import EventLog

AUTO_COMPACT_OVER = 200
_PAGE = 500


class Replay:
    """The events of `scope` above one place and not above another.

    Compacted, it keeps every lifecycle event but of a job's progress only the newest.
    """

    def __init__(self, log: EventLog, scope: Scope, after: Cursor, upto: Cursor, kept: list[int] | None) -> None:
        """`kept` are the numbers of the progress events to keep, in order; None keeps all events. See `begin`."""
        self._log = log
        self._scope = scope
        self._place = after
        self._after = after.seq
        self._upto = upto
        self._kept = kept

    @classmethod
    async def begin(cls, log: EventLog, scope: Scope, after: Cursor, upto: Cursor, *, compact: bool | None) -> Replay:
        """Prepare a replay. `compact` None compacts when there are more than 200 events."""
        if compact is None:
            compact = await log.exceeds(scope, after.seq, upto.seq, AUTO_COMPACT_OVER)
        kept = await log.newest_compactable(scope, after.seq, upto.seq) if compact else None
        return cls(log, scope, after, upto, kept)

    @property
    def place(self) -> Cursor:
        """Up to where it has been read."""
        return self._place

    @property
    def is_done(self) -> bool:
        """Whether the end has been reached."""
        return self._after >= self._upto.seq

    async def page(self) -> list[Event]:
        """The next events, perhaps none. Raises `StoreUnavailable`."""
        if self._kept is None:
            events = await self._log.read(self._scope, self._after, self._upto.seq, _PAGE)
            end = events[-1].seq if len(events) == _PAGE else self._upto.seq
        else:
            events, end = await self._compacted_page(self._kept)
        self._after = end
        if self.is_done:
            self._place = self._upto
        elif events:
            self._place = events[-1].cursor
        return events

    async def _compacted_page(self, kept: list[int]) -> tuple[list[Event], int]:
        events = await self._log.read(self._scope, self._after, self._upto.seq, _PAGE, without=COMPACTABLE)
        newest = kept[:_PAGE]
        # Whichever of the two is cut off first ends the page, so that the order holds across pages.
        ends = [page[-1] for page in ([event.seq for event in events], newest) if len(page) == _PAGE]
        end = min(ends, default=self._upto.seq)
        taken = [seq for seq in newest if seq <= end]
        events = [event for event in events if event.seq <= end]
        if taken:
            events += await self._log.fetch(taken)
            del kept[: len(taken)]
        return sorted(events, key=lambda event: event.seq), end
