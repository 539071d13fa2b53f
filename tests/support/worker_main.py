"""A worker process for tests: `python -m tests.support.worker_main`, with the tasks of `tests.support.tasks`."""

from __future__ import annotations

import asyncio

from longhaul.model.settings import WorkerSettings, load_settings
from longhaul.runtime import open_worker
from longhaul.telemetry.logs import configure_logs
from tests.support.tasks import TASKS, build_handlers


async def work(settings: WorkerSettings) -> None:
    """Work until a signal."""
    async with open_worker(settings, TASKS, build_handlers, preload=["tests.support.tasks"]) as runtime:
        await runtime.supervisor.run()


if __name__ == "__main__":
    chosen = load_settings(WorkerSettings)
    configure_logs(chosen.log_format, chosen.log_level)
    asyncio.run(work(chosen))
