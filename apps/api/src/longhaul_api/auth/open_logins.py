"""Ends the streams of logins and keys that are revoked, here at once and elsewhere within seconds."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Collection
from typing import Final

from longhaul.engine.service import Loop
from longhaul.model.errors import StoreUnavailable

_EVERY_S: Final = 2.0
_IDLE_S: Final = 3600.0
_OVERLAP_S: Final = 30.0
"""Between the check of a credential and the watch over its stream less than this passes, and no write takes as long."""


class OpenLogins(Loop):
    """Which credentials have streams open in this process.

    While there are any, it asks every 2 seconds what was revoked lately; while there are none, it asks nothing.
    """

    def __init__(self, recent: Callable[[float], Awaitable[Collection[str]]]) -> None:
        """`recent` gives what was revoked in the last so many seconds; it may raise `StoreUnavailable`."""
        super().__init__("open-logins")
        self._recent = recent
        self._streams: dict[str, set[Callable[[], None]]] = {}
        self._asked = 0.0
        self._known_to = 0.0

    @property
    def streams(self) -> int:
        """How many streams are watched."""
        return sum(len(ends) for ends in self._streams.values())

    def watch(self, credential: str, end: Callable[[], None]) -> None:
        """Call `end` when `credential` is revoked."""
        if not self._streams:
            self._known_to = time.monotonic()
            self.wake()
        self._streams.setdefault(credential, set()).add(end)

    def forget(self, credential: str, end: Callable[[], None]) -> None:
        """Do not call `end` any more."""
        ends = self._streams.get(credential)
        if ends is not None:
            ends.discard(end)
            if not ends:
                del self._streams[credential]

    def end(self, credential: str) -> None:
        """End the streams of `credential` now."""
        for end in list(self._streams.get(credential, ())):
            end()

    async def run_once(self) -> float:
        """Ask what was revoked, no more often than every 2 seconds."""
        if not self._streams:
            return _IDLE_S
        now = time.monotonic()
        if now - self._asked < _EVERY_S:
            return _EVERY_S - (now - self._asked)
        self._asked = now
        try:
            revoked = await self._recent(now - self._known_to + _OVERLAP_S)
        except StoreUnavailable:
            return _EVERY_S  # others say that the database is away
        self._known_to = now
        for credential in revoked:
            self.end(credential)
        return _EVERY_S
