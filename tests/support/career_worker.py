"""The career desk's worker as tests kill it: `TEST_CRASH=point:nth` names where it dies by itself."""

from __future__ import annotations

import asyncio
import os

from longhaul.model.settings import WorkerSettings, load_settings
from longhaul.runtime import open_worker
from longhaul.telemetry.logs import configure_logs
from longhaul.testing.faults import Crash
from longhaul_worker.registry import PRELOAD, TASKS, build_handlers, prepare


async def work(settings: WorkerSettings) -> None:
    """Work until a signal, or until the point."""
    crash = os.environ.get("TEST_CRASH")
    probe = Crash.parse(crash) if crash else None
    async with open_worker(settings, TASKS, build_handlers, preload=PRELOAD, probe=probe) as runtime:
        await prepare(runtime.core)
        await runtime.supervisor.run()


if __name__ == "__main__":
    chosen = load_settings(WorkerSettings)
    configure_logs(chosen.log_format, chosen.log_level)
    asyncio.run(work(chosen))
