"""A worker of the run: `python -m scripts.prove.worker_main`."""

from __future__ import annotations

import asyncio
import os
import signal
import sys

from longhaul.model.errors import StoreUnavailable
from longhaul.model.settings import WorkerSettings, load_settings
from longhaul.runtime import open_worker
from longhaul.telemetry.logs import configure_logs
from scripts.prove.process import TRY_AGAIN, CrashOnRequest, disguised, reporting
from scripts.prove.tasks import TASKS, build_handlers


async def work(settings: WorkerSettings) -> int:
    """Work until a signal; the exit status."""
    crashing = CrashOnRequest()
    crashing.listen()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, lambda: os._exit(0))  # until the supervisor listens
    try:
        async with (
            open_worker(settings, TASKS, build_handlers, preload=["scripts.prove.tasks"], probe=crashing) as runtime,
            reporting(lambda: {"running": runtime.worker.running}),
        ):
            await runtime.supervisor.run()
    except StoreUnavailable:
        return TRY_AGAIN  # the platform starts it again
    return 0


if __name__ == "__main__":
    chosen = load_settings(WorkerSettings)
    configure_logs(chosen.log_format, chosen.log_level)
    with disguised():
        sys.exit(asyncio.run(work(chosen)))
