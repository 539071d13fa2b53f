"""Servers on loopback whose answers tests write themselves, byte by byte if need be."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager

Conversation = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
Answer = Callable[[asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def listening(conversation: Conversation, host: str = "127.0.0.1") -> AsyncGenerator[int]:
    """Have `conversation` with every client, then hang up, for the length of a block; the port, a free one."""

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await conversation(reader, writer)
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass  # the client has had enough, as some tests want, or the test is over
        finally:
            writer.close()

    server = await asyncio.start_server(handle, host, 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        await server.wait_closed()


async def read_head(reader: asyncio.StreamReader) -> tuple[str, dict[str, str]]:
    """The path that an HTTP request asks for, and its headers with their names in lower case."""
    first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines) if name}
    return first.split(" ")[1], headers


def head(status: int, headers: Mapping[str, str]) -> bytes:
    """The head of an HTTP answer."""
    lines = [f"HTTP/1.1 {status} X", *(f"{name}: {value}" for name, value in headers.items()), "connection: close"]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def answering(status: int, body: bytes, headers: Mapping[str, str]) -> Answer:
    """What writes this HTTP answer; `_` in a header's name stands for a dash."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}

    async def write(writer: asyncio.StreamWriter) -> None:
        writer.write(head(status, {"content-length": str(len(body)), **named}) + body)

    return write
