"""How full the queues are and who serves them, in a bounded number of bounded reads."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from longhaul.model.registry import TaskRegistry
from longhaul.mongo.insights import Insights
from longhaul.mongo.workers import WorkerRecord, WorkerRegistry


@dataclass(frozen=True, slots=True)
class QueueFigures:
    """One queue. Counts stop at `COUNT_CAP`; `oldest_wait_s` is None where no job is due."""

    queued: int
    running: int
    failed: int
    oldest_wait_s: float | None
    workers: int
    is_paused: bool


@dataclass(frozen=True, slots=True)
class Census:
    """The queues by name, in order, and the workers that have reported themselves lately."""

    queues: dict[str, QueueFigures]
    workers: Sequence[WorkerRecord]
    is_running_capped: bool


async def take_census(
    registry: WorkerRegistry, insights: Insights, tasks: TaskRegistry, *, also: str | None = None
) -> Census:
    """The queues that tasks use, workers serve, jobs are in or somebody paused, and `also`."""
    paused, workers, running, waiting = await asyncio.gather(
        registry.paused_queues(), registry.list(), insights.running(), insights.waiting_queues()
    )
    names = {*paused, *waiting, *running.by_queue, *(task.queue for task in tasks), *([also] if also else [])}
    names |= {queue for worker in workers for queue in worker.queues}
    ordered = sorted(names)
    queued, failed, waits_s = await asyncio.gather(
        asyncio.gather(*(insights.queued(name) for name in ordered)),
        asyncio.gather(*(insights.failed(name) for name in ordered)),
        insights.oldest_waits_s(ordered),
    )
    queues = {
        name: QueueFigures(
            queued=queued[place],
            running=running.by_queue.get(name, 0),
            failed=failed[place],
            oldest_wait_s=waits_s.get(name),
            workers=sum(name in worker.queues for worker in workers),
            is_paused=name in paused,
        )
        for place, name in enumerate(ordered)
    }
    return Census(queues, workers, running.is_capped)
