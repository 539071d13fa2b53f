"""One reader's way through the events, until its time is up, it goes, or the process drains."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Self

from longhaul.engine.hub import Hub
from longhaul.engine.subscription import Subscription
from longhaul.model.event import Cursor, Scope
from longhaul_api.auth.caller import Caller
from longhaul_api.auth.open_logins import OpenLogins


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

    It ends with the process, and with the login of `caller` where one is given: as that expires or is revoked.

    Ending closes the subscription, which then runs out, and cancels nobody: a call to the database that is cancelled
    in the middle of the driver's own waiting may leave the driver's locks in disorder.
    """

    __slots__ = ("_caller", "_drain", "_expiry", "_logins", "_subscription", "_timer", "is_login_over", "is_over")

    def __init__(self, drain: Drain, logins: OpenLogins | None = None, caller: Caller | None = None) -> None:
        self._drain = drain
        self._logins = logins
        self._caller = caller
        self._expiry: asyncio.TimerHandle | None = None
        self.is_login_over = False
        self._subscription: Subscription | None = None
        self._timer: asyncio.TimerHandle | None = None
        self.is_over = False

    def __enter__(self) -> Self:
        self._drain.watch(self.end)
        if self._caller is not None and self._caller.ends_at is not None:
            left_s = (self._caller.ends_at - datetime.now(UTC)).total_seconds()
            self._expiry = asyncio.get_running_loop().call_later(max(0.0, left_s), self._end_login)
        if self._logins is not None and self._caller is not None and self._caller.credential is not None:
            self._logins.watch(self._caller.credential, self._end_login)
        return self

    def __exit__(self, *_: object) -> None:
        self._drain.forget(self.end)
        for timer in (self._timer, self._expiry):
            if timer is not None:
                timer.cancel()
        if self._logins is not None and self._caller is not None and self._caller.credential is not None:
            self._logins.forget(self._caller.credential, self._end_login)

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

    def _end_login(self) -> None:
        self.is_login_over = True
        self.end()
