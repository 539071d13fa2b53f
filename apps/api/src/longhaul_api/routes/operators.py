"""What operators see and do: dead letters of all owners, workers, queues and schedules."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import Annotated, Final

from fastapi import APIRouter, Path, Query

from career.tasks.housekeeping import SYSTEM
from longhaul.engine.census import take_census
from longhaul.model.job import Job
from longhaul.mongo.requests import COUNT_CAP
from longhaul.runtime import ApiRuntime
from longhaul_api.asking import QueueName
from longhaul_api.auth.dependencies import CallerDep
from longhaul_api.deps import OwnerDep, PrefixDep, RuntimeDep
from longhaul_api.links import Base
from longhaul_api.operator_schemas import (
    DeadLetter,
    DeadLetterPage,
    QueueList,
    QueueView,
    ScheduleList,
    ScheduleView,
    ThroughputPoint,
    ThroughputView,
    WorkerList,
    WorkerView,
)
from longhaul_api.schemas import Count

router = APIRouter(tags=["operators"])

_MINUTE: Final = timedelta(minutes=1)
_HELD_TOLD: Final = 200

QueuePath = Annotated[str, Path(pattern=r"^[a-z0-9_-]{1,64}$")]


@router.get("/dead-letters")
async def list_dead_letters(
    runtime: RuntimeDep,
    caller: CallerDep,
    prefix: PrefixDep,
    queue: Annotated[QueueName | None, Query(description="Only this queue's.")] = None,
    type_: Annotated[str | None, Query(alias="type", max_length=100, description="Only this task's.")] = None,
    limit: Annotated[int, Query(ge=1, le=200, description="How many at once.")] = 50,
    page: Annotated[str | None, Query(max_length=200, description="`next_page` of the answer before.")] = None,
) -> DeadLetterPage:
    """Failed jobs of all owners, newest first, without args, steps and results. Their links name their owner."""
    cursor = str(runtime.hub.cursor)
    found = await runtime.core.insights.dead_letters(queue=queue, type_=type_, limit=limit, page=page)
    jobs = [DeadLetter.of(job, Base.towards(job.owner, prefix, caller=caller.owner)) for job in found.jobs]
    return DeadLetterPage(jobs=jobs, next_page=found.next_page, cursor=cursor)


@router.get("/workers")
async def list_workers(runtime: RuntimeDep) -> WorkerList:
    """The worker processes that have reported themselves within the last minute, and the jobs that each holds.

    At most 200 jobs are told in all; those of a worker stand in the order in which they started.
    """
    core = runtime.core
    records, running = await asyncio.gather(core.registry.list(), core.insights.held(_HELD_TOLD + 1))
    held: dict[str, list[Job]] = {}
    for job in sorted(running[:_HELD_TOLD], key=_by_start):
        if job.lease is not None:
            held.setdefault(job.lease.worker_id, []).append(job)
    workers = [WorkerView.of(record, held.get(record.id, [])) for record in records]
    return WorkerList(workers=workers, is_capped=len(running) > _HELD_TOLD)


@router.get("/queues")
async def list_queues(runtime: RuntimeDep) -> QueueList:
    """The queues that tasks use, workers serve, jobs are in or somebody paused: how full each is."""
    return QueueList(queues=list((await _queues(runtime)).values()))


@router.get("/queues/throughput")
async def queue_throughput(
    runtime: RuntimeDep, minutes: Annotated[int, Query(ge=1, le=1440, description="How far back.")] = 60
) -> ThroughputView:
    """What workers did in each of the last `minutes`, by queue, the current one included."""
    now = await runtime.core.time.now()
    end = now.replace(second=0, microsecond=0) + _MINUTE
    start = end - minutes * _MINUTE
    found = await runtime.core.minutes.between(start, end)
    points = [ThroughputPoint.of(minute) for minute in found]
    return ThroughputView.model_validate({"from": start, "to": end, "step_s": 60, "points": points})


@router.post("/queues/{name}/pause")
async def pause_queue(name: QueuePath, runtime: RuntimeDep) -> QueueView:
    """Stop claiming from the queue; what runs goes on."""
    return await _set_paused(runtime, name, paused=True)


@router.post("/queues/{name}/resume")
async def resume_queue(name: QueuePath, runtime: RuntimeDep) -> QueueView:
    """Claim from the queue again."""
    return await _set_paused(runtime, name, paused=False)


@router.get("/schedules")
async def list_schedules(runtime: RuntimeDep, owner: OwnerDep) -> ScheduleList:
    """The schedules of an owner and the desk's own: what the clock enqueues, when it did last and will next."""
    seen = {owner, SYSTEM}
    records = [record for record in await runtime.core.schedules.list() if record.schedule.owner in seen]
    return ScheduleList(schedules=[ScheduleView.of(record) for record in records])


async def _set_paused(runtime: ApiRuntime, name: str, *, paused: bool) -> QueueView:
    await runtime.core.registry.set_paused(name, paused=paused)
    return (await _queues(runtime, also=name))[name]


async def _queues(runtime: ApiRuntime, *, also: str | None = None) -> dict[str, QueueView]:
    core = runtime.core
    census = await take_census(core.registry, core.insights, core.tasks, also=also)
    return {
        name: QueueView(
            name=name,
            paused=figures.is_paused,
            workers=figures.workers,
            tasks=sorted(task.name for task in core.tasks if task.queue == name),
            queued=_count(figures.queued),
            running=Count(count=figures.running, is_capped=census.is_running_capped),
            failed=_count(figures.failed),
            oldest_wait_s=figures.oldest_wait_s,
        )
        for name, figures in census.queues.items()
    }


def _by_start(job: Job) -> tuple[datetime, str]:
    return job.started_at or job.created_at, job.id


def _count(count: int) -> Count:
    return Count(count=count, is_capped=count >= COUNT_CAP)
