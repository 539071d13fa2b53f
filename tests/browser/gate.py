"""A door in front of an API, as a platform's router is: while it is shut it cuts what is open and answers 503."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Final

from longhaul.testing.proxy import Proxy

_REFUSAL: Final = (
    b"HTTP/1.1 503 Service Unavailable\r\nContent-Type: text/html\r\nContent-Length: 22\r\nConnection: close\r\n\r\n"
    b"<h1>Deploying ...</h1>"
)


class Gate(Proxy):
    """Forwards to `target_port` while it is not shut."""

    def __init__(self, target_port: int) -> None:
        super().__init__(target_port)
        self.is_shut = False
        self.refused = 0

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    def shut(self) -> None:
        """Cut every open connection; answer 503 from now on."""
        self.is_shut = True
        self.cut()

    def open(self) -> None:
        """Forward again."""
        self.is_shut = False

    async def _forward(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if not self.is_shut:
            await super()._forward(reader, writer)
            return
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            await reader.readuntil(b"\r\n\r\n")
            self.refused += 1
            writer.write(_REFUSAL)
            await writer.drain()
        writer.close()


@asynccontextmanager
async def gate(target_port: int) -> AsyncGenerator[Gate]:
    """A running gate for the length of a block."""
    running = Gate(target_port)
    await running.start()
    try:
        yield running
    finally:
        await running.stop()
