"""Lets nobody in whom it does not know, whatever the route."""

from __future__ import annotations

from typing import Final

from starlette.types import ASGIApp, Receive, Scope, Send

from longhaul.model.errors import LonghaulError, StoreUnavailable
from longhaul_api.auth.caller import CALLER_KEY
from longhaul_api.auth.errors import LoginsUnavailable
from longhaul_api.problems import problem_of
from longhaul_api.state import ApiState
from longhaul_api.streaming import EventStream

OPEN_PATHS: Final = frozenset({"/healthz", "/health", "/readyz", "/openapi.json", "/docs", "/docs/oauth2-redirect"})
"""What strangers may read: whether the process lives, and how the API is used. Everything else asks who they are."""
METRICS: Final = "/metrics"
"""Open to whoever has the token for it, where there is one; the route asks for that."""
STREAM: Final = "/events/stream"
TAKE_TICKETS: Final = frozenset({STREAM, "/events", "/ws/events"})
"""Where a ticket opens something."""
_READ_BY: Final = frozenset({"GET", "HEAD"})
"""How streams are read. OPTIONS is safe too, and reads none: it must not use up a ticket."""


class Guard:
    """ASGI middleware: no request without a caller gets to a route, nor is its body read."""

    def __init__(self, app: ASGIApp, state: ApiState) -> None:
        self._app = app
        self._state = state
        self._authenticator = state.authenticator
        self._open = OPEN_PATHS | ({METRICS} if state.settings.metrics_token is not None else set())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request or WebSocket."""
        if scope["type"] in {"http", "websocket"}:
            path = scope["path"].removeprefix(self._state.settings.root_path)
            refusal = await self._let_in(scope, path) if path not in self._open else None
            if refusal is not None:
                await refusal(scope, receive, send)
                return
        await self._app(scope, receive, send)

    async def _let_in(self, scope: Scope, path: str) -> ASGIApp | None:
        """Write the caller into `scope`, or give the answer that refuses the request."""
        is_read = scope["type"] == "websocket" or scope["method"] in _READ_BY
        try:
            takes_ticket = is_read and path in TAKE_TICKETS
            scope[CALLER_KEY] = await self._authenticator.caller(scope, takes_ticket=takes_ticket)
        except (StoreUnavailable, LoginsUnavailable) as error:
            if path == STREAM and scope["type"] == "http" and is_read:
                return EventStream(self._state, None)  # any other status would end an EventSource for good
            return problem_of(scope, error)
        except LonghaulError as error:
            return problem_of(scope, error)
        return None
