"""Contents for stored files, and reading them back."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterable, AsyncIterator

MB = 1024 * 1024


def some_bytes(size: int) -> bytes:
    """The same random bytes each time."""
    return random.Random(size).randbytes(size)


async def in_pieces(content: bytes, size: int = 100_000) -> AsyncIterator[bytes]:
    """`content` as a client sends it."""
    for start in range(0, len(content), size):
        yield content[start : start + size]


async def pieces_then_error(size: int, error: BaseException) -> AsyncIterator[bytes]:
    """Something, and then an error."""
    yield some_bytes(size)
    raise error


class Stuck:
    """A source that sends `size` bytes and then nothing, for ever; `reached` is set when it does."""

    def __init__(self, size: int) -> None:
        self.reached = asyncio.Event()
        self._size = size

    async def chunks(self) -> AsyncIterator[bytes]:
        """The bytes, then silence."""
        yield some_bytes(self._size)
        self.reached.set()
        await asyncio.Event().wait()


async def whole(chunks: AsyncIterable[bytes]) -> bytes:
    """Everything that is yielded."""
    return b"".join([chunk async for chunk in chunks])
