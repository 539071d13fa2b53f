"""Helpers that talk to child processes and watch them end."""

from __future__ import annotations

import asyncio
import contextlib
import os
import select
import socket
from pathlib import Path
from typing import Any

from longhaul.engine.isolation import Limits
from tests.support.waiting import BUSY_S

ENOUGH = Limits(wall_s=60)
DEAD_WITHIN_S = 3.0 + BUSY_S
"""What the product promises of a process that is to die, on a machine that is busy."""


async def no_calls(method: str, args: dict[str, Any]) -> Any:
    """An `on_call` for bodies that do not call."""
    raise AssertionError(f"unexpected call of {method}")


async def is_gone(pid: int, within_s: float = DEAD_WITHIN_S) -> bool:
    """Whether the process ends within the time; one that is no longer there has ended."""
    return await asyncio.to_thread(is_gone_blocking, pid, within_s)


def is_gone_blocking(pid: int, within_s: float = DEAD_WITHIN_S) -> bool:
    """`is_gone` outside an event loop."""
    try:
        fd = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([fd], [], [], within_s)[0])
    finally:
        os.close(fd)


def names_in(directory: str) -> list[str]:
    """What is in a directory."""
    return [path.name for path in Path(directory).iterdir()]


def pipes_and_lines() -> list[str]:
    """The file descriptors of this process by which it talks to children.

    Not its connections over TCP: the session's client of the database opens and closes those whenever it likes.
    """
    kinds: list[str] = []
    for name in names_in("/proc/self/fd"):
        with contextlib.suppress(OSError):  # of the listing itself, or closed meanwhile
            kind = str(Path(f"/proc/self/fd/{name}").readlink())
            if not kind.startswith("socket:") or _family(int(name)) == socket.AF_UNIX:
                kinds.append(kind)
    return sorted(kinds)


def _family(descriptor: int) -> int:
    with socket.socket(fileno=os.dup(descriptor)) as line:
        return line.family


class Calls:
    """An `on_call` that remembers what was asked and wakes who waits for it."""

    def __init__(self) -> None:
        self._seen: dict[str, asyncio.Future[dict[str, Any]]] = {}

    async def __call__(self, method: str, args: dict[str, Any]) -> Any:
        self._future(method).set_result(args)

    async def wait_for(self, method: str) -> dict[str, Any]:
        """The arguments of the first call of `method`."""
        async with asyncio.timeout(60):
            return await self._future(method)

    def _future(self, method: str) -> asyncio.Future[dict[str, Any]]:
        return self._seen.setdefault(method, asyncio.get_running_loop().create_future())
