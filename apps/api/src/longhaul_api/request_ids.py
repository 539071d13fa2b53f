"""Gives every request an id that its answer, its log lines and its errors share, and logs one line per request."""

from __future__ import annotations

import re
import time
from functools import partial
from typing import Final
from uuid import uuid4

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from longhaul.telemetry.logs import get_logger
from longhaul_api.auth.credentials import set_ticket_aside
from longhaul_api.handover import when_answered
from longhaul_api.metrics import ApiMetrics

HEADER: Final = "X-Request-ID"
_SANE = re.compile(r"^[A-Za-z0-9][A-Za-z0-9._:-]{7,127}$")
_SCOPE_KEY: Final = "longhaul.request_id"
_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "WEBSOCKET"})
_QUIET: Final = frozenset({"/healthz", "/readyz", "/metrics"})


def request_id(scope: Scope) -> str:
    """The id of the request; a new one where the middleware is not installed."""
    return scope.setdefault(_SCOPE_KEY, uuid4().hex)


class RequestIds:
    """ASGI middleware: id, access log and metrics.

    An incoming `X-Request-ID` is kept where it is 8 to 128 characters of letters, digits and `._:-`. The log line has
    the path without its query: a query may hold what must not be in a log. A ticket is taken out of it before anything
    else sees the request, since the server itself writes the URL of a WebSocket down.
    """

    def __init__(self, app: ASGIApp, metrics: ApiMetrics) -> None:
        self._app = app
        self._metrics = metrics
        self._log = get_logger("longhaul_api.access")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request or WebSocket."""
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return
        set_ticket_aside(scope)
        given = Headers(scope=scope).get(HEADER)
        id_ = scope[_SCOPE_KEY] = given if given is not None and _SANE.match(given) else uuid4().hex
        began = time.perf_counter()
        status = 0

        async def with_id(message: Message) -> None:
            nonlocal status
            if message["type"] in {"http.response.start", "websocket.accept", "websocket.http.response.start"}:
                status = message.get("status", 101)
                MutableHeaders(scope=message)[HEADER] = id_
            await send(message)

        with structlog.contextvars.bound_contextvars(request_id=id_):
            self._metrics.request_began()
            try:
                await self._app(scope, receive, with_id)
            finally:
                self._metrics.request_left()
                route = getattr(scope.get("route"), "path", "unmatched")
                method, path = scope.get("method", "WEBSOCKET"), scope["path"]
                when_answered(scope, partial(self._finish, id_, method, route, path, status, began))

    def _finish(self, id_: str, method: str, route: str, path: str, status: int, began: float) -> None:
        elapsed_s = time.perf_counter() - began
        self._metrics.request_ended(method if method in _METHODS else "OTHER", route, status, elapsed_s)
        log = self._log.debug if route in _QUIET else self._log.info
        duration_ms = round(elapsed_s * 1000, 1)
        log("request", request_id=id_, method=method, path=path, status=status, duration_ms=duration_ms)
