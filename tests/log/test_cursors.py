"""Whether a cursor still names a place in the log, and where a tail may start."""

from __future__ import annotations

import asyncio
from typing import cast

import pytest

from longhaul.model.event import Cursor, Event
from longhaul.model.probe import Point
from longhaul.mongo.clock import ManualTime
from tests.log.bench import LogBench, progress

START = Cursor(0, 0)


def clock(bench: LogBench) -> ManualTime:
    """The clock that the test moves."""
    return cast("ManualTime", bench.time)


async def test_the_cursor_of_every_stored_event_is_valid(bench: LogBench) -> None:
    events = await bench.fill(3)

    assert [None, None, None] == [await bench.log.check(event.cursor) for event in events]


async def test_the_start_is_valid_until_the_first_event_has_expired(bench: LogBench) -> None:
    empty = await bench.log.check(START)
    await bench.fill(3)
    whole = await bench.log.check(START)
    await bench.forget(1)
    cut = await bench.log.check(START)

    assert (None, None, "expired") == (empty, whole, cut)


async def test_a_number_with_another_time_is_from_another_log(bench: LogBench) -> None:
    (event,) = await bench.fill(1)

    assert "unknown" == await bench.log.check(Cursor(event.seq, event.at + 1))


async def test_a_number_never_given_out_is_ahead(bench: LogBench) -> None:
    (event,) = await bench.fill(1)

    assert "ahead" == await bench.log.check(Cursor(2, event.at))


async def test_a_forgotten_number_is_expired(bench: LogBench) -> None:
    events = await bench.fill(5)
    await bench.forget(3)

    assert "expired" == await bench.log.check(events[1].cursor)
    assert None is await bench.log.check(events[3].cursor)


async def test_a_cursor_further_behind_than_a_replay_may_be_is_too_far(bench: LogBench) -> None:
    events = await bench.fill(6)
    strict = bench.appender(max_replay=4)

    assert "too_far" == await strict.check(events[0].cursor)
    assert None is await strict.check(events[1].cursor)


async def test_the_head_of_a_log_so_quiet_that_it_forgot_everything_is_valid(bench: LogBench) -> None:
    *_, newest = await bench.fill(3)
    await bench.forget(3)

    assert None is await bench.log.check(newest.cursor)
    assert "unknown" != await bench.log.check(Cursor(3, newest.at + 1))


async def test_the_head_before_a_long_silence_stays_valid_when_the_log_goes_on(bench: LogBench) -> None:
    *_, newest = await bench.fill(3)
    await bench.forget(3)
    clock(bench).advance(100)
    await bench.fill(2)

    assert None is await bench.log.check(newest.cursor)
    assert "expired" == await bench.log.check(Cursor(2, newest.at))


async def test_a_log_restored_from_a_backup_refuses_the_cursors_of_what_it_lost(bench: LogBench) -> None:
    events, counters = bench.collections.events, bench.collections.counters
    await bench.fill(3)
    backup = (await events.find().to_list(None), await counters.find().to_list(None))
    clock(bench).advance(1)
    lost = await bench.fill(3)
    await events.delete_many({})
    await counters.delete_many({})
    await events.insert_many(backup[0])
    await counters.insert_many(backup[1])
    await bench.log.prepare()

    before = await bench.log.check(lost[0].cursor)
    clock(bench).advance(1)
    await bench.fill(5)
    after = await bench.log.check(lost[0].cursor)

    assert ("ahead", "unknown") == (before, after)


async def test_an_empty_log_is_tailed_from_the_start(bench: LogBench) -> None:
    assert START == await bench.log.start_position()


async def test_a_quiet_log_is_tailed_from_its_head(bench: LogBench) -> None:
    *_, newest = await bench.fill(3)
    await bench.forget(3)
    clock(bench).advance(60)

    assert newest.cursor == await bench.log.start_position()


async def test_a_busy_log_is_tailed_from_the_newest_event_that_is_a_minute_old(bench: LogBench) -> None:
    events: list[Event] = []
    for _ in range(4):
        events += await bench.fill(2)
        clock(bench).advance(25)

    assert events[3].cursor == await bench.log.start_position()


async def test_the_silence_before_is_remembered_when_the_log_has_forgotten_what_was_there(bench: LogBench) -> None:
    *_, newest = await bench.fill(3)
    clock(bench).advance(61)
    await bench.fill(2)
    await bench.forget(3)

    assert newest.cursor == await bench.log.start_position()


@pytest.mark.parametrize("forgotten", [False, True])
async def test_a_number_in_flight_below_young_events_is_not_skipped(bench: LogBench, forgotten: bool) -> None:
    await bench.fill(2)
    clock(bench).advance(61)
    reserved, go_on = asyncio.Event(), asyncio.Event()

    async def stall(point: Point) -> None:
        if point == "reserved":
            reserved.set()
            await go_on.wait()

    slow = asyncio.ensure_future(bench.appender(probe=stall).append([progress(1)]))
    await reserved.wait()
    await bench.fill(2)
    if forgotten:
        await bench.forget(2)
    start = await bench.log.start_position()
    go_on.set()
    (late,) = await slow

    assert (2, 3) == (start.seq, late.seq)
