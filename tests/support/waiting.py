"""Waiting for something to become true, with a bound and a message instead of a guessed sleep."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from inspect import isawaitable
from typing import Final, TypeVar, cast

T = TypeVar("T")

#: What a machine that is busy with other tests may add to a time that the product promises, in seconds.
BUSY_S: Final = 6.0


async def eventually(
    probe: Callable[[], Awaitable[T] | T], *, timeout_s: float = 60.0, description: str = "what the test waits for"
) -> T:
    """The first truthy answer of `probe`, asked every few milliseconds.

    Raises `AssertionError` with `description` and the last answer when there is none within `timeout_s`.
    """
    answer: T | None = None
    try:
        async with asyncio.timeout(timeout_s):
            while not answer:
                asked = probe()
                answer = await cast("Awaitable[T]", asked) if isawaitable(asked) else cast("T", asked)
                if not answer:
                    await asyncio.sleep(0.01)
            return answer
    except TimeoutError:
        raise AssertionError(f"not within {timeout_s:g} s: {description} (last answer: {answer!r})") from None
