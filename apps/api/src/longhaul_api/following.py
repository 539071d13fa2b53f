"""One reader's way through the events, until its time is up, it goes, or the process drains."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Self

from longhaul.engine.hub import Hub
from longhaul.engine.subscription import Subscription
from longhaul.model.event import Cursor, Scope


class Drain:
    """Whether the process is about to end; what waits for events then stops waiting. Nothing un-sets it."""

    def __init__(self) -> None:
        self._watching: set[Callable[[], None]] = set()
        self.is_set = False

    def begin(self) -> None:
        """Begin; to be called on the event loop."""
        self.is_set = True
        for end in list(self._watching):
            end()

    def watch(self, end: Callable[[], None]) -> None:
        """Call `end` when draining begins, at once where it has."""
        self._watching.add(end)
        if self.is_set:
            end()

    def forget(self, end: Callable[[], None]) -> None:
        """Do not call `end` any more."""
        self._watching.discard(end)


class Following:
    """Opens a subscription and ends it; a context manager around the reading.

    Ending closes the subscription, which then runs out, and cancels nobody: a call to the database that is cancelled
    in the middle of the driver's own waiting may leave the driver's locks in disorder.
    """

    __slots__ = ("_drain", "_subscription", "_timer", "is_over")

    def __init__(self, drain: Drain) -> None:
        self._drain = drain
        self._subscription: Subscription | None = None
        self._timer: asyncio.TimerHandle | None = None
        self.is_over = False

    def __enter__(self) -> Self:
        self._drain.watch(self.end)
        return self

    def __exit__(self, *_: object) -> None:
        self._drain.forget(self.end)
        if self._timer is not None:
            self._timer.cancel()

    async def open(self, hub: Hub, scope: Scope, after: Cursor | None, compact: bool | None = None) -> Subscription:
        """Subscribe. Raises `StoreUnavailable` while the log cannot be read."""
        self._subscription = await hub.subscribe(scope, after, compact)
        if self.is_over:
            self._subscription.close()
        return self._subscription

    def end(self) -> None:
        """End now: what was delivered may still be handled, nothing more comes."""
        self.is_over = True
        if self._subscription is not None:
            self._subscription.close()

    def end_in(self, seconds: float) -> None:
        """End after `seconds`, in place of what was said before."""
        if self._timer is not None:
            self._timer.cancel()
        self._timer = asyncio.get_running_loop().call_later(max(0.0, seconds), self.end)
