"""Runs a worker process from start to SIGTERM: what starts when, and the ladder down."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Sequence
from typing import Final

import structlog

from longhaul.engine.health import Health
from longhaul.engine.reporter import Reporter
from longhaul.engine.service import Outage, Service, sharing
from longhaul.engine.worker import Worker
from longhaul.telemetry.logs import get_logger

_SIGNALS: Final = (signal.SIGTERM, signal.SIGINT)


class WorkerSupervisor:
    """Starts the services around the claim loop, then the loop; on SIGTERM or SIGINT takes the ladder down.

    The ladder: not ready → claim no more → let running jobs finish within the grace → give back the rest → stop the
    other services, the relay last. A second signal skips the grace.
    """

    def __init__(
        self,
        worker: Worker,
        reporter: Reporter,
        health: Health,
        around: Sequence[Service],
        *,
        grace_s: float,
        outage: Outage | None = None,
    ) -> None:
        """What the services meet of a database that is away is told to `outage`."""
        self._worker = worker
        self._reporter = reporter
        self._health = health
        self._around = around
        self._grace_s = grace_s
        self._outage = outage or Outage()
        self._asked = asyncio.Event()
        self._hurry = asyncio.Event()
        self._log = get_logger("longhaul.supervisor")

    def shut_down(self) -> None:
        """Begin the ladder; a second call skips the grace."""
        if self._asked.is_set():
            self._hurry.set()
        self._asked.set()

    async def run(self, *, signals: bool = True) -> None:
        """Work until `shut_down` or, with `signals`, SIGTERM or SIGINT; return when everything is given back.

        All that is logged meanwhile carries the worker's id.
        """
        with sharing(self._outage), structlog.contextvars.bound_contextvars(worker_id=self._worker.id):
            await self._run(signals=signals)

    async def _run(self, *, signals: bool) -> None:
        loop = asyncio.get_running_loop()
        if signals:
            for number in _SIGNALS:
                loop.add_signal_handler(number, self.shut_down)
        try:
            for service in self._around:
                await service.start()
            await self._worker.start()
            self._log.info("worker started")
            await self._asked.wait()
            await self._go_down()
        finally:
            await self._stop_all()
            if signals:
                for number in _SIGNALS:
                    loop.remove_signal_handler(number)

    async def _stop_all(self) -> None:
        # All at once: each waits for the database, a thread or a process, and a platform does not wait for long.
        outcomes = await asyncio.gather(*(service.stop() for service in self._around), return_exceptions=True)
        for outcome in outcomes:
            if isinstance(outcome, BaseException):
                raise outcome

    async def _go_down(self) -> None:
        self._log.info("worker stops", running=self._worker.running, grace_s=self._grace_s)
        self._health.draining = True
        await self._reporter.draining()
        gentle = asyncio.create_task(self._worker.drain(self._grace_s), name="longhaul-drain")
        hurried = asyncio.create_task(self._hurry.wait(), name="longhaul-hurry")
        await asyncio.wait({gentle, hurried}, return_when=asyncio.FIRST_COMPLETED)
        hurried.cancel()
        if not gentle.done():
            self._worker.interrupt()
        await gentle
