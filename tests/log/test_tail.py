"""Tailing: a higher number never overtakes a lower one, and holes are closed all at once."""

from __future__ import annotations

from typing import Any

import pytest

from longhaul.engine.tail import Tail
from longhaul.model.errors import StoreUnavailable
from longhaul.model.event import Cursor
from longhaul.mongo.event_log import EventLog, Gap
from tests.log.bench import IN_2100, LogBench, new_job_id, progress

START = Cursor(0, 0)


class Clock:
    """Monotonic time that stands still until the test moves it."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


async def reserve(bench: LogBench, count: int) -> None:
    """Give out numbers whose events never come."""
    await bench.collections.counters.update_one({"_id": "events"}, {"$inc": {"n": count}})


async def with_holes(bench: LogBench) -> None:
    """Numbers 1, 3, 6 and 7 stored; 2, 4 and 5 missing."""
    for v, missing in ((1, 1), (2, 2), (3, 0)):
        await bench.log.append([progress(v)])
        await reserve(bench, missing)
    await bench.log.append([progress(4)])


async def test_reading_stops_below_a_hole(manual: LogBench) -> None:
    await with_holes(manual)
    tail = Tail(manual.log, START)

    read = await tail.read()

    assert [1] == [event.seq for event in read]
    assert tail.pause_s is not None
    assert 0.3 <= tail.pause_s <= 0.45


async def test_a_hole_is_left_alone_until_it_has_lasted_a_third_of_a_second(manual: LogBench) -> None:
    await with_holes(manual)
    clock = Clock()
    tail = Tail(manual.log, START, monotonic=clock)
    await tail.read()

    clock.now += 0.29
    await tail.read()

    assert [1, 3, 6, 7] == [event.seq for event in await manual.stored()]


async def test_all_holes_seen_together_are_closed_together(manual: LogBench) -> None:
    await with_holes(manual)
    clock = Clock()
    tail = Tail(manual.log, START, monotonic=clock)
    await tail.read()

    clock.now += 0.46
    closing = await tail.read()
    rest = await tail.read()

    assert [] == closing
    assert [(2, True), (3, False), (4, True), (5, True), (6, False), (7, False)] == [
        (event.seq, event.is_tombstone) for event in rest
    ]
    assert None is tail.pause_s


async def test_a_hole_seen_later_gets_its_own_time(manual: LogBench) -> None:
    await with_holes(manual)
    clock = Clock()
    tail = Tail(manual.log, START, monotonic=clock)
    await tail.read()
    await reserve(manual, 1)
    await manual.log.append([progress(5)])

    clock.now += 0.46
    await tail.read()
    rest = await tail.read()

    assert 7 == rest[-1].seq
    assert [1, 2, 3, 4, 5, 6, 7, 9] == [event.seq for event in await manual.stored()]
    assert tail.pause_s is not None
    assert tail.pause_s >= 0.3


async def test_an_event_that_came_before_its_tombstone_is_read(manual: LogBench) -> None:
    (event,) = await manual.fill(1)

    await manual.log.close_gaps([Gap(1, 2, at=event.at)])

    assert [(1, False), (2, True)] == [(entry.seq, entry.is_tombstone) for entry in await manual.stored()]


async def test_a_tombstone_is_not_younger_than_the_number_above_it(manual: LogBench) -> None:
    await with_holes(manual)
    clock = Clock()
    tail = Tail(manual.log, START, monotonic=clock)
    await tail.read()
    clock.now += 0.46
    await tail.read()

    at = {event.seq: event.at for event in await manual.stored()}

    assert (at[3], at[6]) == (at[2], at[4])


async def test_what_a_failed_closing_did_not_deliver_is_read_again(
    manual: LogBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    await with_holes(manual)
    clock = Clock()
    tail = Tail(manual.log, START, monotonic=clock)
    await tail.read()
    await manual.log.close_gaps([Gap(2, 2, at=IN_2100)])
    clock.now += 0.46

    async def fail(*_: Any) -> None:
        raise StoreUnavailable("gone")

    with monkeypatch.context() as broken:
        broken.setattr(EventLog, "close_gaps", fail)
        with pytest.raises(StoreUnavailable):
            await tail.read()
    read = [*await tail.read(), *await tail.read()]

    assert [2, 3, 4, 5, 6, 7] == [event.seq for event in read]


async def test_many_holes_cost_one_wait(live: LogBench) -> None:
    for v in range(1, 51):
        await live.log.append([progress(v, new_job_id())])
        await reserve(live, 1)
    await live.fill(1)
    clock = Clock()
    tail = Tail(live.log, START, monotonic=clock)
    await tail.read()

    clock.now += 0.46
    read = [*await tail.read(), *await tail.read()]

    assert list(range(2, 102)) == [event.seq for event in read]
