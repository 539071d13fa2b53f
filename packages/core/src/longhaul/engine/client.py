"""Asking for work: enqueue, cancel, requeue, delete."""

from __future__ import annotations

import contextlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import BaseModel

from longhaul.engine.relay import Relay
from longhaul.model.errors import Conflict, InvalidInput, NotFound, RateExceeded, TooLarge
from longhaul.model.job import Enqueued, Job, NewJob
from longhaul.model.registry import TaskRegistry
from longhaul.model.task import AnyTask
from longhaul.mongo.jobs import JobStore
from longhaul.mongo.limits import RateLimits
from longhaul.mongo.requests import JobFilter, JobRequests
from longhaul.telemetry.metrics import Metrics

MAX_BATCH = 10_000
_KEY_LENGTH = 255


@dataclass(frozen=True, slots=True)
class Request:
    """One job asked for. What is None comes from the task."""

    type: str
    args: Mapping[str, Any] | BaseModel
    queue: str | None = None
    priority: int | None = None
    run_at: datetime | None = None
    max_attempts: int | None = None
    idempotency_key: str | None = None
    unique_key: str | None = None
    tags: tuple[str, ...] = ()
    parent: str | None = None


class Client:
    """Enqueues jobs and acts on them for an owner. Arguments are validated here, where the caller can mend them.

    Example:
        >>> async def welcome(client: Client) -> str:
        ...     enqueued = await client.enqueue("demo.greet", {"name": "Ada"}, owner="local")
        ...     return enqueued.job.id
    """

    def __init__(
        self,
        jobs: JobStore,
        requests: JobRequests,
        rates: RateLimits,
        relay: Relay,
        tasks: TaskRegistry,
        *,
        args_limit_bytes: int,
        metrics: Metrics | None = None,
    ) -> None:
        self._jobs = jobs
        self._requests = requests
        self._rates = rates
        self._relay = relay
        self._tasks = tasks
        self._args_limit_bytes = args_limit_bytes
        self._metrics = metrics or Metrics()

    async def enqueue(
        self, task: str | AnyTask, args: Mapping[str, Any] | BaseModel, *, owner: str, **more: Any
    ) -> Enqueued:
        """Ask for one job; `more` are fields of `Request`. Answers with the older job where its key is taken.

        Raises `InvalidInput` (unknown task, wrong args, with the field), `TooLarge`, `KeyConflict`, `RateExceeded`.
        """
        name = task if isinstance(task, str) else task.name
        return (await self.enqueue_many([Request(name, args, **more)], owner=owner))[0]

    async def enqueue_many(self, requests: Sequence[Request], *, owner: str) -> list[Enqueued]:
        """Ask for up to 10,000 jobs; all are validated before any is stored, and refused together by a rate.

        What only meets an older job with its key counts against no rate, unless that came in the very moment between.
        """
        if len(requests) > MAX_BATCH:
            raise InvalidInput(f"jobs: at most {MAX_BATCH:,} at once", field="jobs")
        new = [self._new_job(request, owner) for request in requests]
        await self._count(new, owner)
        enqueued = await self._jobs.insert(new)
        fresh = [one.job for one in enqueued if not one.existed]
        for job in fresh:
            self._relay.submit(owner, job.id, job.outbox)
        for task, count in Counter(job.type for job in fresh).items():
            self._metrics.enqueued(task, count)
        return enqueued

    async def cancel(self, owner: str, job_id: str) -> Job:
        """Cancel a queued job at once, ask a running one to stop. Cancelling twice is no error."""
        job, changed = await self._requests.request_cancel(owner, job_id)
        if changed:
            self._relay.submit(owner, job.id, job.outbox)
        return job

    async def requeue(self, owner: str, job_id: str) -> Job:
        """Start an ended job anew."""
        job = await self._requests.requeue(owner, job_id)
        self._relay.submit(owner, job.id, job.outbox)
        return job

    async def requeue_matching(self, owner: str, wanted: JobFilter, *, limit: int = 1000) -> list[str]:
        """Requeue up to `limit` ended jobs, oldest first, and give their ids; what changed meanwhile is left."""
        requeued: list[str] = []
        for job_id in await self._requests.ids(owner, wanted, limit=limit):
            with contextlib.suppress(Conflict, NotFound):
                requeued.append((await self.requeue(owner, job_id)).id)
        return requeued

    async def cancel_matching(self, owner: str, wanted: JobFilter, *, limit: int = 1000) -> list[str]:
        """Cancel up to `limit` jobs that have not ended, oldest first, and give their ids; as `requeue_matching`."""
        cancelled: list[str] = []
        for job_id in await self._requests.ids(owner, wanted, limit=limit):
            with contextlib.suppress(Conflict, NotFound):
                cancelled.append((await self.cancel(owner, job_id)).id)
        return cancelled

    async def delete_matching(self, owner: str, wanted: JobFilter, *, limit: int = 1000) -> list[str]:
        """Forget up to `limit` ended jobs, oldest first, and give their ids; as `requeue_matching`."""
        deleted: list[str] = []
        for job_id in await self._requests.ids(owner, wanted, limit=limit):
            with contextlib.suppress(Conflict, NotFound):
                await self.delete(owner, job_id)
                deleted.append(job_id)
        return deleted

    async def delete(self, owner: str, job_id: str) -> None:
        """Forget an ended job, once all its events are in the log."""
        job = await self._requests.get(owner, job_id)
        if job.outbox:
            # Whoever was to relay them may have died, and no sweeper finds them once the job is gone.
            self._relay.submit(owner, job.id, job.outbox)
            await self._relay.flush()
        await self._requests.delete(owner, job_id)

    async def _count(self, new: Sequence[NewJob], owner: str) -> None:
        limited = [job for job in new if self._tasks.get(job.type).rate is not None]
        if not limited:
            return
        times = Counter(job.type for job in await self._jobs.fresh(limited))
        taken: list[tuple[str, str]] = []
        try:
            for name in sorted(times):
                rate = self._tasks.get(name).rate
                assert rate is not None  # noqa: S101 - chosen by it above
                taken.append((name, await self._rates.take(owner, name, rate, times=times[name])))
        except (RateExceeded, InvalidInput):
            for name, receipt in taken:
                await self._rates.give_back(owner, name, receipt)
            raise

    def _new_job(self, request: Request, owner: str) -> NewJob:
        task = self._tasks.get(request.type)
        args = task.parse_args(request.args).model_dump(mode="json")
        size = len(json.dumps(args, ensure_ascii=False).encode())
        if size > self._args_limit_bytes:
            raise TooLarge("args", limit=self._args_limit_bytes, size=size, field="args")
        for name in ("idempotency_key", "unique_key"):
            key = getattr(request, name)
            if key is not None and not 0 < len(key) <= _KEY_LENGTH:
                raise InvalidInput(f"{name}: must have 1 to {_KEY_LENGTH} characters", field=name)
        priority = task.priority if request.priority is None else request.priority
        if not 0 <= priority <= 9:
            raise InvalidInput("priority: must be from 0 (highest) to 9", field="priority")
        return NewJob(
            type=task.name,
            owner=owner,
            args=args,
            queue=request.queue or task.queue,
            priority=priority,
            run_at=request.run_at,
            max_attempts=request.max_attempts or task.max_attempts,
            timeout_s=task.timeout_s,
            retention_s=task.retention.total_seconds(),
            idempotency_key=request.idempotency_key,
            unique_key=request.unique_key,
            tags=request.tags,
            parent=request.parent,
        )
