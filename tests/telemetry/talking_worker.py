"""A worker with the tasks of `talking_tasks`: `python -m tests.telemetry.talking_worker`."""

from __future__ import annotations

import asyncio

from longhaul.model.settings import WorkerSettings, load_settings
from longhaul.runtime import open_worker
from longhaul.telemetry.logs import configure_logs
from tests.telemetry.talking_tasks import HANDLERS, TASKS


async def work(settings: WorkerSettings) -> None:
    """Work until a signal."""
    async with open_worker(settings, TASKS, lambda _: HANDLERS, preload=["tests.telemetry.talking_tasks"]) as runtime:
        await runtime.supervisor.run()


if __name__ == "__main__":
    chosen = load_settings(WorkerSettings)
    configure_logs(chosen.log_format, chosen.log_level)
    asyncio.run(work(chosen))
