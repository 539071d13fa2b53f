"""`python -m longhaul_worker`: check the settings, reach the database, work until SIGTERM."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import sys
from collections.abc import Sequence
from contextlib import AsyncExitStack
from typing import Final

from career.tasks.housekeeping import SCHEDULES
from longhaul.engine.service import RECONNECT, Outage, sharing
from longhaul.model.command_line import take_no_arguments
from longhaul.model.errors import StoreMisconfigured, StoreUnavailable
from longhaul.model.settings import WorkerSettings, changed_settings, check_settings, load_settings
from longhaul.mongo.driver import translating
from longhaul.runtime import open_worker
from longhaul.telemetry.logs import configure_logs, get_logger
from longhaul_worker.llm.settings import LlmSettings
from longhaul_worker.mail.settings import MailSettings
from longhaul_worker.probes import Probed, probe_server
from longhaul_worker.registry import PRELOAD, TASKS, build_handlers, prepare

_EXIT_REFUSED = 4
_EXIT_NO_SOCKET = 3
_START = "start"
_ABOUT: Final = "A worker of the career desk; works until SIGTERM, then lets jobs finish within the grace."
_VARIABLES: Final = (
    "MONGODB_URI",
    "MONGODB_DATABASE",
    "LONGHAUL_QUEUES",
    "LONGHAUL_CONCURRENCY",
    "LONGHAUL_LEASE_S",
    "LONGHAUL_GRACE_S",
    "HOST",
    "PORT",
)
_CLOSING_S = 8.0
"""After the grace, giving jobs back and closing may take this long; longer only without the database."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the worker; the exit status."""
    take_no_arguments("longhaul-worker", _ABOUT, WorkerSettings, _VARIABLES, arguments)
    check_settings(WorkerSettings, LlmSettings, MailSettings)
    settings = load_settings(WorkerSettings)
    configure_logs(settings.log_format, settings.log_level)
    get_logger("longhaul_worker").info("settings", changed=changed_settings(settings))
    try:
        return asyncio.run(_main(settings))
    except StoreMisconfigured as error:
        sys.stderr.write(f"The database refuses this worker: {error}\n")
        return _EXIT_REFUSED


async def _main(settings: WorkerSettings) -> int:
    probed = Probed()
    async with AsyncExitStack() as stack:
        try:
            serving = probe_server(settings.host, settings.port, probed, token=settings.metrics_token)
            port = await stack.enter_async_context(serving)
        except OSError as error:
            sys.stderr.write(f"Cannot listen on {settings.host} port {settings.port}: {error.strerror or error}\n")
            return _EXIT_NO_SOCKET
        if port is not None:
            get_logger("longhaul_worker").info("probes listening", host=settings.host, port=port)
        await _Life(settings, probed).run()
    return 0


class _Life:
    """A worker from its first try to reach the database to its end after a signal."""

    def __init__(self, settings: WorkerSettings, probed: Probed) -> None:
        self._settings = settings
        self._probed = probed
        self._asked = asyncio.Event()
        self._outage = Outage()
        self._rng = random.Random()  # noqa: S311 - jitter
        self._log = get_logger("longhaul_worker")

    async def run(self) -> None:
        """Work until SIGTERM or SIGINT; a second signal skips the grace. Raises `StoreMisconfigured` at the start."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._shut_down)
        working = asyncio.create_task(self._work_when_reached(), name="longhaul-worker")
        asked = asyncio.create_task(self._asked.wait())
        await asyncio.wait({working, asked}, return_when=asyncio.FIRST_COMPLETED)
        asked.cancel()
        if not working.done():
            await self._end(working)
        if not working.cancelled():
            working.result()

    def _shut_down(self) -> None:
        self._asked.set()
        if self._probed.runtime is not None:
            self._probed.runtime.supervisor.shut_down()

    async def _work_when_reached(self) -> None:
        """Work; while the database has never answered, try again with back-off."""
        failures = 0
        while not self._asked.is_set():
            try:
                with sharing(self._outage):
                    await self._work()
            except StoreMisconfigured:
                if not self._asked.is_set():
                    raise
            except StoreUnavailable as error:
                failures += 1
                if not self._asked.is_set():
                    self._outage.begin(_START, error)
                    await asyncio.sleep(RECONNECT.delay_s(failures, self._rng))

    async def _work(self) -> None:
        async with open_worker(
            self._settings,
            TASKS,
            build_handlers,
            preload=PRELOAD,
            schedules=SCHEDULES,
            metrics=self._probed.metrics,
        ) as runtime:
            with translating():
                await prepare(runtime.core)
            self._outage.end(_START)
            self._probed.runtime = runtime
            if not self._asked.is_set():
                await runtime.supervisor.run(signals=False)

    async def _end(self, working: asyncio.Task[None]) -> None:
        if self._probed.runtime is None:
            working.cancel()
        _, unfinished = await asyncio.wait({working}, timeout=self._settings.grace_s + _CLOSING_S)
        if unfinished:
            # As after a SIGKILL: whoever has the database rescues what runs here when its leases have expired.
            running = self._probed.runtime.worker.running if self._probed.runtime is not None else 0
            self._log.warning("ended without giving everything back", running=running)
            os._exit(0)


if __name__ == "__main__":
    sys.exit(main())
