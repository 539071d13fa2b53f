"""The worker's small HTTP server for platforms that probe it: /healthz, /readyz, /metrics."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, contextmanager, suppress

from prometheus_client import CollectorRegistry, Gauge, generate_latest
from prometheus_client.platform_collector import PlatformCollector
from prometheus_client.process_collector import ProcessCollector
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from uvicorn import Config, Server

from longhaul.runtime import WorkerRuntime


class Probed:
    """The runtime that the probes tell of; None while the worker waits for the database."""

    def __init__(self) -> None:
        self.runtime: WorkerRuntime | None = None


@asynccontextmanager
async def probe_server(host: str, port: int | None, probed: Probed) -> AsyncGenerator[int | None]:
    """Serve probes on `port` for the length of a block; nothing where it is None. Gives the port. Raises `OSError`."""
    if port is None:
        yield None
        return
    listener = socket.create_server((host, port))
    server = _ProbeServer(Config(_application(probed), access_log=False, log_config=None, lifespan="off"))
    serving = asyncio.create_task(server.serve([listener]), name="longhaul-probes")
    try:
        yield int(listener.getsockname()[1])
    finally:
        server.should_exit = True
        with suppress(asyncio.CancelledError):
            await serving
        listener.close()


class _ProbeServer(Server):
    """uvicorn that leaves the process's signals to the worker."""

    @contextmanager
    def capture_signals(self) -> Generator[None]:
        """Capture nothing."""
        yield


def _application(probed: Probed) -> Starlette:
    async def healthz(_: Request) -> Response:
        return JSONResponse({"status": "ok"})

    async def readyz(_: Request) -> Response:
        if probed.runtime is None:
            return JSONResponse({"status": "unavailable", "checks": {"mongodb": "does not answer"}}, status_code=503)
        readiness = await probed.runtime.health.ready()
        body = {"status": "ok" if readiness.is_ready else "unavailable", "checks": readiness.checks}
        return JSONResponse(body, status_code=200 if readiness.is_ready else 503)

    registry = CollectorRegistry()
    ProcessCollector(registry=registry)
    PlatformCollector(registry=registry)
    running = Gauge("longhaul_worker_running_jobs", "Jobs running in this process.", registry=registry)
    backlog = Gauge("longhaul_relay_backlog_events", "Events waiting to be appended to the log.", registry=registry)

    async def metrics(_: Request) -> Response:
        if probed.runtime is not None:
            running.set(probed.runtime.worker.running)
            backlog.set(probed.runtime.core.relay.backlog)
        return Response(generate_latest(registry), media_type="text/plain; version=0.0.4; charset=utf-8")

    return Starlette(routes=[Route("/healthz", healthz), Route("/readyz", readyz), Route("/metrics", metrics)])
