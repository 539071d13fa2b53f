"""Makes PyMongo's async client safe to cancel.

While it waits for a server, PyMongo calls `asyncio.wait_for(condition.wait(), ...)`. Before Python 3.12 that runs the
wait in a task of its own; a cancel that meets the time-out leaves this task behind, and whoever cancelled gives back a
lock that is not his: later the client fails with "Lock is not acquired", or hangs. Bodies of jobs are cancelled all the
time, so this is mended here: the same wait, in the task that asked for it, as Python 3.12 itself does it
(<https://github.com/python/cpython/pull/98518>).

A cancel while it connects leaves the socket open until somebody collects it; it is closed here.
"""

from __future__ import annotations

import asyncio
import socket
import sys
import traceback
from collections.abc import Awaitable, Callable
from typing import Any, Final

from pymongo import pool_shared
from pymongo.asynchronous import pool, topology

_NAME: Final = "_async_cond_wait"
_CONNECT: Final = "_async_create_connection"


async def wait_for_condition(condition: asyncio.Condition, timeout: float | None) -> bool:
    """Wait to be notified; False when `timeout` seconds passed first. The lock is held again in every case."""
    try:
        async with asyncio.timeout(timeout):
            return await condition.wait()
    except TimeoutError:
        return False


def make_cancellation_safe() -> None:
    """Put the mended parts into PyMongo, each where this Python needs it. Calling it again changes nothing."""
    shared: Any = pool_shared
    plain = getattr(shared, _CONNECT, None)
    if plain is not None and not hasattr(plain, "closes"):
        setattr(shared, _CONNECT, _closing(plain))
    if sys.version_info >= (3, 12):
        return
    for module in (pool, topology):
        where: Any = module
        if hasattr(where, _NAME):
            setattr(where, _NAME, wait_for_condition)


def _closing(plain: Callable[..., Awaitable[socket.socket]]) -> Callable[..., Awaitable[socket.socket]]:
    async def connect(*args: Any) -> socket.socket:
        try:
            return await plain(*args)
        except asyncio.CancelledError as error:
            # Nobody but the frame that was cut off knows the socket.
            for frame, _ in traceback.walk_tb(error.__traceback__):
                half_open = frame.f_locals.get("sock") if frame.f_code.co_name == _CONNECT else None
                if isinstance(half_open, socket.socket):
                    half_open.close()
            raise

    marked: Any = connect
    marked.closes = True
    return connect
