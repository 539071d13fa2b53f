"""The claim loop: one per process, takes due jobs while slots are free and runs each in a task of its own."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Final

from longhaul.engine.executor import Executor
from longhaul.engine.relay import Relay
from longhaul.engine.service import Loop
from longhaul.model.errors import StoreUnavailable
from longhaul.model.job import Job
from longhaul.mongo.doorbell import Doorbell
from longhaul.mongo.jobs import JobStore, new_token
from longhaul.mongo.workers import WorkerRegistry
from longhaul.telemetry.logs import get_logger
from longhaul.telemetry.metrics import WorkerMetrics

IDLE_WAIT_S: Final = 15.0
"""A worker with nothing to do looks at least this often; the doorbell tells it earlier."""
_CLAIM_PATIENCE_S: Final = 2.0
_RECOVERY_S: Final = 2.0
_GATHER_S: Final = 0.004
_PAUSES_EVERY_S: Final = 2.0


class Worker(Loop):
    """Claims jobs from `queues` and runs up to `concurrency` of them side by side."""

    def __init__(
        self,
        worker_id: str,
        jobs: JobStore,
        executor: Executor,
        relay: Relay,
        doorbell: Doorbell,
        registry: WorkerRegistry,
        *,
        queues: Sequence[str],
        types: Sequence[str],
        concurrency: int,
        lease_s: float,
        settle: Callable[[Job], Awaitable[None]],
        metrics: WorkerMetrics | None = None,
    ) -> None:
        """`settle` is awaited for each job after its end has been written."""
        super().__init__("worker")
        self.id = worker_id
        self._jobs = jobs
        self._executor = executor
        self._relay = relay
        self._doorbell = doorbell
        self._registry = registry
        self._queues = tuple(queues)
        self._types = tuple(types)
        self._concurrency = concurrency
        self._lease_s = lease_s
        self._settle = settle
        self._metrics = metrics or WorkerMetrics()
        self._metrics.concurrency.set(concurrency)
        self._metrics.running.set_function(lambda: self.running)
        self._tasks: set[asyncio.Task[None]] = set()
        self._slot = asyncio.Event()
        self._unanswered: str | None = None
        self._open_queues = self._queues
        self._pauses_read_at = 0.0
        self._facts = get_logger("longhaul.worker")

    @property
    def running(self) -> int:
        """How many jobs are running here."""
        return len(self._tasks)

    async def run_once(self) -> float:
        """Claim what fits and start it; with nothing to claim, wait until something may be there."""
        free = await self._free_slots()
        if self._stopping:
            return 0.0
        queues = await self._unpaused()
        if not queues:
            return 1.0
        # Armed before looking, so that what is enqueued while we look rings.
        if not self._jobs.more_waits:
            await self._doorbell.arm()
        if self._unanswered is not None:
            await self._take_unanswered()
            return 0.0
        self._unanswered, asked_at = new_token(), time.monotonic()
        jobs = await self._jobs.claim(
            self.id, queues, self._types, lease_s=self._lease_s, limit=free, token=self._unanswered
        )
        self._unanswered = None
        for job in jobs:
            self._begin(job, asked_at)
        if jobs:
            self._doorbell.quicken()
        if not jobs:
            await self._idle(queues)
        return 0.0

    async def drain(self, grace_s: float) -> None:
        """Claim no more, let what runs finish for `grace_s` seconds, then give back the rest."""
        until = time.monotonic() + grace_s
        await self._stop_claiming()
        if self._unanswered is not None:
            with contextlib.suppress(TimeoutError, StoreUnavailable):
                async with asyncio.timeout(_RECOVERY_S):
                    await self._take_unanswered()
        if self._tasks and (left_s := until - time.monotonic()) > 0:
            await asyncio.wait(self._tasks, timeout=left_s)
        if self._tasks:
            self._facts.info("giving jobs back", jobs=len(self._tasks))
            self._executor.interrupt_all()
            await asyncio.wait(self._tasks)
        await self._doorbell.close()

    def interrupt(self) -> None:
        """Give back what runs, without waiting any longer; a drain under way then ends."""
        self._executor.interrupt_all()

    async def _stop_claiming(self) -> None:
        # A claim under way is let through: cut off, it would leave a job to the rescuer and cost it an attempt.
        self._stopping = True
        self._slot.set()
        self._doorbell.ring()
        self.wake()
        if self._task is not None:
            await asyncio.wait({self._task}, timeout=_CLAIM_PATIENCE_S)
        await super().stop()

    async def stop(self) -> None:
        """Drain without grace."""
        await self.drain(0.0)

    async def _take_unanswered(self) -> None:
        """Begin the jobs of a claim that did not answer: left alone, each would be rescued and lose an attempt."""
        assert self._unanswered is not None  # noqa: S101 - asked by the caller
        asked_at = time.monotonic()
        jobs = await self._jobs.claimed_with(self._unanswered, lease_s=self._lease_s)
        self._unanswered = None
        for job in jobs:
            self._begin(job, asked_at)

    async def _free_slots(self) -> int:
        while len(self._tasks) >= self._concurrency and not self._stopping:
            self._slot.clear()
            await self._slot.wait()
        if self._jobs.more_waits and len(self._tasks) > self._concurrency // 2:
            # Under load slots come free one by one; claiming some together costs the database much less.
            await asyncio.sleep(_GATHER_S)
        return self._concurrency - len(self._tasks)

    async def _unpaused(self) -> Sequence[str]:
        if time.monotonic() - self._pauses_read_at > _PAUSES_EVERY_S:
            paused = await self._registry.paused_queues()
            self._open_queues = tuple(queue for queue in self._queues if queue not in paused)
            self._pauses_read_at = time.monotonic()
        return self._open_queues

    async def _idle(self, queues: Sequence[str]) -> None:
        due_in_s = await self._jobs.next_run_at_s(queues, self._types)
        # Rounded up: the database rounds times to the millisecond, and a moment too early costs a round.
        wait_s = IDLE_WAIT_S if due_in_s is None else min(IDLE_WAIT_S, due_in_s + 0.002)
        # Nothing rings when a queue is resumed.
        await self._doorbell.wait(wait_s if queues == self._queues else min(wait_s, _PAUSES_EVERY_S))

    def _begin(self, job: Job, asked_at: float) -> None:
        self._relay.submit(job.owner, job.id, job.outbox)
        task = asyncio.create_task(self._run_job(job, asked_at), name=f"job-{job.id}")
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    async def _run_job(self, job: Job, asked_at: float) -> None:
        await self._executor.run(job, asked_at=asked_at)
        await self._settle(job)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        self._slot.set()
        if not task.cancelled() and task.exception() is not None:
            self._facts.error("executor failed", task=task.get_name(), exc_info=task.exception())
