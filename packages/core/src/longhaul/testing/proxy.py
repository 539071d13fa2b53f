"""A TCP proxy on loopback that can cut, hold, slow down and refuse the connections through it."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Final

_CHUNK_BYTES: Final = 64 * 1024


class Proxy:
    """Forwards connections to `target_port`. What is set holds for present and future connections until it is changed.

    `delay_s` is added to each piece in either direction, as a slow network or a slow disk behind it would.
    """

    def __init__(self, target_port: int) -> None:
        self.target_port = target_port
        self.delay_s = 0.0
        self.is_refusing = False
        self._towards = asyncio.Event()
        self._back = asyncio.Event()
        self._last_request: bytes | None = None
        self._writers: set[asyncio.StreamWriter] = set()
        self._server: asyncio.Server | None = None
        self.heal()

    @property
    def port(self) -> int:
        """Where it listens."""
        assert self._server is not None  # noqa: S101 - only a started proxy has one
        return int(self._server.sockets[0].getsockname()[1])

    @property
    def connections(self) -> int:
        """How many are open through it."""
        return len(self._writers) // 2

    async def start(self) -> None:
        """Listen on a free port of loopback."""
        self._server = await asyncio.start_server(self._forward, "127.0.0.1", 0)

    async def stop(self) -> None:
        """Cut everything and listen no more."""
        self.heal()
        self.cut()
        if self._server is not None:
            self._server.close()
            await self._server.wait_closed()

    def heal(self) -> None:
        """Forward again, at full speed; what was held back arrives."""
        self.delay_s = 0.0
        self.is_refusing = False
        self._last_request = None
        self._towards.set()
        self._back.set()

    def cut(self) -> None:
        """Reset every open connection; new ones are forwarded."""
        for writer in list(self._writers):
            writer.transport.abort()

    def refuse(self) -> None:
        """Reset every connection, also those to come."""
        self.is_refusing = True
        self.cut()

    def hold(self, *, towards: bool = True, back: bool = True) -> None:
        """Forward nothing any more `towards` the target, `back` from it, or both: connections stay open, half-dead."""
        if towards:
            self._towards.clear()
        if back:
            self._back.clear()

    def hold_after(self, request: bytes) -> None:
        """Hold what comes back as soon as something with `request` in it goes towards the target: its answer is lost.

        One piece has to hold all of `request`, as those of a small command to a database do.
        """
        self._last_request = request

    async def _forward(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.is_refusing:
            writer.transport.abort()
            return
        try:
            target_reader, target_writer = await asyncio.open_connection("127.0.0.1", self.target_port)
        except OSError:
            writer.transport.abort()
            return
        both = {writer, target_writer}
        self._writers |= both
        try:
            pumps = [
                asyncio.ensure_future(self._pump(reader, target_writer, self._towards)),
                asyncio.ensure_future(self._pump(target_reader, writer, self._back)),
            ]
            # Either end hangs up for both; nothing here is half-closed on purpose.
            _, rest = await asyncio.wait(pumps, return_when=asyncio.FIRST_COMPLETED)
            for pump in rest:
                pump.cancel()
            await asyncio.gather(*rest, return_exceptions=True)
        finally:
            self._writers -= both
            for end in both:
                end.transport.abort()

    async def _pump(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter, is_open: asyncio.Event) -> None:
        with contextlib.suppress(ConnectionError):
            while data := await source.read(_CHUNK_BYTES):
                if self._last_request is not None and is_open is self._towards and self._last_request in data:
                    self.hold(towards=False)
                if self.delay_s:
                    await asyncio.sleep(self.delay_s)
                await is_open.wait()
                sink.write(data)
                await sink.drain()


@asynccontextmanager
async def proxy(target_port: int) -> AsyncGenerator[Proxy]:
    """A running proxy for the length of a block."""
    running = Proxy(target_port)
    await running.start()
    try:
        yield running
    finally:
        await running.stop()
