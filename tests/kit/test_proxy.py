"""The proxy forwards, and cuts, holds, refuses and slows down as it is told, until it is healed."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncGenerator, AsyncIterator
from typing import Any

import pytest

from longhaul.testing.ports import HeldPort
from longhaul.testing.proxy import Proxy, proxy
from tests.support.waiting import eventually


class Server:
    """Listens on loopback, keeps what it hears and says what the test has it say."""

    def __init__(self) -> None:
        self.heard = b""
        self.port = 0
        self._writers: list[asyncio.StreamWriter] = []

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncGenerator[Server]:
        """The server for the length of a block."""
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = int(server.sockets[0].getsockname()[1])
        try:
            yield self
        finally:
            for writer in self._writers:
                writer.transport.abort()
            server.close()
            await server.wait_closed()

    def say(self, data: bytes) -> None:
        """Send to every client."""
        for writer in self._writers:
            writer.write(data)

    async def hears(self, data: bytes) -> None:
        """Return when it has heard exactly this."""
        await eventually(lambda: self.heard == data, description=f"the server hears {data!r}")

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.append(writer)
        with contextlib.suppress(ConnectionError):
            while data := await reader.read(1000):
                self.heard += data


class Client:
    """One connection through the proxy."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    def say(self, data: bytes) -> None:
        """Send."""
        self._writer.write(data)

    async def hears(self, data: bytes) -> None:
        """Return when the next that came is this."""
        async with asyncio.timeout(60):
            assert data == await self._reader.readexactly(len(data))

    async def is_cut_off(self) -> bool:
        """Wait for the end of the connection."""
        async with asyncio.timeout(60):
            try:
                return await self._reader.read(1) == b""
            except ConnectionError:
                return True

    def close(self) -> None:
        """Hang up."""
        self._writer.transport.abort()


class Ground:
    """A server, a proxy in front of it, and clients of the proxy."""

    def __init__(self, server: Server, line: Proxy) -> None:
        self.server = server
        self.line = line
        self.clients: list[Client] = []

    async def client(self, *, greets: bool = True) -> Client:
        """A client through the proxy; with `greets` the server has heard it, so that the way is open."""
        client = Client(*await asyncio.open_connection("127.0.0.1", self.line.port))
        self.clients.append(client)
        if greets:
            client.say(b"hello ")
            await self.server.hears(b"hello ")
            self.server.heard = b""
        return client


@pytest.fixture
async def ground() -> AsyncIterator[Ground]:
    """A proxy in front of a server."""
    async with Server().running() as server, proxy(server.port) as line:
        ground = Ground(server, line)
        yield ground
        for client in ground.clients:
            client.close()


async def test_it_forwards_both_ways(ground: Ground) -> None:
    client = await ground.client()

    client.say(b"ping")
    await ground.server.hears(b"ping")
    ground.server.say(b"pong")

    await client.hears(b"pong")


async def test_it_counts_the_connections_through_it(ground: Ground) -> None:
    clients = [await ground.client() for _ in range(2)]
    open_before = ground.line.connections

    clients[0].close()
    await eventually(lambda: ground.line.connections == 1, description="one connection is left")

    assert 2 == open_before


async def test_a_cut_ends_what_is_open_and_lets_new_connections_through(ground: Ground) -> None:
    old = await ground.client()

    ground.line.cut()

    assert await old.is_cut_off()
    new = await ground.client()
    ground.server.say(b"again")
    await new.hears(b"again")


async def test_what_is_held_towards_the_target_arrives_when_it_is_healed(ground: Ground) -> None:
    client = await ground.client()
    ground.line.hold(back=False)

    client.say(b"one ")
    client.say(b"two")
    ground.server.say(b"the other way is open")
    await client.hears(b"the other way is open")
    held = ground.server.heard
    ground.line.heal()

    assert b"" == held
    await ground.server.hears(b"one two")


async def test_what_is_held_on_the_way_back_arrives_when_it_is_healed(ground: Ground) -> None:
    client = await ground.client()
    ground.line.hold(towards=False)

    ground.server.say(b"answer")
    client.say(b"still asking")
    await ground.server.hears(b"still asking")
    waiting = asyncio.create_task(client.hears(b"answer"))
    await still_open(waiting)
    ground.line.heal()

    await waiting


async def test_an_answer_is_held_from_the_moment_its_request_goes_through(ground: Ground) -> None:
    client = await ground.client()
    ground.line.hold_after(b"the question")

    ground.server.say(b"before")
    await client.hears(b"before")
    client.say(b"now the question")
    await ground.server.hears(b"now the question")
    ground.server.say(b" after")
    waiting = asyncio.create_task(client.hears(b" after"))
    await still_open(waiting)
    ground.line.heal()

    await waiting


async def test_held_both_ways_a_connection_stays_open_and_silent(ground: Ground) -> None:
    client = await ground.client()
    ground.line.hold()

    client.say(b"ping")
    ground.server.say(b"pong")
    waiting = asyncio.create_task(client.hears(b"pong"))
    await still_open(waiting)

    assert (b"", 1) == (ground.server.heard, ground.line.connections)
    ground.line.heal()
    await waiting
    await ground.server.hears(b"ping")


async def test_a_connection_made_while_it_holds_is_held_too(ground: Ground) -> None:
    ground.line.hold(back=False)
    client = await ground.client(greets=False)

    client.say(b"early")
    await eventually(lambda: ground.line.connections == 1, description="the proxy has taken the connection")
    held = ground.server.heard
    ground.line.heal()

    assert b"" == held
    await ground.server.hears(b"early")


async def test_refusing_ends_what_is_open_and_what_comes_until_it_is_healed(ground: Ground) -> None:
    old = await ground.client()

    ground.line.refuse()
    refused = await ground.client(greets=False)

    assert await old.is_cut_off()
    assert await refused.is_cut_off()
    ground.line.heal()
    await ground.client()


async def test_a_delay_slows_down_either_way(ground: Ground) -> None:
    client = await ground.client()
    ground.line.delay_s = 0.1
    began = time.monotonic()

    client.say(b"ping")
    await ground.server.hears(b"ping")
    there_s = time.monotonic() - began
    ground.server.say(b"pong")
    await client.hears(b"pong")

    assert there_s >= 0.1
    assert time.monotonic() - began >= 0.2


async def test_with_nobody_behind_it_a_connection_ends() -> None:
    with HeldPort() as nobody:
        async with proxy(nobody.number) as line:
            client = Client(*await asyncio.open_connection("127.0.0.1", line.port))

            ended = await client.is_cut_off()
            client.close()

    assert ended


async def test_stopping_ends_what_is_open_also_while_it_holds(ground: Ground) -> None:
    line = Proxy(ground.server.port)
    await line.start()
    reader, writer = await asyncio.open_connection("127.0.0.1", line.port)
    client = Client(reader, writer)
    client.say(b"hello")
    await ground.server.hears(b"hello")
    line.hold()

    await line.stop()

    assert await client.is_cut_off()
    client.close()


async def still_open(waiting: asyncio.Task[Any]) -> None:
    """Nothing has come, though the loop went round many times."""
    for _ in range(100):
        await asyncio.sleep(0)
    assert not waiting.done()
