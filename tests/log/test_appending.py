"""Appending: dense numbers, each event once, and order that survives duplicates, stalls and lost answers."""

from __future__ import annotations

import asyncio
from itertools import pairwise
from typing import Any, cast

import pytest
from pymongo.errors import AutoReconnect

from longhaul.model.errors import StoreMisconfigured, StoreUnavailable
from longhaul.model.probe import Point
from longhaul.mongo.clock import ManualTime
from longhaul.mongo.collections import Collections
from longhaul.mongo.event_log import Gap
from tests.log.bench import IN_2100, LogBench, new_job_id, places, progress


async def test_numbers_are_dense_and_start_at_one(bench: LogBench) -> None:
    first = await bench.log.append([progress(1), progress(2)])
    second = await bench.log.append([progress(3)])

    assert [(1, 1), (2, 2)] == places(first)
    assert [(3, 3)] == places(second)
    assert first + second == await bench.stored()


async def test_an_event_appended_again_keeps_its_place(bench: LogBench) -> None:
    first = await bench.log.append([progress(1), progress(2)])

    again = await bench.log.append([progress(1), progress(2), progress(3)])

    assert first == again[:2]
    assert [1, 2, 3] == [event.v for event in again]
    assert again == await bench.events()


async def test_numbers_of_a_failed_reservation_are_closed_with_tombstones_that_expire(bench: LogBench) -> None:
    await bench.log.append([progress(2)])

    await bench.log.append([progress(1), progress(2), progress(3)])

    assert [(1, 2), (2, 1), (3, None), (4, None), (5, 3)] == places(await bench.stored())
    assert 5 == await bench.collections.events.count_documents({"expires_at": {"$type": "date"}})


async def test_an_event_repeated_within_a_batch_is_stored_once(bench: LogBench) -> None:
    events = await bench.log.append([progress(1), progress(2), progress(1)])

    assert [(1, 1), (2, 2)] == places(events)
    assert events == await bench.stored()


async def test_a_stalled_relay_goes_on_above_what_another_stored_meanwhile(bench: LogBench) -> None:
    reserved, go_on = asyncio.Event(), asyncio.Event()

    async def stall(point: Point) -> None:
        if point == "reserved" and not reserved.is_set():
            reserved.set()
            await go_on.wait()

    slow = asyncio.ensure_future(bench.appender(probe=stall).append([progress(1), progress(2)]))
    await reserved.wait()
    await bench.log.append([progress(1)])
    go_on.set()
    await slow

    assert [(1, None), (2, None), (3, 1), (4, 2)] == places(await bench.stored())


async def test_a_reservation_older_than_ten_seconds_is_given_up(bench: LogBench) -> None:
    now = iter([0.0, 10.1, 20.0, 20.1])

    events = await bench.appender(monotonic=lambda: next(now)).append([progress(1), progress(2)])

    assert [(3, 1), (4, 2)] == places(events)
    assert [(1, None), (2, None), (3, 1), (4, 2)] == places(await bench.stored())


async def test_a_lost_answer_to_an_insert_that_arrived_stores_nothing_twice(bench: LogBench) -> None:
    async def lose_answer(point: Point) -> None:
        if point == "appended":
            raise AutoReconnect("connection closed")

    events = await bench.appender(probe=lose_answer).append([progress(1), progress(2)])

    assert [(1, 1), (2, 2)] == places(events)
    assert events == await bench.stored()


async def test_an_insert_that_never_arrived_is_repeated_with_fresh_numbers(bench: LogBench) -> None:
    flaky = bench.appender(collections=_failing(bench.collections, failures=1))

    events = await flaky.append([progress(1), progress(2)])

    assert [(3, 1), (4, 2)] == places(events)
    assert [(1, None), (2, None), (3, 1), (4, 2)] == places(await bench.stored())


async def test_without_a_database_the_outcome_is_unknown_and_appending_again_is_safe(bench: LogBench) -> None:
    flaky = bench.appender(collections=_failing(bench.collections, failures=2))

    with pytest.raises(StoreUnavailable):
        await flaky.append([progress(1), progress(2)])
    events = await flaky.append([progress(1), progress(2)])

    assert [(3, 1), (4, 2)] == places(events)
    assert events == await bench.events()


async def test_a_number_closed_by_a_reader_is_not_used_any_more(bench: LogBench) -> None:
    async def closed_meanwhile(point: Point) -> None:
        if point == "reserved":
            await bench.log.close_gaps([Gap(1, 2, at=IN_2100)])

    events = await bench.appender(probe=closed_meanwhile).append([progress(1), progress(2)])

    assert [(3, 1), (4, 2)] == places(events)


async def test_concurrent_appenders_fill_the_log_without_holes_and_keep_each_jobs_order(bench: LogBench) -> None:
    jobs = [new_job_id() for _ in range(8)]

    async def write(job_id: str) -> None:
        log = bench.appender()
        for v in range(1, 11, 2):
            await log.append([progress(v, job_id), progress(v + 1, job_id)])

    await asyncio.gather(*(write(job_id) for job_id in jobs))

    stored = await bench.stored()
    assert list(range(1, 81)) == [event.seq for event in stored]
    for job_id in jobs:
        assert list(range(1, 11)) == [event.v for event in stored if event.job_id == job_id]


async def test_time_never_goes_back_even_when_the_clock_does(bench: LogBench) -> None:
    clock = cast("ManualTime", bench.time)
    for v, seconds in enumerate((0, 5, -30, 1, 40), start=1):
        clock.advance(seconds)
        await bench.log.append([progress(v)])

    at = [event.at for event in await bench.stored()]
    assert all(earlier <= later for earlier, later in pairwise(at))
    assert at[1] == at[2] == at[3]


async def test_starting_lifts_the_counter_above_the_newest_entry(bench: LogBench) -> None:
    await bench.fill(3)
    await bench.collections.counters.update_one({"_id": "events"}, {"$set": {"n": 1}})

    await asyncio.gather(*(bench.appender().prepare() for _ in range(5)))

    assert 3 == (await bench.log.head()).seq
    assert [(4, 1)] == places(await bench.log.append([progress(1)]))


async def test_a_lost_counter_is_made_again_above_the_newest_entry(bench: LogBench) -> None:
    await bench.fill(3)
    await bench.collections.counters.delete_one({"_id": "events"})

    await asyncio.gather(*(bench.appender().prepare() for _ in range(5)))

    assert [(4, 1)] == places(await bench.log.append([progress(1)]))


async def test_appending_never_creates_the_counter(bench: LogBench) -> None:
    await bench.collections.counters.delete_one({"_id": "events"})

    with pytest.raises(StoreMisconfigured, match="prepare"):
        await bench.log.append([progress(1)])


async def test_a_log_emptied_by_its_retention_counts_on(bench: LogBench) -> None:
    await bench.fill(3)
    await bench.forget(3)

    await bench.log.prepare()

    assert [(4, 1)] == places(await bench.log.append([progress(1)]))


def _failing(collections: Collections, *, failures: int) -> Collections:
    """The same collections, but the first inserts of entries never reach the server."""
    left = iter(range(failures))

    class Flaky:
        def __getattr__(self, name: str) -> Any:
            return getattr(collections.events, name)

        async def insert_many(self, *arguments: Any, **options: Any) -> Any:
            if next(left, None) is not None:
                raise AutoReconnect("connection refused")
            return await collections.events.insert_many(*arguments, **options)

    copy = Collections(collections.database)
    copy.events = cast("Any", Flaky())
    return copy
