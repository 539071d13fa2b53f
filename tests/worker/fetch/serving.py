"""A small HTTP server on loopback whose answers the tests write themselves, byte by byte if need be."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

Answer = Callable[[asyncio.StreamWriter], Awaitable[None]]


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
        named = {name.replace("_", "-"): value for name, value in headers.items()}

        async def write(writer: asyncio.StreamWriter) -> None:
            writer.write(head(status, {"content-length": str(len(body)), **named}) + body)

        self.answers[path] = write


def bare_tls() -> ssl.SSLContext:
    """A TLS context that trusts nobody, for fetchers that only speak http; it needs no time to build."""
    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def head(status: int, headers: dict[str, str]) -> bytes:
    """The head of an HTTP answer."""
    lines = [f"HTTP/1.1 {status} X", *(f"{name}: {value}" for name, value in headers.items()), "connection: close"]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


@asynccontextmanager
async def serving() -> AsyncGenerator[Site]:
    """A running `Site` on a free port of loopback."""
    site = Site()

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        site.at_once += 1
        site.most_at_once = max(site.most_at_once, site.at_once)
        try:
            lines = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
            path = lines[0].split(" ")[1]
            headers = dict(line.lower().split(": ", 1) for line in lines[1:] if ": " in line)
            site.requests.append((path, headers))
            await site.answers[path](writer)
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # the client has had enough, as some tests want
        finally:
            site.at_once -= 1
            writer.close()

    server = await asyncio.start_server(handle, "127.0.0.1", 0)
    site.port = server.sockets[0].getsockname()[1]
    try:
        yield site
    finally:
        server.close()
        await server.wait_closed()
