"""Calls that may meet an election: what the database did not answer is told from what went wrong."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final, TypeVar

from pymongo.errors import PyMongoError

from longhaul.model.errors import LeaseLost, StoreUnavailable
from longhaul.mongo.driver import is_unavailable

T = TypeVar("T")
PATIENCE_S: Final = 90.0
"""How long three members on a busy machine may need to agree on a primary and on whom to copy from: who could not be
asked in time is passed over for ten seconds, each time."""


async def unless_unavailable(call: Callable[[], Awaitable[T]]) -> T | None:
    """What `call` gives, or None where the database did not answer; whatever else goes wrong comes through."""
    try:
        return await call()
    except StoreUnavailable:
        return None
    except PyMongoError as error:
        if not is_unavailable(error):
            raise
        return None


async def insist(call: Callable[[], Awaitable[T]]) -> T:
    """What `call` gives once the database answers; `TimeoutError` where it does not within `PATIENCE_S`."""
    async with asyncio.timeout(PATIENCE_S):
        while True:
            answer: list[T] = []

            async def ask(answer: list[T] = answer) -> bool:
                answer.append(await call())
                return True

            if await unless_unavailable(ask):
                return answer[0]


async def is_accepted(call: Callable[[], Awaitable[object]]) -> bool:
    """Whether the write of a lease's holder landed, once the database answers."""
    try:
        await insist(call)
    except LeaseLost:
        return False
    return True
