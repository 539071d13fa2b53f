"""Cancelling a call of the driver at any moment leaves its client usable."""

from __future__ import annotations

import asyncio
import contextlib
import gc

import pytest
from pymongo.asynchronous import pool, topology

from longhaul.mongo.driver import Database


@pytest.mark.parametrize("module", [pool, topology])
async def test_a_wait_that_is_cancelled_as_it_times_out_gives_the_lock_back(module: object, database: Database) -> None:
    assert database.name  # its client has put the mended wait in place
    wait = getattr(module, "_async_cond_wait")  # noqa: B009 - private to the driver
    condition = asyncio.Condition()

    async def waiting() -> None:
        async with condition:
            await wait(condition, 0.01)

    waiter = asyncio.create_task(waiting())
    await asyncio.sleep(0)
    async with condition:  # while we hold the lock, the waiter times out and queues for it
        await asyncio.wait({waiter}, timeout=0.05)
        waiter.cancel()
        await asyncio.wait({waiter}, timeout=0.02)
        gave_up_without_the_lock = waiter.done()
    with contextlib.suppress(asyncio.CancelledError):
        await waiter
    for _ in range(5):
        await asyncio.sleep(0)

    assert not gave_up_without_the_lock
    assert not condition.locked()


async def test_cancelled_calls_leave_the_client_usable(database: Database) -> None:
    jobs = database.collection("background_jobs")
    for _ in range(200):
        call = asyncio.create_task(jobs.find_one({}))
        await asyncio.sleep(0)
        call.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await call

    assert await jobs.find_one({}) is None


async def test_a_call_that_is_cancelled_while_it_connects_leaves_no_socket_open(mongo_uri: str) -> None:
    for turns in range(60):
        fresh = Database(mongo_uri, "cancelled")
        call = asyncio.ensure_future(fresh.hello())
        for _ in range(turns % 20):
            await asyncio.sleep(0)
        call.cancel()
        await asyncio.wait({call})
        await fresh.close()

    gc.collect()  # an open socket that nobody knows any more is a warning, and so an error
