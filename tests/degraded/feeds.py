"""A feed on loopback whose answers are held back, so that a job is in the middle of its work as long as needed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

_HEAD = "HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nContent-Length: {}\r\nConnection: close\r\n\r\n"


class HeldFeed:
    """Answers every request with `body`, but not before `release`."""

    def __init__(self, body: bytes) -> None:
        self._answer = _HEAD.format(len(body)).encode() + body
        self._released = asyncio.Event()
        self._server: asyncio.Server | None = None
        self.asked = asyncio.Event()

    @property
    def url(self) -> str:
        """Its address."""
        assert self._server is not None
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}/feed.xml"

    def release(self) -> None:
        """Answer from now on."""
        self._released.set()

    async def start(self) -> None:
        """Listen."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)

    async def stop(self) -> None:
        """Listen no more."""
        self.release()
        assert self._server is not None
        self._server.close()
        await self._server.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        self.asked.set()
        await self._released.wait()
        writer.write(self._answer)
        await writer.drain()
        writer.close()


@asynccontextmanager
async def held_feed(body: bytes) -> AsyncGenerator[HeldFeed]:
    """A feed for the length of a block."""
    feed = HeldFeed(body)
    await feed.start()
    try:
        yield feed
    finally:
        await feed.stop()
