"""One job: ask for it, read it, its history and files, cancel, requeue and delete it."""

from __future__ import annotations

from typing import Annotated, Final

import structlog
from fastapi import APIRouter, Query, Response

from longhaul.engine.client import Request
from longhaul.model.errors import InvalidInput
from longhaul.model.event import Event, Scope, from_millis
from longhaul.model.job import Job
from longhaul.model.states import is_terminal
from longhaul_api.asking import (
    BatchRequest,
    IdempotencyKey,
    JobRequest,
    Prefer,
    culprit,
    enqueue,
)
from longhaul_api.deps import BaseDep, OwnerDep, RuntimeDep, StateDep
from longhaul_api.links import Base
from longhaul_api.reading import AfterQuery, read_cursor
from longhaul_api.schemas import (
    ArtifactList,
    ArtifactView,
    BatchEntry,
    BatchView,
    EnqueuedView,
    EventView,
    HistoryView,
    JobAnswer,
    JobView,
    WhyView,
)

router = APIRouter(prefix="/background-jobs", tags=["jobs"])

_IDS_LOGGED: Final = 20


@router.post("", status_code=202, response_model=EnqueuedView)
async def create_job(
    body: JobRequest,
    runtime: RuntimeDep,
    state: StateDep,
    owner: OwnerDep,
    base: BaseDep,
    idempotency_key: IdempotencyKey = None,
    prefer: Prefer = None,
) -> Response:
    """Ask for a job. 202 for a new one; 200 where the key stands for one already, or `Prefer: wait=N` saw its end."""
    request = body.to_request(idempotency_key)
    return await enqueue(runtime, owner, request, base=base, drain=state.drain, prefer=prefer)


@router.post("/batch", status_code=202)
async def create_jobs(body: BatchRequest, runtime: RuntimeDep, owner: OwnerDep) -> BatchView:
    """Ask for up to 10,000 jobs. All are valid and stored, or none; a job whose key is taken is answered with that."""
    cursor = str(runtime.hub.cursor)
    requests: list[Request] = [job.to_request(job.idempotency_key) for job in body.jobs]
    try:
        enqueued = await runtime.core.client.enqueue_many(requests, owner=owner)
    except InvalidInput as error:
        raise culprit(runtime, requests, error) from error
    entries = [
        BatchEntry(job_id=one.job.id, type=one.job.type, status=one.job.status, existed=one.existed, v=one.job.v)
        for one in enqueued
    ]
    existed = sum(one.existed for one in enqueued)
    ids = [entry.job_id for entry in entries[:_IDS_LOGGED]]
    structlog.contextvars.bind_contextvars(jobs=len(entries), job_ids=ids)
    return BatchView(jobs=entries, created=len(entries) - existed, existed=existed, cursor=cursor)


@router.get("/{job_id}")
async def get_job(job_id: str, runtime: RuntimeDep, owner: OwnerDep, base: BaseDep) -> JobAnswer:
    """A job with everything in it."""
    cursor = str(runtime.hub.cursor)
    return _answer(await runtime.core.requests.get(owner, job_id), base, cursor)


@router.get("/{job_id}/events")
async def get_history(
    job_id: str,
    runtime: RuntimeDep,
    owner: OwnerDep,
    after: AfterQuery = None,
    limit: Annotated[int, Query(ge=1, le=1000, description="How many at once.")] = 500,
) -> HistoryView:
    """What happened to a job, as far as the log remembers, oldest first; `cursor` continues after the last."""
    await runtime.core.requests.get(owner, job_id)
    since = read_cursor(after) if after is not None else None
    upto = runtime.hub.cursor
    events = await runtime.core.log.read(Scope(owner, job_id), since.seq if since is not None else 0, upto.seq, limit)
    reached = events[-1].cursor if len(events) == limit else upto
    return HistoryView(events=[_event_view(event) for event in events], cursor=str(reached))


@router.get("/{job_id}/why")
async def explain_job(job_id: str, runtime: RuntimeDep, owner: OwnerDep) -> WhyView:
    """Why the job waits, runs or has ended, the most important reason first."""
    return WhyView.of(await runtime.core.explainer.explain(owner, job_id))


@router.get("/{job_id}/artifacts")
async def get_artifacts(job_id: str, runtime: RuntimeDep, owner: OwnerDep, base: BaseDep) -> ArtifactList:
    """The files of a job."""
    refs = await runtime.core.artifacts.for_job(owner, job_id)
    return ArtifactList(artifacts=[ArtifactView.at(ref, base) for ref in refs])


@router.post("/{job_id}/cancel", status_code=202)
async def cancel_job(job_id: str, response: Response, runtime: RuntimeDep, owner: OwnerDep, base: BaseDep) -> JobAnswer:
    """Cancel a queued job at once (200), ask a running one to stop (202). Cancelling twice is no error."""
    cursor = str(runtime.hub.cursor)
    job = await runtime.core.client.cancel(owner, job_id)
    response.status_code = 200 if is_terminal(job.status) else 202
    return _answer(job, base, cursor)


@router.post("/{job_id}/requeue")
async def requeue_job(job_id: str, runtime: RuntimeDep, owner: OwnerDep, base: BaseDep) -> JobAnswer:
    """Start an ended job anew."""
    cursor = str(runtime.hub.cursor)
    return _answer(await runtime.core.client.requeue(owner, job_id), base, cursor)


@router.delete("/{job_id}", status_code=204)
async def delete_job(job_id: str, runtime: RuntimeDep, owner: OwnerDep) -> None:
    """Forget an ended job and its files; 409 for one that has not ended."""
    await runtime.core.client.delete(owner, job_id)


def _answer(job: Job, base: Base, cursor: str) -> JobAnswer:
    return JobAnswer(**dict(JobView.of(job, base)), cursor=cursor)


def _event_view(event: Event) -> EventView:
    return EventView(
        seq=event.seq, job=event.job_id, v=event.v, type=event.type, at=from_millis(event.at), data=event.data
    )
