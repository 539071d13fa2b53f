"""Doorbells: nothing that happens after arming is missed, and an idle one costs next to nothing."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from longhaul.model.errors import NoChangeStreams
from longhaul.mongo.doorbell import AutoDoorbell, ChangeStreamDoorbell, PollDoorbell, open_doorbell
from longhaul.mongo.driver import Collection
from longhaul.mongo.log_reader import NEWS
from tests.log.bench import LogBench

#: For what hangs: a machine that is busy may be late by seconds.
BOUND_S = 60.0


@pytest.fixture
def events(bench: LogBench) -> Collection:
    """A collection that a test may drop, under each driver."""
    return bench.collections.database.collection("doorbells")


@pytest.fixture
async def bell(events: Collection) -> AsyncIterator[ChangeStreamDoorbell]:
    """An armed doorbell of `events`."""
    bell = ChangeStreamDoorbell(events, NEWS, await_s=1.0)
    await bell.arm()
    yield bell
    await bell.close()


async def test_an_insert_between_arming_and_waiting_rings(bell: ChangeStreamDoorbell, events: Collection) -> None:
    await events.insert_one({})

    assert await bell.wait(BOUND_S)


async def test_an_insert_while_waiting_rings(bell: ChangeStreamDoorbell, events: Collection) -> None:
    waiting = asyncio.ensure_future(bell.wait(BOUND_S))

    await events.insert_one({})

    assert await waiting


async def test_without_news_the_wait_ends_at_its_time(bell: ChangeStreamDoorbell) -> None:
    assert not await bell.wait(0.05)


async def test_what_the_pipeline_does_not_want_does_not_ring(bell: ChangeStreamDoorbell, events: Collection) -> None:
    await events.insert_one({"name": "x"})
    await bell.wait(BOUND_S)

    await events.update_one({"name": "x"}, {"$set": {"x": 1}})

    assert not await bell.wait(0.2)


async def test_a_change_after_a_wait_that_timed_out_is_heard_by_the_next(
    bell: ChangeStreamDoorbell, events: Collection
) -> None:
    await bell.wait(0.02)

    await events.insert_one({})

    assert await bell.wait(BOUND_S)


async def test_a_change_after_a_cancelled_wait_is_heard_by_the_next(
    bell: ChangeStreamDoorbell, events: Collection
) -> None:
    waiting = asyncio.ensure_future(bell.wait(BOUND_S))
    await asyncio.wait([waiting], timeout=0.02)
    waiting.cancel()
    await asyncio.wait([waiting])

    await events.insert_one({})

    assert await bell.wait(BOUND_S)


async def test_a_burst_rings_once(bell: ChangeStreamDoorbell, events: Collection) -> None:
    await events.insert_many([{} for _ in range(90)])

    assert await bell.wait(BOUND_S)
    assert not await bell.wait(0.2)


async def test_a_ring_of_this_process_ends_the_wait(bell: ChangeStreamDoorbell) -> None:
    waiting = asyncio.ensure_future(bell.wait(BOUND_S))
    await asyncio.sleep(0)

    bell.ring()

    assert await waiting


async def test_a_ring_while_nobody_waits_ends_the_next_wait_only(bell: ChangeStreamDoorbell) -> None:
    bell.ring()
    bell.ring()

    assert await bell.wait(BOUND_S)
    assert not await bell.wait(0.02)


async def test_a_closed_doorbell_can_be_armed_again(bell: ChangeStreamDoorbell, events: Collection) -> None:
    await bell.wait(0.02)
    await bell.close()
    await bell.arm()

    await events.insert_one({})

    assert await bell.wait(BOUND_S)


async def test_a_stream_that_ends_rings_and_opens_again(bell: ChangeStreamDoorbell, events: Collection) -> None:
    await events.insert_one({})
    await bell.wait(BOUND_S)

    await events.drop()
    rang = await bell.wait(BOUND_S)
    await bell.arm()
    await events.insert_one({})

    assert rang
    assert await bell.wait(BOUND_S)


async def test_auto_falls_back_to_polling_where_there_are_no_change_streams(alone: LogBench) -> None:
    bell = open_doorbell("auto", alone.collections.events, NEWS, min_s=0.01)
    assert isinstance(bell, AutoDoorbell)

    await bell.arm()

    assert bell.is_polling
    assert await bell.wait(BOUND_S)
    await bell.close()


async def test_auto_polls_where_the_stream_is_refused_for_whatever_reason(events: Collection) -> None:
    bell = open_doorbell("auto", events, [{"$match": {"$nonsense": 1}}], min_s=0.01)
    assert isinstance(bell, AutoDoorbell)

    await bell.arm()

    assert bell.is_polling
    assert await bell.wait(BOUND_S)


async def test_auto_asks_a_server_that_refused_again_after_a_while(
    events: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 0.0
    stream = ChangeStreamDoorbell(events, NEWS)
    bell = AutoDoorbell(stream, PollDoorbell(0.01), monotonic=lambda: now)
    with monkeypatch.context() as refusing:
        refusing.setattr(stream, "arm", _refuse)
        await bell.arm()
    await bell.arm()
    is_polling_meanwhile = bell.is_polling

    now = 301.0
    await bell.arm()

    assert is_polling_meanwhile
    assert not bell.is_polling
    await events.insert_one({})
    assert await bell.wait(BOUND_S)
    await bell.close()


async def _refuse() -> None:
    raise NoChangeStreams("not now")


async def test_auto_takes_change_streams_where_there_are_any(events: Collection) -> None:
    bell = open_doorbell("auto", events, NEWS)
    assert isinstance(bell, AutoDoorbell)

    await bell.arm()

    assert not bell.is_polling
    await bell.close()


async def test_asking_for_change_streams_where_there_are_none_says_what_to_do(alone: LogBench) -> None:
    bell = open_doorbell("change_stream", alone.collections.events, NEWS)

    with pytest.raises(NoChangeStreams, match="LONGHAUL_DOORBELL=poll"):
        await bell.arm()


async def test_polling_slows_down_while_nothing_happens_and_is_quick_again_after_news() -> None:
    bell = PollDoorbell(0.02, 0.5)
    for _ in range(20):
        await bell.wait(0.0)  # twenty looks that found nothing

    idle = await bell.wait(0.4)
    bell.quicken()
    active = await bell.wait(0.4)

    assert (False, True) == (idle, active)  # whether it is time to look again


async def test_polling_ends_at_a_ring_and_at_its_time() -> None:
    bell = PollDoorbell(60.0, 60.0)

    timed_out = await bell.wait(0.01)
    bell.ring()
    rung = await bell.wait(BOUND_S)

    assert (False, True) == (timed_out, rung)
