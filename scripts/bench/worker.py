"""The worker process that is measured, as `python -m scripts.bench.worker`; its settings come from the environment."""

from __future__ import annotations

import asyncio

from longhaul.model.settings import WorkerSettings, load_settings
from longhaul.runtime import open_worker
from longhaul.telemetry.logs import configure_logs
from scripts.bench.tasks import TASKS, build_handlers


async def work(settings: WorkerSettings) -> None:
    """Work until SIGTERM."""
    async with open_worker(settings, TASKS, build_handlers) as runtime:
        await runtime.supervisor.run()


def main() -> None:
    """Run one worker."""
    settings = load_settings(WorkerSettings)
    configure_logs(settings.log_format, settings.log_level)
    asyncio.run(work(settings))


if __name__ == "__main__":
    main()
