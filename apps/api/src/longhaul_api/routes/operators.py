"""What operators see and do: workers, queues and schedules."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path

from career.tasks.housekeeping import SYSTEM
from longhaul.runtime import ApiRuntime
from longhaul_api.deps import OwnerDep, RuntimeDep
from longhaul_api.operator_schemas import QueueList, QueueView, ScheduleList, ScheduleView, WorkerList, WorkerView

router = APIRouter(tags=["operators"])

QueuePath = Annotated[str, Path(pattern=r"^[a-z0-9_-]{1,64}$")]


@router.get("/workers")
async def list_workers(runtime: RuntimeDep) -> WorkerList:
    """The worker processes that have reported themselves within the last minute."""
    return WorkerList(workers=[WorkerView.of(record) for record in await runtime.core.registry.list()])


@router.get("/queues")
async def list_queues(runtime: RuntimeDep) -> QueueList:
    """The queues that tasks use, workers serve or somebody paused."""
    return QueueList(queues=await _queues(runtime))


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
    """The caller's schedules and the desk's own: what the clock enqueues, when it did last and will next."""
    seen = {owner, SYSTEM}
    records = [record for record in await runtime.core.schedules.list() if record.schedule.owner in seen]
    return ScheduleList(schedules=[ScheduleView.of(record) for record in records])


async def _set_paused(runtime: ApiRuntime, name: str, *, paused: bool) -> QueueView:
    await runtime.core.registry.set_paused(name, paused=paused)
    known = {queue.name: queue for queue in await _queues(runtime)}
    return known.get(name) or QueueView(name=name, paused=paused, workers=0, tasks=[])


async def _queues(runtime: ApiRuntime) -> list[QueueView]:
    paused = await runtime.core.registry.paused_queues()
    workers = await runtime.core.registry.list()
    tasks = list(runtime.core.tasks)
    names = {*paused, *(task.queue for task in tasks), *(queue for worker in workers for queue in worker.queues)}
    return [
        QueueView(
            name=name,
            paused=name in paused,
            workers=sum(name in worker.queues for worker in workers),
            tasks=sorted(task.name for task in tasks if task.queue == name),
        )
        for name in sorted(names)
    ]
