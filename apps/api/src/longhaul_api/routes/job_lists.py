"""Many jobs: lists, counts, and requeueing, cancelling and deleting in bulk."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Annotated, Final

from fastapi import APIRouter, Query
from pydantic import Field

from longhaul.model.errors import InvalidInput
from longhaul.model.states import ACTIVE, TERMINAL, Status
from longhaul.mongo.requests import COUNT_CAP, JobFilter
from longhaul.runtime import ApiRuntime
from longhaul_api.asking import JobCriteria
from longhaul_api.deps import BaseDep, OwnerDep, OwnerQuery, RuntimeDep
from longhaul_api.schemas import BulkView, Count, JobPage, JobSummary, StatsView

router = APIRouter(prefix="/background-jobs", tags=["jobs"])

_RUNNING_LOOKED_AT: Final = 200
_PREVIEWED: Final = 100
_CRITERIA: Final = frozenset({"type", "queue", "tag", "created_after", "created_before"})

JobId = Annotated[str, Field(min_length=1, max_length=64)]
Act = Callable[..., Awaitable[list[str]]]


class ListQuery(JobCriteria):
    """Which jobs, and which page of them."""

    owner: OwnerQuery = None  # read by `OwnerDep`; here because what is not named here is refused
    status: list[Status] | None = Field(default=None, max_length=20, description="May be repeated: any of these.")
    limit: int = Field(default=50, ge=1, le=200, description="How many at once.")
    page: str | None = Field(default=None, max_length=200, description="`next_page` of the answer before.")


class BulkRequest(JobCriteria):
    """Which jobs to act on: those that match, or those named; `preview` only tells which those would be."""

    status: Status | None = None
    ids: list[JobId] | None = Field(default=None, max_length=1000, description="These jobs, in place of criteria.")
    limit: int = Field(default=1000, ge=1, le=1000, description="How many at once; send it again for more.")
    preview: bool = Field(default=False, description="Only say which they would be.")


class RequeueRequest(BulkRequest):
    """Which ended jobs to start anew: without `status` and `ids` those that failed."""


class CancelRequest(BulkRequest):
    """Which queued or running jobs to cancel: without `status` both."""


class DeleteRequest(BulkRequest):
    """Which ended jobs to forget, with their files; `status` says which, unless `ids` does."""


@router.get("")
async def list_jobs(
    wanted: Annotated[ListQuery, Query()], runtime: RuntimeDep, owner: OwnerDep, base: BaseDep
) -> JobPage:
    """Jobs, newest first, without args, steps and results."""
    cursor = str(runtime.hub.cursor)
    matching = _filter(wanted, frozenset(wanted.status) if wanted.status else None)
    page = await runtime.core.requests.list(owner, matching, limit=wanted.limit, page=wanted.page)
    return JobPage(jobs=[JobSummary.of(job, base) for job in page.jobs], next_page=page.next_page, cursor=cursor)


@router.get("/stats")
async def job_stats(runtime: RuntimeDep, owner: OwnerDep) -> StatsView:
    """How many jobs are in which state, counting no further than 10,000 each, and which are stuck."""
    cursor = str(runtime.hub.cursor)
    counts = {status: await _count(runtime, owner, JobFilter(status=status)) for status in Status}
    return StatsView(counts=counts, stuck=await stuck_jobs(runtime, owner), cursor=cursor)


@router.post("/requeue")
async def requeue_jobs(body: RequeueRequest, runtime: RuntimeDep, owner: OwnerDep) -> BulkView:
    """Start the matching ended jobs anew, oldest first, up to `limit` at once; with `preview` only say which."""
    default = TERMINAL if body.ids is not None else frozenset({Status.FAILED})
    status = _status(body, TERMINAL, "that have ended can be requeued") or default
    return await _act(runtime, owner, body, status, runtime.core.client.requeue_matching)


@router.post("/cancel")
async def cancel_jobs(body: CancelRequest, runtime: RuntimeDep, owner: OwnerDep) -> BulkView:
    """Cancel the matching queued jobs and ask the running ones to stop, oldest first, up to `limit` at once."""
    status = _status(body, ACTIVE, "that have not ended can be cancelled") or ACTIVE
    return await _act(runtime, owner, body, status, runtime.core.client.cancel_matching)


@router.post("/delete")
async def delete_jobs(body: DeleteRequest, runtime: RuntimeDep, owner: OwnerDep) -> BulkView:
    """Forget the matching ended jobs and their files, oldest first, up to `limit` at once."""
    if body.status is None and body.ids is None:
        raise InvalidInput(f"status: say which to delete: {', '.join(sorted(TERMINAL))}", field="status")
    status = _status(body, TERMINAL, "that have ended can be deleted") or TERMINAL
    return await _act(runtime, owner, body, status, runtime.core.client.delete_matching)


def _status(body: BulkRequest, allowed: frozenset[Status], rule: str) -> Status | None:
    if body.status is not None and body.status not in allowed:
        raise InvalidInput(f"status: only jobs {rule}: {', '.join(sorted(allowed))}", field="status")
    return body.status


async def _act(
    runtime: ApiRuntime, owner: str, body: BulkRequest, status: Status | frozenset[Status], act: Act
) -> BulkView:
    criteria = sorted(name for name in _CRITERIA if getattr(body, name) is not None)
    if body.ids is not None and criteria:
        raise InvalidInput(f"ids: they stand in place of criteria; leave out {criteria[0]}", field="ids")
    cursor = str(runtime.hub.cursor)
    wanted = _filter(body, status, tuple(body.ids) if body.ids is not None else None)
    matched = await _count(runtime, owner, wanted)
    if body.preview:
        job_ids = await runtime.core.requests.ids(owner, wanted, limit=min(body.limit, _PREVIEWED))
    else:
        job_ids = await act(owner, wanted, limit=body.limit)
    return BulkView(preview=body.preview, matched=matched, job_ids=job_ids, cursor=cursor)


async def stuck_jobs(runtime: ApiRuntime, owner: str) -> list[str]:
    """Among the newest 200 running jobs, those whose lease ran out and which nobody has rescued yet."""
    page = await runtime.core.requests.list(owner, JobFilter(status=Status.RUNNING), limit=_RUNNING_LOOKED_AT)
    now = await runtime.core.time.now()
    return [job.id for job in page.jobs if job.lease_expires_at is not None and job.lease_expires_at < now]


async def _count(runtime: ApiRuntime, owner: str, wanted: JobFilter) -> Count:
    count = await runtime.core.requests.count(owner, wanted, cap=COUNT_CAP)
    return Count(count=count, is_capped=count >= COUNT_CAP)


def _filter(
    criteria: JobCriteria, status: Status | frozenset[Status] | None, ids: tuple[str, ...] | None = None
) -> JobFilter:
    return JobFilter(
        ids=ids,
        status=status,
        type=criteria.type,
        queue=criteria.queue,
        tag=criteria.tag,
        created_after=criteria.created_after,
        created_before=criteria.created_before,
    )
