"""A feed on loopback whose answers are held back, so that a job is in the middle of its work as long as needed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from tests.support.loopback import answering, listening, read_head


@dataclass
class HeldFeed:
    """Answers no request before `release`."""

    url: str = ""
    asked: asyncio.Event = field(default_factory=asyncio.Event)
    _released: asyncio.Event = field(default_factory=asyncio.Event)

    def release(self) -> None:
        """Answer from now on."""
        self._released.set()

    async def until_released(self) -> None:
        """Note that somebody asked, and wait."""
        self.asked.set()
        await self._released.wait()


@asynccontextmanager
async def held_feed(body: bytes) -> AsyncGenerator[HeldFeed]:
    """A feed for the length of a block, whose answer is `body`."""
    feed, answer = HeldFeed(), answering(200, body, {"content_type": "application/rss+xml"})

    async def converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await read_head(reader)
        await feed.until_released()
        await answer(writer)

    async with listening(converse) as port:
        feed.url = f"http://127.0.0.1:{port}/feed.xml"
        try:
            yield feed
        finally:
            feed.release()
