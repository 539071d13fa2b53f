"""`python -m longhaul_worker`: check the settings, reach the database, work until SIGTERM."""

from __future__ import annotations

import asyncio
import random
import signal
import sys

from longhaul.engine.service import RECONNECT
from longhaul.model.errors import StoreMisconfigured, StoreUnavailable
from longhaul.model.settings import WorkerSettings, load_settings
from longhaul.runtime import open_worker
from longhaul.telemetry.logs import configure_logs, get_logger
from longhaul_worker.probes import Probed, probe_server
from longhaul_worker.registry import PRELOAD, TASKS, build_handlers, prepare

_EXIT_REFUSED = 4
_EXIT_NO_SOCKET = 3


def main() -> int:
    """Run the worker; the exit status."""
    settings = load_settings(WorkerSettings)
    configure_logs(settings.log_format, settings.log_level)
    try:
        return asyncio.run(_main(settings))
    except StoreMisconfigured as error:
        sys.stderr.write(f"The database refuses this worker: {error}\n")
        return _EXIT_REFUSED


async def _main(settings: WorkerSettings) -> int:
    probed = Probed()
    try:
        async with probe_server(settings.host, settings.port, probed) as port:
            if port is not None:
                get_logger("longhaul_worker").info("probes listening", host=settings.host, port=port)
            await _work_when_reached(settings, probed)
    except OSError as error:
        sys.stderr.write(f"Cannot listen on {settings.host} port {settings.port}: {error.strerror or error}\n")
        return _EXIT_NO_SOCKET
    return 0


async def _work_when_reached(settings: WorkerSettings, probed: Probed) -> None:
    """Work; while the database has never answered, try again with back-off until a signal ends that."""
    log, asked = get_logger("longhaul_worker"), asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, asked.set)
    failures, rng = 0, random.Random()  # noqa: S311 - jitter
    while not asked.is_set():
        try:
            async with open_worker(settings, TASKS, build_handlers, preload=PRELOAD) as runtime:
                await prepare(runtime.core)
                probed.runtime = runtime
                if not asked.is_set():
                    await runtime.supervisor.run()
                return
        except StoreUnavailable as error:
            failures += 1
            if failures == 1:
                log.warning("waiting for the database", error=str(error))
        wait_s = RECONNECT.delay_s(failures, rng)
        try:
            async with asyncio.timeout(wait_s):
                await asked.wait()
        except TimeoutError:
            continue


if __name__ == "__main__":
    sys.exit(main())
