"""The newest part of the log in memory, encoded once for all connections."""

from __future__ import annotations

from collections.abc import Iterable

from longhaul.engine.frames import Encoded
from longhaul.model.event import Cursor, Event, Scope


class Ring:
    """Every entry above some number up to `cursor`, without holes; the oldest go when it is full."""

    def __init__(self, start: Cursor, *, max_count: int, max_bytes: int) -> None:
        """Empty, at `start`. Kept are at most `max_count` entries with `max_bytes` of encoded events."""
        self._cursor = start
        self._oldest = start.seq + 1
        self._entries: dict[int, Encoded | None] = {}
        self._bytes = 0
        self._max_count = max_count
        self._max_bytes = max_bytes

    @property
    def cursor(self) -> Cursor:
        """The place up to which the log has been read."""
        return self._cursor

    def extend(self, events: Iterable[Event]) -> None:
        """Take in the entries that follow `cursor`, each one higher than the one before."""
        for event in events:
            assert event.seq == self._cursor.seq + 1, "an entry was passed over"  # noqa: S101
            encoded = None if event.is_tombstone else Encoded.of(event)
            self._entries[event.seq] = encoded
            self._bytes += encoded.size if encoded else 0
            self._cursor = event.cursor
            while len(self._entries) > self._max_count or self._bytes > self._max_bytes:
                dropped = self._entries.pop(self._oldest)
                self._bytes -= dropped.size if dropped else 0
                self._oldest += 1

    def covers(self, after: int) -> bool:
        """Whether everything above `after` that has been read is still here."""
        return after >= self._oldest - 1

    def proves(self, cursor: Cursor) -> bool:
        """Whether `cursor` is certainly a place in this log; False says nothing."""
        entry = self._entries.get(cursor.seq)
        return cursor == self._cursor or (entry is not None and entry.cursor == cursor)

    def since(self, after: int, scope: Scope, limit: int) -> tuple[list[Encoded], Cursor]:
        """The first `limit` events of `scope` above `after`, and the place up to which that has looked."""
        found: list[Encoded] = []
        for seq in range(after + 1, self._cursor.seq + 1):
            encoded = self._entries[seq]
            if encoded is not None and scope.admits(encoded.event):
                found.append(encoded)
                if len(found) == limit:
                    return found, encoded.cursor
        return found, self._cursor
