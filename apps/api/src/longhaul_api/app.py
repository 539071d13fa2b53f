"""The FastAPI application: what is mounted where, and what lives as long as it does."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from typing import Final

from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware
from starlette.types import Scope

from longhaul_api.body_limits import BodyLimit
from longhaul_api.metrics import Metrics
from longhaul_api.origins import ForeignPages
from longhaul_api.problems import PROBLEM_RESPONSES, UnexpectedErrors, install_problems
from longhaul_api.request_ids import HEADER, RequestIds
from longhaul_api.routes import (
    applications,
    artifacts,
    candidates,
    career,
    events,
    health,
    job_lists,
    jobs,
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


def create_app(settings: ApiSettings, runtime_factory: RuntimeFactory) -> FastAPI:
    """Build the application. `runtime_factory` opens the engine; it is tried until the database answers."""
    metrics = Metrics()
    state = ApiState(
        settings=settings,
        holder=RuntimeHolder(runtime_factory),
        metrics=metrics,
        streams=StreamCount(settings.max_streams, metrics),
    )

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncGenerator[None]:
        await state.holder.start()
        try:
            yield
        finally:
            state.drain.begin()
            await state.holder.stop()

    app = FastAPI(
        title="Longhaul",
        summary="Durable background jobs and a replayable live event log.",
        version="0.1.0",
        lifespan=lifespan,
        docs_url="/docs",
        redoc_url=None,
        responses=PROBLEM_RESPONSES,
    )
    app.state.api = state
    install_problems(app)
    # The last added is the outermost.
    app.add_middleware(BodyLimit, limit_for=_limit_for(settings))
    app.add_middleware(UnexpectedErrors)
    loopback_only = settings.auth == "none" and not settings.allow_insecure_bind
    app.add_middleware(ForeignPages, allowed_origins=settings.allowed_origins, loopback_only=loopback_only)
    app.add_middleware(
        CORSMiddleware,
        allow_origins=settings.allowed_origins,
        allow_methods=["GET", "HEAD", "POST", "DELETE"],
        allow_headers=["Content-Type", "Idempotency-Key", "Prefer", "Last-Event-ID", "Range", HEADER],
        expose_headers=_READABLE,
        allow_credentials=True,
        max_age=600,
    )
    app.add_middleware(RequestIds, metrics=metrics)
    engine = (health, job_lists, jobs, events, sockets, artifacts, operators)
    desk = (career, candidates, records, postings, projects, applications)
    for noun in (*engine, *desk):
        app.include_router(noun.router)
    return app


def _limit_for(settings: ApiSettings) -> Callable[[Scope], int]:
    def limit(scope: Scope) -> int:
        path = scope["path"].removeprefix(settings.root_path)
        if path in _UPLOADS:
            return settings.artifact_limit_bytes + FORM_OVERHEAD_BYTES
        return settings.batch_limit_bytes if path == _BATCH else settings.json_limit_bytes

    return limit
