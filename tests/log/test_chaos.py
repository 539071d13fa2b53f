"""Crashing and stalling appenders: the log equals the changes, and every reader equals the log."""

from __future__ import annotations

import asyncio

import pytest

from longhaul.engine.tail import Tail
from longhaul.model.event import Cursor, Scope
from longhaul.model.probe import Point
from longhaul.mongo.doorbell import DoorbellMode
from tests.failover.chaos import NaiveReader, Writer, dice, overtake, seeds, sweep
from tests.failover.judging import complaints
from tests.log.bench import FakeJob, LogBench, Reader, new_job_id, progress

WRITERS = 5
STEPS = 30


@pytest.mark.parametrize("seed", seeds(3))
async def test_crashes_and_stalls_lose_repeat_and_disorder_nothing(live: LogBench, seed: int) -> None:
    await run(live, seed, "change_stream")


@pytest.mark.parametrize("seed", seeds(1))
async def test_a_standalone_server_keeps_that_promise_too(alone: LogBench, seed: int) -> None:
    await run(alone, seed, "auto")


async def run(log: LogBench, seed: int, mode: DoorbellMode) -> None:
    """Five writers that die and stall, two hubs and a naive reader; what each of them has in the end is judged."""
    naive = NaiveReader(log.log)
    changes = await overtake(log, naive)
    hubs = [await log.hub(mode=mode, log=log.appender()) for _ in range(2)]
    readers = [Reader(await hub.subscribe(Scope(None), Cursor(0, 0), compact=False)) for hub in hubs]
    jobs = [await FakeJob(log).create() for _ in range(10)]
    places = [lambda: naive.place, lambda: hubs[0].cursor.seq]
    writers = [Writer(log, jobs, one, places) for one in dice(seed, WRITERS)]
    reading = asyncio.ensure_future(naive.run())

    await asyncio.gather(*(_steps(writer) for writer in writers))
    await sweep(log)
    mark = new_job_id()
    (last,) = await log.log.append([progress(1, mark)])
    await asyncio.gather(*(reader.until(lambda reader: last.seq in reader.seqs) for reader in readers))
    reading.cancel()
    await naive.read()
    await asyncio.gather(*(reader.close() for reader in readers))

    stored = await log.stored()
    events = [event for event in stored if not event.is_tombstone]
    changes |= {job.id: (await job.document())["v"] for job in jobs} | {mark: 1}
    assert list(range(1, last.seq + 1)) == [event.seq for event in stored]
    assert set() == complaints(stored, changes)
    assert [[event.seq for event in events]] * 2 == [reader.seqs for reader in readers]
    assert "lost" in complaints(naive.events, changes)


async def _steps(writer: Writer) -> None:
    for _ in range(STEPS):
        await writer.step()


async def test_a_reader_that_does_not_wait_for_lower_numbers_loses_what_the_tail_delivers(bench: LogBench) -> None:
    reserved, go_on = asyncio.Event(), asyncio.Event()

    async def stall(point: Point) -> None:
        if point == "reserved":
            reserved.set()
            await go_on.wait()

    naive, tail = NaiveReader(bench.log), Tail(bench.log, Cursor(0, 0), monotonic=lambda: 0.0)
    slow = asyncio.ensure_future(bench.appender(probe=stall).append([progress(1)]))
    await reserved.wait()
    await bench.fill(1)
    await naive.read()
    early = await tail.read()
    go_on.set()
    await slow

    await naive.read()
    read = early + await tail.read()

    assert [2] == [event.seq for event in naive.events]
    assert [1, 2] == [event.seq for event in read]
