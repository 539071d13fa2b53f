"""Keeps pages of strangers from using the API through the browser of somebody who may."""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from longhaul_api.auth.caller import SAFE_METHODS
from longhaul_api.auth.own_pages import is_from_own_page
from longhaul_api.hosts import is_loopback
from longhaul_api.problems import problem


class ForeignPages:
    """ASGI middleware that refuses what a page of another site sends without having been allowed by CORS.

    CORS alone does not stop forms and uploads, which browsers send without asking first, nor WebSockets, which it
    does not cover. Browsers say in `Sec-Fetch-Site` where a request comes from; programs send nothing of the kind.
    With `loopback_only` the request must have been sent to this machine by name: a stranger's page can let its own
    host name point here, and is then of the same origin.
    """

    def __init__(self, app: ASGIApp, allowed_origins: Collection[str], *, loopback_only: bool) -> None:
        self._app = app
        self._allowed = frozenset(allowed_origins)
        self._loopback_only = loopback_only

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request or WebSocket."""
        if scope["type"] in {"http", "websocket"}:
            detail = self._refusal(scope)
            if detail is not None:
                await problem(scope, 403, kind="foreign-page", detail=detail)(scope, receive, send)
                return
        await self._app(scope, receive, send)

    def _refusal(self, scope: Scope) -> str | None:
        host = _host(f"//{Headers(scope=scope).get('host', '')}")
        if self._loopback_only and host and not is_loopback(host):
            return (
                "Without authentication this service answers only to localhost; where something else guards it, "
                "LONGHAUL_ALLOW_INSECURE_BIND=1 says so."
            )
        if self._is_foreign(scope):
            return "A page of another site sent this; its origin is not among CORS_ORIGINS."
        return None

    def _is_foreign(self, scope: Scope) -> bool:
        headers = Headers(scope=scope)
        origin = headers.get("origin")
        if origin is None or origin in self._allowed:
            return False
        if scope["type"] == "websocket":
            return not is_from_own_page(headers, self._allowed)
        return scope["method"] not in SAFE_METHODS and headers.get("sec-fetch-site") == "cross-site"


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return "malformed"
