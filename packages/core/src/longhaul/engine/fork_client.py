"""The worker's end of its fork server: start it, ask it for children, hear how they ended."""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field

from longhaul.engine.fork_server import ENDED, FORK, KILL, READY, REPORT, REQUEST, Boot

_START_TIMEOUT_S = 60.0
_STOP_TIMEOUT_S = 10.0
_PROGRAM = "from longhaul.engine.fork_server import main; main()"


@dataclass(frozen=True, slots=True)
class Ended:
    """How a child ended. `status` is a wait status as `os.waitstatus_to_exitcode` takes it; None: it never began."""

    status: int | None
    peak_rss_bytes: int = 0
    cpu_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Child:
    """A child process: its number on the line and the news of its end, None where the server went away."""

    number: int
    ended: asyncio.Future[Ended | None] = field(compare=False)


class ForkClient:
    """One fork server process. Ends with this process, or with `stop`, and takes every child with it."""

    def __init__(self, process: subprocess.Popen[bytes], line: socket.socket) -> None:
        self._process = process
        self._line = line
        self._children: dict[int, Child] = {}
        self._numbers = 0
        self._ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._listener = asyncio.create_task(self._listen(), name="longhaul-fork-server")

    @classmethod
    async def start(cls, preload: Sequence[str], environment: Mapping[str, str]) -> ForkClient:
        """Start a server that has imported `preload`. Raises `RuntimeError` where it cannot; stderr has the reason."""
        line, theirs = socket.socketpair()
        line.setblocking(False)
        with theirs:
            boot = Boot(fd=theirs.fileno(), sys_path=list(sys.path), preload=list(preload))
            process = subprocess.Popen(  # noqa: S603, ASYNC220 - returns as soon as the process exists
                [sys.executable, "-c", _PROGRAM, json.dumps(asdict(boot))],
                pass_fds=[boot.fd],
                stdin=subprocess.DEVNULL,
                env=dict(environment),
                start_new_session=True,  # Ctrl-C at a terminal is the worker's business
            )
        client = cls(process, line)
        try:
            async with asyncio.timeout(_START_TIMEOUT_S):
                await client._ready
        except (TimeoutError, ConnectionError) as error:
            await client.stop()
            raise RuntimeError(f"the fork server did not start (preload: {', '.join(preload)})") from error
        except BaseException:
            await client.stop()
            raise
        return client

    @property
    def is_gone(self) -> bool:
        """Whether the server has ended; another one can be started."""
        return self._listener.done()

    @property
    def pid(self) -> int:
        """Its process."""
        return self._process.pid

    def fork(self, channel_fd: int, output_fd: int) -> Child:
        """Ask for a child with these two file descriptors, which the caller closes."""
        self._numbers += 1
        child = Child(self._numbers, asyncio.get_running_loop().create_future())
        self._children[child.number] = child
        try:
            socket.send_fds(self._line, [REQUEST.pack(FORK, child.number)], [channel_fd, output_fd])
        except OSError:
            self._settle(child.number, None)
        return child

    def kill(self, child: Child) -> None:
        """Kill the child and all it started, at once. Does nothing where it has ended."""
        if not child.ended.done():
            try:
                self._line.send(REQUEST.pack(KILL, child.number))
            except OSError:  # it does not listen any more: without a line it kills them all
                self._hang_up()

    async def stop(self) -> None:
        """Kill every child and end the server."""
        self._hang_up()
        await self._listener
        try:
            await asyncio.to_thread(self._process.wait, _STOP_TIMEOUT_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            await asyncio.to_thread(self._process.wait)

    def _hang_up(self) -> None:
        with contextlib.suppress(OSError):
            self._line.shutdown(socket.SHUT_RDWR)

    async def _listen(self) -> None:
        loop = asyncio.get_running_loop()
        received = b""
        try:
            while news := await loop.sock_recv(self._line, 64 * REPORT.size):
                received += news
                while len(received) >= REPORT.size:
                    self._hear(received[: REPORT.size])
                    received = received[REPORT.size :]
        except OSError:
            pass  # the same as an end
        finally:
            self._line.close()
            if not self._ready.done():
                self._ready.set_exception(ConnectionError("the fork server ended"))
            for number in tuple(self._children):
                self._settle(number, None)

    def _hear(self, report: bytes) -> None:
        what, number, status, peak_rss_bytes, cpu_ms = REPORT.unpack(report)
        if what == READY:
            self._ready.set_result(None)
        else:
            known = what == ENDED
            self._settle(number, Ended(status if known else None, peak_rss_bytes, cpu_ms / 1000))

    def _settle(self, number: int, ended: Ended | None) -> None:
        child = self._children.pop(number)
        if not child.ended.done():
            child.ended.set_result(ended)
