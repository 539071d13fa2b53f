"""Time as the database has it: `$$NOW` inside a statement, an estimate that never runs ahead outside."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

from longhaul.mongo.driver import Database

_REFRESH_S = 60.0
_PRECISE_S = 0.25


class TimeSource(Protocol):
    """Where the transitions take "now" from."""

    def now_expr(self) -> Any:
        """The aggregation expression for the present moment."""
        ...

    async def now(self) -> datetime:
        """The present moment, for fields of inserted documents; never ahead of `now_expr`."""
        ...


class ServerTime:
    """The database's clock. This machine's wall clock plays no part, so it may be wrong by any amount."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._base: datetime | None = None
        self._base_monotonic = 0.0

    def now_expr(self) -> Any:
        """`$$NOW`."""
        return "$$NOW"

    async def now(self) -> datetime:
        """The server's time when it last answered plus what has passed here since: a little late, never early."""
        elapsed = time.monotonic() - self._base_monotonic
        if self._base is None or elapsed > _REFRESH_S:
            asked_at = time.monotonic()
            base, elapsed = (await self._database.hello())["localTime"], 0.0
            answered_at = time.monotonic()
            # It is late by as much as the answer was on its way; a slow one serves this once and is not kept.
            self._base = base if answered_at - asked_at < _PRECISE_S else None
            self._base_monotonic = answered_at
        else:
            base = self._base
        moment = base + timedelta(seconds=elapsed)
        return moment.replace(microsecond=moment.microsecond // 1000 * 1000, tzinfo=UTC)


class ManualTime:
    """A clock that tests move by hand; production never uses it."""

    def __init__(self, start: datetime) -> None:
        self._now = start

    def now_expr(self) -> Any:
        """The moment as a literal."""
        return {"$literal": self._now}

    async def now(self) -> datetime:
        """The moment the test set."""
        return self._now

    def advance(self, seconds: float) -> None:
        """Let `seconds` pass."""
        self._now += timedelta(seconds=seconds)
