"""The FastAPI application: what is mounted where, and what lives as long as it does."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from importlib.metadata import version
from typing import Final

from fastapi import Depends, FastAPI
from starlette.middleware.cors import CORSMiddleware
from starlette.types import Scope

from longhaul_api.auth.authenticator import Authenticator
from longhaul_api.auth.dependencies import require_operator
from longhaul_api.auth.guard import Guard
from longhaul_api.auth.open_logins import OpenLogins
from longhaul_api.auth.records import AuthRecords
from longhaul_api.body_limits import BodyLimit
from longhaul_api.figures import Figures
from longhaul_api.metrics import ApiMetrics
from longhaul_api.openapi import DescribedApi
from longhaul_api.origins import ForeignPages
from longhaul_api.problems import PROBLEM_RESPONSES, UnexpectedErrors, install_problems
from longhaul_api.request_ids import HEADER, RequestIds
from longhaul_api.routes import (
    api_keys,
    applications,
    artifacts,
    candidates,
    career,
    events,
    health,
    job_lists,
    jobs,
    me,
    operators,
    postings,
    projects,
    records,
    sockets,
)
from longhaul_api.settings import ApiSettings
from longhaul_api.state import ApiState, RuntimeFactory, RuntimeHolder, StreamCount
from longhaul_api.uploads import FORM_OVERHEAD_BYTES

_UPLOADS: Final = career.UPLOADS | {"/artifacts"}
_BATCH: Final = "/background-jobs/batch"
_READABLE: Final = (HEADER, "Location", "ETag", "Retry-After", "Content-Range", "Content-Disposition")


def create_app(settings: ApiSettings, runtime_factory: RuntimeFactory, metrics: ApiMetrics | None = None) -> FastAPI:
    """Build the application. `runtime_factory` opens the engine; it is tried until the database answers.

    `metrics` are those that the engine counts in too.
    """
    metrics = metrics or ApiMetrics()
    holder = RuntimeHolder(runtime_factory)

    def auth_records() -> AuthRecords:
        return AuthRecords(holder.runtime.core.database)

    async def revoked(within_s: float) -> list[str]:
        return await auth_records().revocations.recent(within_s)

    state = ApiState(
        settings=settings,
        holder=holder,
        metrics=metrics,
        figures=Figures(metrics, lambda: holder.runtime),
        streams=StreamCount(settings.max_streams, metrics),
        authenticator=Authenticator(settings, auth_records),
        logins=OpenLogins(revoked),
    )

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncGenerator[None]:
        await state.holder.start()
        await state.logins.start()
        try:
            yield
        finally:
            state.drain.begin()
            await state.logins.stop()
            await state.authenticator.close()
            await state.holder.stop()

    app = DescribedApi(
        title="Longhaul",
        summary="Durable background jobs and a replayable live event log.",
        version=version("longhaul-api"),
        lifespan=lifespan,
        docs_url="/docs",
        redoc_url=None,
        responses=PROBLEM_RESPONSES,
    )
    app.state.api = state
    install_problems(app)
    # The last added is the outermost.
    app.add_middleware(Guard, state=state)
    app.add_middleware(BodyLimit, limit_for=_limit_for(settings))
    app.add_middleware(UnexpectedErrors)
    loopback_only = not settings.auth_methods and not settings.allow_insecure_bind
    app.add_middleware(ForeignPages, allowed_origins=settings.allowed_origins, loopback_only=loopback_only)
    app.add_middleware(
        CORSMiddleware,
        allow_origins=settings.allowed_origins,
        allow_methods=["GET", "HEAD", "POST", "PUT", "DELETE"],
        allow_headers=["Authorization", "Content-Type", "Idempotency-Key", "Prefer", "Last-Event-ID", "Range", HEADER],
        expose_headers=_READABLE,
        allow_credentials=True,
        max_age=600,
    )
    app.add_middleware(RequestIds, metrics=metrics)
    engine = (health, job_lists, jobs, events, sockets, artifacts, me, api_keys)
    desk = (career, candidates, records, postings, projects, applications)
    for noun in (*engine, *desk):
        app.include_router(noun.router)
    app.include_router(operators.router, dependencies=[Depends(require_operator)])
    return app


def _limit_for(settings: ApiSettings) -> Callable[[Scope], int]:
    def limit(scope: Scope) -> int:
        path = scope["path"].removeprefix(settings.root_path)
        if path in _UPLOADS:
            return settings.artifact_limit_bytes + FORM_OVERHEAD_BYTES
        return settings.batch_limit_bytes if path == _BATCH else settings.json_limit_bytes

    return limit
