"""The HTTP server around the application: its listening socket, how it ends, how it lets a dead connection go."""

from __future__ import annotations

import asyncio
import logging
import socket
from contextlib import suppress
from types import FrameType
from typing import Any, Final

from fastapi import FastAPI
from uvicorn import Config, Server
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from longhaul_api.handover import Handover
from longhaul_api.settings import ApiSettings
from longhaul_api.state import ApiState
from longhaul_api.streaming import ABORT

USER_TIMEOUT_MS: Final = 30_000
"""Sent data that nobody acknowledges for this long ends the connection (`TCP_USER_TIMEOUT`, Linux). Sockets that the
listening one accepts inherit it."""
_BACKLOG: Final = 2048
_KEEP_ALIVE_S: Final = 75
"""An idle connection stays this long, which is longer than clients and proxies keep theirs (60 s with AWS, nginx and
HAProxy): whoever closes first must be the one who may send, or a request meets a connection that has just closed."""


def listen(host: str, port: int) -> socket.socket:
    """A listening socket whose connections do not outlive a frozen or vanished client. Raises `OSError`."""
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    listener = socket.socket(family, kind, protocol)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if hasattr(socket, "TCP_USER_TIMEOUT"):
            listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, USER_TIMEOUT_MS)
        listener.bind(address)
        listener.listen(_BACKLOG)
        listener.setblocking(False)
    except BaseException:
        listener.close()
        raise
    return listener


_DENIED: Final = "ASGI callable returned without completing handshake."


class _ServerLog(logging.Filter):
    """Keeps out of the log what the server should not say.

    Below INFO the WebSocket library writes whole requests, with tokens and cookies. And a WebSocket that is refused
    with an HTTP answer is no error, but uvicorn says so each time.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether `record` may be written."""
        return record.levelno >= logging.INFO and record.msg != _DENIED


_SERVER_LOG: Final = _ServerLog()


class ApiServer(Server):
    """uvicorn that tells the application when it begins to drain, and ends when the engine cannot start."""

    def __init__(self, app: FastAPI, settings: ApiSettings) -> None:
        super().__init__(
            Config(
                Handover(app),
                http=_Protocol,
                lifespan="on",
                access_log=False,
                log_config=None,
                server_header=False,
                proxy_headers=False,
                root_path=settings.root_path,
                ws_max_size=64 * 1024,
                timeout_keep_alive=_KEEP_ALIVE_S,
                timeout_graceful_shutdown=max(1, round(settings.drain_s)),
            )
        )
        logging.getLogger("uvicorn.error").addFilter(_SERVER_LOG)  # adding it again changes nothing
        self._state: ApiState = app.state.api
        self._loop: asyncio.AbstractEventLoop | None = None

    @property
    def failure(self) -> Exception | None:
        """Why the engine could not start, if that is why the server ended."""
        return self._state.holder.failure

    async def serve(self, sockets: list[socket.socket] | None = None) -> None:
        """Serve until told to stop."""
        self._loop = asyncio.get_running_loop()
        watching = asyncio.create_task(self._stop_on_failure())
        try:
            await super().serve(sockets)
        finally:
            watching.cancel()
            with suppress(asyncio.CancelledError):
                await watching

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Let streams end and requests finish within the drain time, then end."""
        self._state.drain.begin()
        await super().shutdown(sockets)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Begin to drain. Called as a signal handler, so the event loop is told from outside."""
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._state.drain.begin)
        super().handle_exit(sig, frame)

    async def _stop_on_failure(self) -> None:
        await self._state.holder.failed.wait()
        self.should_exit = True


class _Protocol(HttpToolsProtocol):
    """Offers the application to abort the connection: what a reader that takes nothing leaves no other way."""

    def on_message_begin(self) -> None:
        super().on_message_begin()
        scope: Any = self.scope
        scope.setdefault("extensions", {})[ABORT] = {"abort": self.transport.abort}
