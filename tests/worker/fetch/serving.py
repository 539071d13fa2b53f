"""A small HTTP server on loopback whose answers the tests write themselves, byte by byte if need be."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from tests.support.loopback import Answer, answering, listening, read_head


@dataclass
class Site:
    """Answers by path, and the requests that came: their path and headers."""

    port: int = 0
    answers: dict[str, Answer] = field(default_factory=dict[str, Answer])
    requests: list[tuple[str, dict[str, str]]] = field(default_factory=list[tuple[str, dict[str, str]]])
    at_once: int = 0
    most_at_once: int = 0

    def url(self, path: str = "/") -> str:
        """The address of `path` here."""
        return f"http://127.0.0.1:{self.port}{path}"

    def answer(self, path: str, status: int = 200, body: bytes = b"", **headers: str) -> None:
        """Answer requests for `path` with these; `_` in a header's name stands for a dash."""
        self.answers[path] = answering(status, body, headers)


def bare_tls() -> ssl.SSLContext:
    """A TLS context that trusts nobody, for fetchers that only speak http; it needs no time to build."""
    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


@asynccontextmanager
async def serving() -> AsyncGenerator[Site]:
    """A running `Site` on a free port of loopback."""
    site = Site()

    async def converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        site.at_once += 1
        site.most_at_once = max(site.most_at_once, site.at_once)
        try:
            path, headers = await read_head(reader)
            site.requests.append((path, headers))
            await site.answers[path](writer)
        finally:
            site.at_once -= 1

    async with listening(converse) as site.port:
        yield site
