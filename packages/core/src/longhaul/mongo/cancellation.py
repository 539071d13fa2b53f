"""Makes PyMongo's async client safe to cancel on Python 3.11.

While it waits for a server, PyMongo calls `asyncio.wait_for(condition.wait(), ...)`. Before Python 3.12 that runs the
wait in a task of its own; a cancel that meets the time-out leaves this task behind, and whoever cancelled gives back a
lock that is not his: later the client fails with "Lock is not acquired", or hangs. Bodies of jobs are cancelled all the
time, so this is mended here: the same wait, in the task that asked for it, as Python 3.12 itself does it
(<https://github.com/python/cpython/pull/98518>).
"""

from __future__ import annotations

import asyncio
import sys
from typing import Any

from pymongo.asynchronous import pool, topology

_NAME = "_async_cond_wait"


async def wait_for_condition(condition: asyncio.Condition, timeout: float | None) -> bool:
    """Wait to be notified; False when `timeout` seconds passed first. The lock is held again in every case."""
    try:
        async with asyncio.timeout(timeout):
            return await condition.wait()
    except TimeoutError:
        return False


def make_cancellation_safe() -> None:
    """Put the mended wait into PyMongo where this Python needs it. Calling it again changes nothing."""
    if sys.version_info >= (3, 12):
        return
    for module in (pool, topology):
        where: Any = module
        if hasattr(where, _NAME):
            setattr(where, _NAME, wait_for_condition)
