"""Reports this worker process to the registry, so that operators see who works on what."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Sequence

from longhaul.engine.service import Loop
from longhaul.mongo.workers import WorkerRegistry, WorkerState

REPORT_INTERVAL_S = 15.0


class Reporter(Loop):
    """Reports every fifteen seconds, and when told that the state changed."""

    def __init__(
        self,
        registry: WorkerRegistry,
        worker_id: str,
        *,
        queues: Sequence[str],
        concurrency: int,
        running: Callable[[], int],
    ) -> None:
        super().__init__("reporter")
        self.state: WorkerState = "active"
        self._registry = registry
        self._worker_id = worker_id
        self._queues = queues
        self._concurrency = concurrency
        self._running = running

    async def run_once(self) -> float:
        """Report; seconds until the next report."""
        await self._registry.report(
            self._worker_id,
            host=socket.gethostname(),
            pid=os.getpid(),
            queues=self._queues,
            concurrency=self._concurrency,
            running=self._running(),
            state=self.state,
        )
        return REPORT_INTERVAL_S

    async def draining(self) -> None:
        """Say that this worker takes no more jobs."""
        self.state = "draining"
        self.wake()

    async def stop(self) -> None:
        """End, and take the worker out of the registry."""
        await super().stop()
        await self._registry.forget(self._worker_id)
