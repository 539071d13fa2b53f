"""Processes that make the load: started once, given an order for each step, stopped with the block."""

from __future__ import annotations

import asyncio
import contextlib
import json
import sys
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from typing import Any, Final

from scripts.stack import ROOT

_LINE_BYTES: Final = 64 * 1024 * 1024
_PATIENCE_S: Final = 120.0


class CrewError(RuntimeError):
    """A process of the crew ended or does not answer."""


class Crew:
    """Some processes, each with one order at a time. Every one of them is a client of the database of its own."""

    def __init__(self, processes: Sequence[asyncio.subprocess.Process]) -> None:
        self._all = list(processes)
        self._busy: list[asyncio.subprocess.Process] = []

    @property
    def pids(self) -> list[int]:
        """Of those that have an order."""
        return [process.pid for process in self._busy]

    async def prepare(self, orders: Sequence[dict[str, Any]]) -> None:
        """Give the first of the crew an order each; return when all are connected and wait for `go`."""
        self._busy = self._all[: len(orders)]
        for process, order in zip(self._busy, orders, strict=True):
            _tell(process, order)
        await asyncio.gather(*(_hear(process) for process in self._busy))

    def go(self) -> None:
        """Let them begin."""
        for process in self._busy:
            _tell(process, {})

    async def stop(self, began: float, ended: float) -> list[dict[str, Any]]:
        """End the order; what each did between these two moments of the monotonic clock."""
        for process in self._busy:
            _tell(process, {"began": began, "ended": ended})
        return list(await asyncio.gather(*(_hear(process) for process in self._busy)))


@asynccontextmanager
async def crew(size: int) -> AsyncGenerator[Crew]:
    """A crew of `size` processes for the length of a block."""
    processes: list[asyncio.subprocess.Process] = []
    try:
        for _ in range(size):
            processes.append(  # noqa: PERF401 - those that are started must be ended if the next is not
                await asyncio.create_subprocess_exec(
                    *(sys.executable, "-m", "scripts.capacity.actor"),
                    stdin=asyncio.subprocess.PIPE,
                    stdout=asyncio.subprocess.PIPE,
                    cwd=ROOT,
                    limit=_LINE_BYTES,
                )
            )
        yield Crew(processes)
    finally:
        for process in processes:
            if process.stdin is not None:
                process.stdin.close()  # they end by themselves when nobody can tell them anything
        for process in processes:
            await _end(process)


async def _end(process: asyncio.subprocess.Process) -> None:
    try:
        async with asyncio.timeout(10):
            await process.wait()
    except TimeoutError:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()


def _tell(process: asyncio.subprocess.Process, order: dict[str, Any]) -> None:
    assert process.stdin is not None  # noqa: S101 - a pipe was asked for
    process.stdin.write(json.dumps(order).encode() + b"\n")


async def _hear(process: asyncio.subprocess.Process) -> dict[str, Any]:
    assert process.stdout is not None  # noqa: S101 - a pipe was asked for
    try:
        async with asyncio.timeout(_PATIENCE_S):
            line = await process.stdout.readline()
    except TimeoutError as error:
        raise CrewError(f"process {process.pid} of the crew has not answered for {_PATIENCE_S:.0f} s") from error
    if not line:
        raise CrewError(f"process {process.pid} of the crew has ended; what it said stands above")
    return json.loads(line)
