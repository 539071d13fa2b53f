"""Bounds request bodies, and lets a client that is refused early read why."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from typing import Final

from fastapi import HTTPException
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from longhaul_api.problems import problem

PATIENCE_S: Final = 30.0
"""A body that stops arriving for this long is given up."""
LINGER_S: Final = 10.0
LINGER_BYTES: Final = 256 * 1024 * 1024
"""After an early answer the rest of the body is read and thrown away up to these bounds: a connection closed with
bytes unread is reset, and the reset can overtake the answer."""


class BodyLimit:
    """ASGI middleware: no body over `limit_for(scope)` bytes gets in, whether or not its length was announced."""

    def __init__(self, app: ASGIApp, limit_for: Callable[[Scope], int]) -> None:
        self._app = app
        self._limit_for = limit_for

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http" or not _has_body(scope):
            await self._app(scope, receive, send)
            return
        body = _Body(receive, send, self._limit_for(scope))
        announced = Headers(scope=scope).get("content-length", "")
        if announced.isdigit() and int(announced) > body.limit:
            await problem(scope, 413, kind="too-large", detail=body.refusal)(scope, receive, body.send)
            return
        await self._app(scope, body.receive, body.send)


class _Body:
    def __init__(self, receive: Receive, send: Send, limit: int) -> None:
        self._receive = receive
        self._send = send
        self._seen = 0
        self._finished = False
        self.limit = limit
        self.refusal = f"The body is over the limit of {limit:,} bytes."

    async def receive(self) -> Message:
        if self._finished:  # from here on it is waiting for the client to go, which may take as long as it likes
            return await self._receive()
        try:
            async with asyncio.timeout(PATIENCE_S):
                message = await self._receive()
        except TimeoutError as error:
            raise HTTPException(408, f"The body did not go on for {PATIENCE_S:.0f} seconds.") from error
        if message["type"] == "http.request":
            self._seen += len(message.get("body", b""))
            if self._seen > self.limit:
                raise HTTPException(413, self.refusal)
            self._finished = not message.get("more_body", False)
        else:
            self._finished = True
        return message

    async def send(self, message: Message) -> None:
        if self._finished:
            await self._send(message)
        elif message["type"] == "http.response.start":
            message["headers"] = [*message.get("headers", []), (b"connection", b"close")]
            await self._send(message)
        elif message["type"] == "http.response.body" and not message.get("more_body", False):
            await self._send({**message, "more_body": True})
            await self._throw_rest_away()
            await self._send({"type": "http.response.body", "body": b"", "more_body": False})
        else:
            await self._send(message)

    async def _throw_rest_away(self) -> None:
        left = LINGER_BYTES
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(LINGER_S):
                while left > 0:
                    message = await self._receive()
                    left -= len(message.get("body", b""))
                    if message["type"] != "http.request" or not message.get("more_body", False):
                        self._finished = True
                        return


def _has_body(scope: Scope) -> bool:
    headers = Headers(scope=scope)
    return headers.get("content-length", "0") != "0" or "transfer-encoding" in headers
