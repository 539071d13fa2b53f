"""Many jobs: lists, counts, and putting dead letters back in bulk."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Query
from pydantic import Field

from longhaul.model.errors import InvalidInput
from longhaul.model.states import TERMINAL, Status
from longhaul.mongo.requests import COUNT_CAP, JobFilter
from longhaul.runtime import ApiRuntime
from longhaul_api.asking import JobCriteria
from longhaul_api.deps import BaseDep, OwnerDep, RuntimeDep
from longhaul_api.schemas import Count, JobPage, JobSummary, RequeuedView, StatsView

router = APIRouter(prefix="/background-jobs", tags=["jobs"])

_RUNNING_LOOKED_AT: Final = 200
_PREVIEWED: Final = 100


class ListQuery(JobCriteria):
    """Which jobs, and which page of them."""

    status: Status | None = None
    limit: int = Field(default=50, ge=1, le=200)
    page: str | None = Field(default=None, max_length=200, description="`next_page` of the answer before.")


class RequeueRequest(JobCriteria):
    """Which ended jobs to start anew; `preview` only tells which those would be."""

    status: Status = Status.FAILED
    limit: int = Field(default=1000, ge=1, le=1000)
    preview: bool = False


@router.get("")
async def list_jobs(
    wanted: Annotated[ListQuery, Query()], runtime: RuntimeDep, owner: OwnerDep, base: BaseDep
) -> JobPage:
    """Jobs, newest first, without args, steps and results."""
    cursor = str(runtime.hub.cursor)
    page = await runtime.core.requests.list(owner, _filter(wanted, wanted.status), limit=wanted.limit, page=wanted.page)
    return JobPage(jobs=[JobSummary.of(job, base) for job in page.jobs], next_page=page.next_page, cursor=cursor)


@router.get("/stats")
async def job_stats(runtime: RuntimeDep, owner: OwnerDep) -> StatsView:
    """How many jobs are in which state, counting no further than 10,000 each, and which are stuck."""
    cursor = str(runtime.hub.cursor)
    counts = {status: await _count(runtime, owner, JobFilter(status=status)) for status in Status}
    return StatsView(counts=counts, stuck=await stuck_jobs(runtime, owner), cursor=cursor)


@router.post("/requeue")
async def requeue_jobs(body: RequeueRequest, runtime: RuntimeDep, owner: OwnerDep) -> RequeuedView:
    """Start the matching ended jobs anew, oldest first, up to `limit` at once; with `preview` only say which."""
    if body.status not in TERMINAL:
        ended = ", ".join(sorted(TERMINAL))
        raise InvalidInput(f"status: only jobs that have ended can be requeued: {ended}", field="status")
    cursor = str(runtime.hub.cursor)
    wanted = _filter(body, body.status)
    matched = await _count(runtime, owner, wanted)
    if body.preview:
        job_ids = await runtime.core.requests.ids(owner, wanted, limit=min(body.limit, _PREVIEWED))
    else:
        job_ids = await runtime.core.client.requeue_matching(owner, wanted, limit=body.limit)
    return RequeuedView(preview=body.preview, matched=matched, job_ids=job_ids, cursor=cursor)


async def stuck_jobs(runtime: ApiRuntime, owner: str) -> list[str]:
    """Among the newest 200 running jobs, those whose lease ran out and which nobody has rescued yet."""
    page = await runtime.core.requests.list(owner, JobFilter(status=Status.RUNNING), limit=_RUNNING_LOOKED_AT)
    now = await runtime.core.time.now()
    return [job.id for job in page.jobs if job.lease_expires_at is not None and job.lease_expires_at < now]


async def _count(runtime: ApiRuntime, owner: str, wanted: JobFilter) -> Count:
    count = await runtime.core.requests.count(owner, wanted, cap=COUNT_CAP)
    return Count(count=count, is_capped=count >= COUNT_CAP)


def _filter(criteria: JobCriteria, status: Status | None) -> JobFilter:
    return JobFilter(
        status=status,
        type=criteria.type,
        queue=criteria.queue,
        tag=criteria.tag,
        created_after=criteria.created_after,
        created_before=criteria.created_before,
    )
