"""Reads from the database what `/metrics` shows of it, however often that is asked for."""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Callable
from typing import Final

from longhaul.engine.census import take_census
from longhaul.model.errors import StoreUnavailable
from longhaul.runtime import ApiRuntime
from longhaul.telemetry.logs import get_logger
from longhaul_api.metrics import ApiMetrics

FRESH_S: Final = 5.0
"""Scrapes within this time of each other are answered from one reading."""
PATIENCE_S: Final = 2.0
"""A scrape waits no longer for the database; most scrapers give up after ten seconds."""


class Figures:
    """The gauges that are read for a scrape. Without the database they are gone, and the scrape is answered all the
    same.
    """

    def __init__(
        self,
        metrics: ApiMetrics,
        runtime: Callable[[], ApiRuntime],
        *,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """`runtime` may raise `StoreUnavailable`."""
        self._metrics = metrics
        self._runtime = runtime
        self._monotonic = monotonic
        self._reading: asyncio.Task[bool] | None = None
        self._read_at: float | None = None

    async def refresh(self) -> None:
        """See to it that the gauges are fresh, or gone."""
        if self._read_at is not None and self._monotonic() - self._read_at < FRESH_S:
            return
        # One reading at a time, never cut off: while the database is away each scrape would add one.
        if self._reading is None or self._reading.done():
            self._reading = asyncio.create_task(self._read(), name="longhaul-figures")
        await asyncio.wait({self._reading}, timeout=PATIENCE_S)
        if not self._reading.done() or not self._reading.result():
            self._metrics.database_silent()

    async def _read(self) -> bool:
        began = self._monotonic()
        try:
            runtime = self._runtime()
            core = runtime.core
            head, census = await asyncio.gather(core.log.head(), take_census(core.registry, core.insights, core.tasks))
            waiting = [name for name, figures in census.queues.items() if figures.queued]
            due = dict(zip(waiting, await asyncio.gather(*map(core.insights.due, waiting)), strict=True))
            lag = max(0, head.seq - runtime.hub.cursor.seq) if runtime.hub.ready else math.nan
        except StoreUnavailable:
            return False
        except Exception as error:  # noqa: BLE001 - a fault here must not hide what the process counts itself
            get_logger("longhaul_api").error("figures not read", exc_info=error)
            return False
        self._metrics.database_answered(census, due, lag)
        self._read_at = began
        return True
