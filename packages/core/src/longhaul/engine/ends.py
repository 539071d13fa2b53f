"""Successful ends, written together: while one batch is on its way the next one gathers."""

from __future__ import annotations

import asyncio
from typing import Final

from longhaul.mongo.change import Success
from longhaul.mongo.holder import HolderStore, Written

MAX_BATCH: Final = 256
MAX_BATCH_BYTES: Final = 8 * 1024 * 1024


class Ends:
    """Group commit of successful ends.

    One statement is in flight at a time; alone, an end is written at once. Each caller gets its own answer: what was
    written, or `LeaseLost`, or the database's error.
    """

    def __init__(self, holder: HolderStore) -> None:
        self._holder = holder
        self._waiting: list[tuple[Success, int, asyncio.Future[Written]]] = []
        self._writer: asyncio.Task[None] | None = None

    async def succeed(self, end: Success, size: int) -> Written:
        """End one job as succeeded; `size` is that of its result in bytes."""
        answer: asyncio.Future[Written] = asyncio.get_running_loop().create_future()
        self._waiting.append((end, size, answer))
        if self._writer is None:
            self._writer = asyncio.create_task(self._write(), name="longhaul-ends")
        return await answer

    async def _write(self) -> None:
        try:
            while self._waiting:
                batch = self._take()
                await self._write_batch(batch)
        finally:
            self._writer = None

    def _take(self) -> list[tuple[Success, asyncio.Future[Written]]]:
        taken: dict[str, tuple[Success, asyncio.Future[Written]]] = {}
        rest: list[tuple[Success, int, asyncio.Future[Written]]] = []
        bytes_left = MAX_BATCH_BYTES
        for end, size, answer in self._waiting:
            # A job stands in a statement at most once, or two attempts of it could not be told apart.
            if end.lease.job_id in taken or len(taken) >= MAX_BATCH or (taken and size > bytes_left):
                rest.append((end, size, answer))
            elif not answer.cancelled():
                taken[end.lease.job_id] = (end, answer)
                bytes_left -= size
        self._waiting = rest
        return list(taken.values())

    async def _write_batch(self, batch: list[tuple[Success, asyncio.Future[Written]]]) -> None:
        if not batch:
            return
        try:
            written = await self._holder.succeed_all([end for end, _ in batch])
        except Exception as error:  # noqa: BLE001 - handed to whoever waits
            for _, answer in batch:
                _refuse(answer, error)
            return
        for (end, answer), one in zip(batch, written, strict=True):
            if one is not None:
                _give(answer, one)
            else:
                await self._write_alone(end, answer)

    async def _write_alone(self, end: Success, answer: asyncio.Future[Written]) -> None:
        try:
            _give(answer, await self._holder.succeed(end))
        except Exception as error:  # noqa: BLE001 - handed to whoever waits
            _refuse(answer, error)


def _give(answer: asyncio.Future[Written], written: Written) -> None:
    if not answer.done():
        answer.set_result(written)


def _refuse(answer: asyncio.Future[Written], error: Exception) -> None:
    if not answer.done():
        answer.set_exception(error)
