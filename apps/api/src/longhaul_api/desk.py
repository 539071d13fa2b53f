"""The engine of an API process with the career desk on it: its collections, and its own events carried into the log."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from career.records.desk import DeskRecords
from longhaul.model.registry import TaskRegistry
from longhaul.mongo.driver import translating
from longhaul.runtime import ApiRuntime, open_api
from longhaul.telemetry.metrics import HubMetrics
from longhaul_api.auth.records import AuthRecords
from longhaul_api.settings import ApiSettings
from longhaul_api.tasks import TASKS


@asynccontextmanager
async def open_desk(
    settings: ApiSettings, tasks: TaskRegistry = TASKS, *, metrics: HubMetrics | None = None
) -> AsyncGenerator[ApiRuntime]:
    """Open the engine, prepare the desk's collections, and sweep what processes that died had left untold.

    It counts in `metrics`. Raises as `open_api`.
    """
    async with open_api(settings, tasks, tick_s=settings.stream_tick_s, metrics=metrics) as runtime:
        desk = DeskRecords(runtime.core)
        with translating():
            await desk.ensure_indexes()
        await AuthRecords(runtime.core.database).ensure_indexes()
        sweeper = desk.applications.sweeper(runtime)
        await sweeper.start()
        try:
            yield runtime
        finally:
            await sweeper.stop()
