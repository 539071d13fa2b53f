"""Whether the process lives, whether it can work, how the jobs are, and figures for Prometheus."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Request, Response
from pydantic import BaseModel

from longhaul.model.states import Status
from longhaul.mongo.requests import COUNT_CAP, JobFilter
from longhaul.telemetry.metrics import CONTENT_TYPE, may_scrape
from longhaul_api.auth.dependencies import get_caller, require_operator
from longhaul_api.auth.errors import Unauthenticated
from longhaul_api.deps import OwnerDep, RuntimeDep, StateDep
from longhaul_api.routes.job_lists import stuck_jobs
from longhaul_api.state import ApiState

router = APIRouter(tags=["health"])


class Liveness(BaseModel):
    """The process answers."""

    status: str = "ok"


class HealthView(BaseModel):
    """`status` is `ok` or `unavailable`; `checks` says per part `ok` or what is wrong."""

    status: str
    checks: dict[str, str]


class JobsHealth(BaseModel):
    """How the work goes. `degraded`: jobs wait and no worker lives, or jobs are stuck."""

    status: str
    workers: int
    running: int
    queued: int
    stuck: list[str]


@router.get("/healthz")
async def liveness() -> Liveness:
    """200 as long as the process answers at all; the database plays no part."""
    return Liveness()


@router.get("/health")
@router.get("/readyz")
async def readiness(state: StateDep, response: Response) -> HealthView:
    """200 where requests can be served, else 503: the database does not answer, or the process is about to end."""
    is_ready, checks = await _checks(state)
    response.status_code = 200 if is_ready else 503
    response.headers["Cache-Control"] = "no-store"
    return HealthView(status="ok" if is_ready else "unavailable", checks=checks)


@router.get("/health/jobs")
async def jobs_health(runtime: RuntimeDep, owner: OwnerDep) -> JobsHealth:
    """How the caller's jobs go: always 200, for dashboards rather than probes."""
    workers = await runtime.core.registry.list()
    requests = runtime.core.requests
    queued = await requests.count(owner, JobFilter(status=Status.QUEUED), cap=COUNT_CAP)
    running = await requests.count(owner, JobFilter(status=Status.RUNNING), cap=COUNT_CAP)
    stuck = await stuck_jobs(runtime, owner)
    degraded = bool(stuck) or (queued > 0 and not workers)
    status = "degraded" if degraded else "ok"
    return JobsHealth(status=status, workers=len(workers), running=running, queued=queued, stuck=stuck)


async def require_scraper(request: Request, state: StateDep) -> None:
    """Refuse who has not the token for metrics or, where there is none, who is no operator.

    Raises `Unauthenticated` and `Forbidden`.
    """
    token = state.settings.metrics_token
    if token is None:
        await require_operator(await get_caller(request))
    elif not may_scrape(request.headers.get("Authorization"), token):
        raise Unauthenticated("Metrics are for who sends `Authorization: Bearer` with LONGHAUL_METRICS_TOKEN.")


@router.get("/metrics", response_class=Response, include_in_schema=False, dependencies=[Depends(require_scraper)])
async def metrics(state: StateDep) -> Response:
    """Figures of this process and of the queues in the Prometheus text format."""
    await state.figures.refresh()
    return Response(state.metrics.text(), media_type=CONTENT_TYPE)


async def _checks(state: ApiState) -> tuple[bool, dict[str, str]]:
    if not state.holder.is_open:
        return False, {"mongodb": "does not answer"}
    readiness = await state.holder.runtime.health.ready()
    checks = dict(readiness.checks)
    if state.drain.is_set:
        checks["draining"] = "yes"
    return readiness.is_ready and not state.drain.is_set, checks
