"""Time as the database has it: `$$NOW` inside a statement, an estimate that never runs ahead outside."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

from longhaul.mongo.driver import Database

_REFRESH_S = 60.0


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
            answer = await self._database.hello()
            self._base, self._base_monotonic, elapsed = answer["localTime"], time.monotonic(), 0.0
        assert self._base is not None  # noqa: S101 - set above
        moment = self._base + timedelta(seconds=elapsed)
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
