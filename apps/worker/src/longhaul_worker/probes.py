"""The worker's small HTTP server for platforms that probe it: /healthz, /readyz, /metrics."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, contextmanager, suppress

from pydantic import SecretStr
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from uvicorn import Config, Server

from longhaul.runtime import WorkerRuntime
from longhaul.telemetry.metrics import CONTENT_TYPE, WorkerMetrics, may_scrape


class Probed:
    """What the probes tell of: the metrics, and the runtime, None while the worker waits for the database."""

    def __init__(self) -> None:
        self.metrics = WorkerMetrics()
        self.runtime: WorkerRuntime | None = None


@asynccontextmanager
async def probe_server(
    host: str, port: int | None, probed: Probed, *, token: SecretStr | None = None
) -> AsyncGenerator[int | None]:
    """Serve probes on `port` for the length of a block; nothing where it is None. Gives the port. Raises `OSError`.

    With `token` /metrics answers who sends it as a bearer, and nobody else.
    """
    if port is None:
        yield None
        return
    listener = socket.create_server((host, port))
    server = _ProbeServer(Config(_application(probed, token), access_log=False, log_config=None, lifespan="off"))
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


def _application(probed: Probed, token: SecretStr | None) -> Starlette:
    async def healthz(_: Request) -> Response:
        return JSONResponse({"status": "ok"})

    async def readyz(_: Request) -> Response:
        if probed.runtime is None:
            return JSONResponse({"status": "unavailable", "checks": {"mongodb": "does not answer"}}, status_code=503)
        readiness = await probed.runtime.health.ready()
        body = {"status": "ok" if readiness.is_ready else "unavailable", "checks": readiness.checks}
        return JSONResponse(body, status_code=200 if readiness.is_ready else 503)

    async def metrics(request: Request) -> Response:
        if not may_scrape(request.headers.get("Authorization"), token):
            return Response("Send LONGHAUL_METRICS_TOKEN as a bearer.\n", 401, {"WWW-Authenticate": "Bearer"})
        return Response(probed.metrics.text(), media_type=CONTENT_TYPE)

    return Starlette(routes=[Route("/healthz", healthz), Route("/readyz", readyz), Route("/metrics", metrics)])
