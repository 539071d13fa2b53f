"""Process isolation: run a function in a child process that can be limited, killed and crash without harm."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import pickle
import re
import shutil
import signal
import socket
import tempfile
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self, cast

from longhaul.engine.channel import (
    ChildError,
    Garbled,
    decode,
    describe_error,
    encode,
    frame,
    read_frame,
    rebuild_error,
)
from longhaul.engine.child import Assignment, Caller, Limits
from longhaul.engine.fork_client import Child, Ended, ForkClient
from longhaul.model.errors import LeaseLost
from longhaul.model.outcome import Outcome, Raised, Returned, Stopped
from longhaul.telemetry.logs import ChildLines
from longhaul.telemetry.metrics import ChildEnd, WorkerMetrics

__all__ = ["Caller", "ChildError", "ChildResult", "ChildRunner", "Limits", "OnCall"]

OnCall = Callable[[str, dict[str, Any]], Awaitable[Any]]
"""Does what a child asks for: name of the method and its keyword arguments → a JSON value."""

_MB = 1024 * 1024
_OUTPUT_TAIL_BYTES = 4096
_PIPEFULS = 16
_SECRET = re.compile(r"(?:^|_)(?:KEY|TOKEN|SECRET|PASSWORD|PASSWD|CREDENTIALS?)$", re.IGNORECASE)
_CRASHES = frozenset({signal.SIGSEGV, signal.SIGABRT, signal.SIGBUS, signal.SIGILL, signal.SIGTRAP})


@dataclass(frozen=True, slots=True)
class ChildResult:
    """How a child ended. `peak_rss_mb` is its largest resident memory, `output` the end of what it printed."""

    outcome: Outcome
    peak_rss_mb: float
    output: str


class ChildRunner:
    """Runs functions in child processes, any number side by side.

    Children are forked from a server process that has imported `preload`, so one starts in milliseconds; they do not
    see the environment variables in `hidden_environment`, nor those whose names say that they are secret: keys, tokens,
    passwords. However this process ends, they and whatever they started
    end with it.

    Example:
        >>> async def run(runner: ChildRunner) -> None:
        ...     async def on_call(method: str, args: dict[str, Any]) -> Any:
        ...         return None
        ...     result = await runner.run(parse, "cv.pdf", limits=Limits(memory_mb=512, wall_s=60), on_call=on_call)
    """

    def __init__(
        self,
        preload: Sequence[str] = (),
        *,
        hidden_environment: Collection[str] = ("MONGODB_URI",),
        metrics: WorkerMetrics | None = None,
    ) -> None:
        self._preload = tuple(preload)
        self._metrics = metrics or WorkerMetrics()
        self._hidden_environment = frozenset(hidden_environment)
        self._server: ForkClient | None = None
        self._starting = asyncio.Lock()

    @property
    def name(self) -> str:
        """How logs and health call it."""
        return "children"

    async def start(self) -> None:
        """Start the server and import the modules. Raises `RuntimeError` where one of them cannot be imported."""
        await self._running_server()

    async def stop(self) -> None:
        """Kill every child and end the server. Safe to call twice and before `start`."""
        async with self._starting:
            server, self._server = self._server, None
            if server is not None:
                await server.stop()

    async def run(
        self,
        function: Callable[..., Any],
        *args: Any,
        limits: Limits,
        on_call: OnCall,
        tmpdir: Path | None = None,
    ) -> ChildResult:
        """Call `function(caller, *args)` in a child of its own and say how that ended.

        `function` and `args` are pickled, so the function is one of a module; it returns a model or a dict of JSON.
        What it raises comes back as `Raised`: control signals and the engine's errors with their types, others as
        `ChildError`. Running out of time, memory or life comes back as `Stopped`. The child's current directory is
        `tmpdir`, or one made here and removed afterwards.

        Cancelling the awaiting task kills the child and everything it started at once; so does `LeaseLost` from
        `on_call`, which is the answer then.
        """
        server = await self._running_server()
        directory = tmpdir or Path(tempfile.mkdtemp(prefix="longhaul-"))
        try:
            level = logging.getLogger().getEffectiveLevel()
            assignment = frame(pickle.dumps(Assignment(function, args, limits, str(directory), level)))
            return await self._run(server, assignment, limits, on_call)
        finally:
            if tmpdir is None:
                await asyncio.shield(asyncio.to_thread(shutil.rmtree, directory, ignore_errors=True))

    def _environment(self) -> dict[str, str]:
        """What children see of this process's environment: they may run hostile input."""
        return {
            name: value
            for name, value in os.environ.items()
            if name not in self._hidden_environment and not _SECRET.search(name)
        }

    async def _running_server(self) -> ForkClient:
        async with self._starting:
            if self._server is not None and self._server.is_gone:
                server, self._server = self._server, None
                await server.stop()
            if self._server is None:
                self._server = await ForkClient.start(self._preload, self._environment())
            return self._server

    async def _run(self, server: ForkClient, assignment: bytes, limits: Limits, on_call: OnCall) -> ChildResult:
        ours, theirs = socket.socketpair()
        output_reader, output_writer = os.pipe()
        with theirs, _Tail(output_reader) as output:
            child = server.fork(theirs.fileno(), output_writer)
            os.close(output_writer)
            theirs.close()
            how: ChildEnd = "killed"
            try:
                outcome = await _converse(ours, assignment, limits, on_call)
                how = "died" if outcome is None else "killed" if _is_cut_off(outcome) else "answered"
            finally:
                ours.close()
                ended = await _kill(server, child)
                self._metrics.children[how].inc()
            outcome = outcome or _why(ended, limits)
            peak_rss_mb = round(ended.peak_rss_bytes / _MB, 1) if ended else 0.0
            return ChildResult(outcome, peak_rss_mb, output.text())


def _is_cut_off(outcome: Returned | Raised | Stopped) -> bool:
    """Whether it was ended before it answered: out of time, against the protocol, or without its lease."""
    if isinstance(outcome, Raised):
        return isinstance(outcome.error, LeaseLost)
    return isinstance(outcome, Stopped) and outcome.cause != "out_of_memory"


async def _kill(server: ForkClient, child: Child) -> Ended | None:
    server.kill(child)
    return await asyncio.shield(child.ended)


async def _converse(
    channel: socket.socket, assignment: bytes, limits: Limits, on_call: OnCall
) -> Returned | Raised | Stopped | None:
    """Send the assignment and do what the child asks until its answer; None where it died without one."""
    reader, writer = await asyncio.open_unix_connection(sock=channel)
    lines = ChildLines()
    try:
        async with asyncio.timeout(limits.wall_s):
            await _send(writer, assignment)
            while (body := await read_frame(reader)) is not None:
                message = decode(body)
                if "line" in message:
                    lines.take(message["line"])
                elif "call" in message:
                    await _send(writer, await _reply(message, on_call))
                else:
                    return _ending(message, limits)
            return None
    except TimeoutError:
        return Stopped("timed_out", f"the attempt took longer than {limits.wall_s:g} s")
    except LeaseLost as error:
        return Raised(error)
    except Garbled as error:
        return Stopped("worker_died", f"the child process does not keep to the protocol: {error}")
    finally:
        writer.transport.abort()  # what was not sent yet is for a child that is about to be killed


async def _send(writer: asyncio.StreamWriter, message: bytes) -> None:
    with contextlib.suppress(ConnectionError):  # a child that is gone is noticed by the next read
        writer.write(message)
        await writer.drain()


async def _reply(message: dict[str, Any], on_call: OnCall) -> bytes:
    method, args = message.get("call"), message.get("args")
    if not isinstance(method, str) or not isinstance(args, dict):
        raise Garbled("a call without a method or arguments")
    try:
        return encode({"value": await on_call(method, args)})  # pyright: ignore[reportUnknownArgumentType]
    except LeaseLost:
        raise
    except Exception as error:  # noqa: BLE001 - raised again in the child
        return encode({"error": describe_error(error)})


def _ending(message: dict[str, Any], limits: Limits) -> Returned | Raised | Stopped:
    match message:
        case {"result": dict()}:
            return Returned(cast("dict[str, Any]", message["result"]))
        case {"error": {"type": "MemoryError"}}:
            return _out_of_memory(limits)
        case {"error": facts}:
            return Raised(rebuild_error(facts))
        case _:
            raise Garbled("neither a call nor an answer")


def _why(ended: Ended | None, limits: Limits) -> Stopped:
    """Why a child ended that gave no answer, from its wait status and what it had used."""
    if ended is None or ended.status is None:
        return Stopped("worker_died", "the child process could not be started or its server ended")
    code = os.waitstatus_to_exitcode(ended.status)
    if code >= 0:
        return Stopped("worker_died", f"the child process ended with status {code} and without a result")
    spent_cpu = limits.cpu_s is not None and ended.cpu_s >= limits.cpu_s
    if -code == signal.SIGXCPU or (-code == signal.SIGKILL and spent_cpu):
        return Stopped("timed_out", f"the attempt used more than {limits.cpu_s or ended.cpu_s:g} s of processor time")
    # We kill only after an answer or a time-out, so this was the kernel, short of memory. Native code that is refused
    # memory crashes instead: plausible where most of the allowance was resident.
    full = limits.memory_mb is not None and ended.peak_rss_bytes >= 0.8 * limits.memory_mb * _MB
    if -code == signal.SIGKILL or (-code in _CRASHES and full):
        return _out_of_memory(limits)
    return Stopped("worker_died", f"the child process ended with signal {signal.Signals(-code).name}")


def _out_of_memory(limits: Limits) -> Stopped:
    allowed = f"the {limits.memory_mb} MB it may use" if limits.memory_mb is not None else "there is"
    return Stopped("out_of_memory", f"the attempt needed more memory than {allowed}")


class _Tail:
    """The last bytes written to a pipe, which is always drained so that nobody blocks on it."""

    def __init__(self, fd: int) -> None:
        self._fd = fd
        self._tail = b""

    def __enter__(self) -> Self:
        os.set_blocking(self._fd, False)
        asyncio.get_running_loop().add_reader(self._fd, self._drain)
        return self

    def __exit__(self, *_error: object) -> None:
        asyncio.get_running_loop().remove_reader(self._fd)
        os.close(self._fd)

    def text(self) -> str:
        """What was printed last."""
        for _ in range(_PIPEFULS):
            if not self._drain():
                break
        return self._tail.decode(errors="replace")

    def _drain(self) -> bool:
        try:
            news = os.read(self._fd, 65_536)
        except BlockingIOError:
            return False
        if not news:
            asyncio.get_running_loop().remove_reader(self._fd)
        self._tail = (self._tail + news)[-_OUTPUT_TAIL_BYTES:]
        return bool(news)
