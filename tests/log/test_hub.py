"""The hub: what a connection missed and what happens now come as one sequence, whoever asks and however slowly."""

from __future__ import annotations

import asyncio
import json

import pytest

from longhaul.engine.frames import Delivery, Encoded, Reset, Tick
from longhaul.engine.subscription import Subscription
from longhaul.model.errors import StoreUnavailable
from longhaul.model.event import COMPLETED, CREATED, Cursor, Scope
from longhaul.mongo.event_log import EventLog
from tests.log.bench import FakeJob, LogBench, Reader, new_job_id, progress
from tests.support.waiting import eventually

ADA = Scope("ada")


def seqs(batch: list[Delivery]) -> list[int]:
    """The numbers of the events of a batch."""
    return [delivery.event.seq for delivery in batch if isinstance(delivery, Encoded)]


async def until_live(subscription: Subscription) -> list[Delivery]:
    """Everything up to the tick that says that the subscription has caught up."""
    deliveries: list[Delivery] = []
    async for batch in subscription:
        deliveries += batch
        if isinstance(batch[-1], Tick):
            break
    return deliveries


async def test_a_reader_without_a_cursor_sees_what_happens_from_now_on(live: LogBench) -> None:
    await live.fill(2)
    hub = await live.hub()
    subscription = await hub.subscribe(ADA, None)

    caught_up = await anext(subscription)
    await live.fill(1)
    news = await anext(subscription)

    assert [Tick(hub.cursor)] != news
    assert [2] == [tick.cursor.seq for tick in caught_up if isinstance(tick, Tick)]
    assert [3] == seqs(news)


async def test_a_reader_with_a_cursor_gets_what_it_missed_then_a_tick_then_what_happens(live: LogBench) -> None:
    events = await live.fill(3)
    hub = await live.hub()
    subscription = await hub.subscribe(ADA, events[0].cursor)

    missed = await until_live(subscription)
    (event,) = await live.fill(1)
    news = await anext(subscription)

    assert [2, 3] == seqs(missed)
    assert Tick(events[2].cursor) == missed[-1]
    assert [event] == [delivery.event for delivery in news if isinstance(delivery, Encoded)]


async def test_the_start_of_the_log_is_a_cursor_too(live: LogBench) -> None:
    await live.fill(3)
    hub = await live.hub()

    assert [1, 2, 3] == seqs(await until_live(await hub.subscribe(ADA, Cursor(0, 0))))


async def test_silence_is_filled_with_ticks_that_carry_the_readers_own_place(live: LogBench) -> None:
    hub = await live.hub(tick_s=0.3)
    subscription = await hub.subscribe(ADA, None)
    await anext(subscription)
    (event,) = await live.fill(1, owner="bob")
    await eventually(lambda: hub.cursor == event.cursor, description="the hub reads the event")

    (tick,) = await anext(subscription)

    assert Tick(event.cursor) == tick


async def test_a_reader_resumes_from_the_cursor_of_a_tick(live: LogBench) -> None:
    hub = await live.hub(tick_s=0.3)
    subscription = await hub.subscribe(ADA, None)
    await live.fill(2, owner="bob")
    await until_live(subscription)
    (tick,) = await anext(subscription)
    subscription.close()
    (event,) = await live.fill(1)

    resumed = Reader(await hub.subscribe(ADA, tick.cursor))

    await resumed.until(lambda reader: reader.seqs == [event.seq])
    await resumed.close()


async def test_readers_see_only_their_scope(live: LogBench) -> None:
    job = new_job_id()
    hub = await live.hub()
    start = hub.cursor if hub.ready else None
    scopes = [
        ADA,
        Scope("bob"),
        Scope(None),
        Scope("ada", job),
        Scope("bob", job),
        Scope(None, types=frozenset({CREATED})),
    ]
    readers = [Reader(await hub.subscribe(scope, start)) for scope in scopes]

    await live.log.append([progress(1, job, type_=CREATED), progress(1, owner="bob"), progress(2, job)])
    await readers[2].until(lambda reader: len(reader.seqs) == 3)
    await readers[3].until(lambda reader: len(reader.seqs) == 2)
    await asyncio.gather(*(reader.close() for reader in readers))

    assert [[1, 3], [2], [1, 2, 3], [1, 3], [], [1]] == [reader.seqs for reader in readers]


async def test_a_cursor_of_another_log_gets_a_reset_and_goes_on_live(live: LogBench) -> None:
    (event,) = await live.fill(1)
    hub = await live.hub()
    subscription = await hub.subscribe(ADA, Cursor(event.seq, event.at + 7))

    (reset,) = await anext(subscription)
    (tick,) = await anext(subscription)
    await live.fill(1)

    assert Reset("unknown", event.cursor) == reset
    assert Tick(event.cursor) == tick
    assert [2] == seqs(await anext(subscription))


async def test_a_reader_that_fell_out_of_the_ring_goes_on_from_the_database_without_a_seam(live: LogBench) -> None:
    hub = await live.hub(ring_count=10)
    subscription = await hub.subscribe(ADA, None, compact=False)
    await anext(subscription)
    job = new_job_id()

    for v in range(1, 601):
        if v % 100 == 1:
            await live.log.append([progress(n, job) for n in range(v, v + 100)])
    await eventually(lambda: hub.cursor.seq == 600, description="the hub is far ahead of the reader")
    reader = Reader(subscription)
    await reader.until(lambda reader: len(reader.seqs) == 600)
    await live.fill(1)
    await reader.until(lambda reader: len(reader.seqs) == 601)
    await reader.close()

    assert list(range(1, 602)) == reader.seqs


async def test_a_reader_so_slow_that_the_log_forgot_its_place_is_told(live: LogBench) -> None:
    hub = await live.hub(ring_count=10)
    subscription = await hub.subscribe(ADA, None)
    await anext(subscription)
    *_, newest = await live.fill(100)
    await eventually(lambda: hub.cursor == newest.cursor, description="the hub is far ahead of the reader")
    await live.forget(50)

    (reset,) = await anext(subscription)

    assert Reset("expired", newest.cursor) == reset


async def test_a_long_absence_is_compacted(live: LogBench) -> None:
    job = new_job_id()
    await live.log.append([progress(v, job) for v in range(1, 302)])
    await live.log.append([progress(302, job, type_=COMPLETED)])
    hub = await live.hub()

    whole = await until_live(await hub.subscribe(ADA, Cursor(0, 0), compact=False))
    compacted = await until_live(await hub.subscribe(ADA, Cursor(0, 0)))

    assert list(range(1, 303)) == seqs(whole)
    assert [301, 302] == seqs(compacted)


async def test_a_short_absence_is_compacted_when_asked_for_even_from_the_ring(live: LogBench) -> None:
    hub = await live.hub()
    start = (await hub.subscribe(ADA, None)).place
    await live.fill(5)
    await eventually(lambda: hub.cursor.seq == 5, description="the ring holds the events")

    assert [5] == seqs(await until_live(await hub.subscribe(ADA, start, compact=True)))


async def test_a_replay_that_the_database_interrupted_goes_on_where_it_was(
    live: LogBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    await live.fill(1200)
    hub = await live.hub(ring_count=10)
    subscription = await hub.subscribe(ADA, Cursor(0, 0), compact=False)
    first = await anext(subscription)

    async def fail(*_: object, **__: object) -> None:
        raise StoreUnavailable("gone")

    with monkeypatch.context() as broken:
        broken.setattr(EventLog, "read", fail)
        with pytest.raises(StoreUnavailable):
            await anext(subscription)
    rest = await until_live(subscription)

    assert list(range(1, 1201)) == seqs(first) + seqs(rest)


async def test_an_event_is_encoded_once_for_all(live: LogBench) -> None:
    hub = await live.hub()
    subscriptions = [await hub.subscribe(ADA, None) for _ in range(3)]
    for subscription in subscriptions:
        await anext(subscription)
    await live.fill(1)

    first, *others = [(await anext(subscription))[0] for subscription in subscriptions]

    assert all(other is first for other in others)


async def test_stopping_the_hub_ends_every_stream(live: LogBench) -> None:
    hub = await live.hub()
    readers = [Reader(await hub.subscribe(ADA, None)) for _ in range(3)]
    for reader in readers:
        await reader.until(lambda reader: len(reader.deliveries) == 1)

    await hub.stop()

    await asyncio.gather(*(reader.close() for reader in readers))


async def test_the_hub_hears_of_its_own_process_by_a_ring(live: LogBench) -> None:
    hub = await live.hub(mode="poll")
    relay = await live.relay(on_append=lambda _: hub.ring())
    job = await FakeJob(live).create()
    reader = Reader(await hub.subscribe(Scope("ada", job.id), None))

    relay.submit(job.owner, job.id, await job.change(CREATED))
    await reader.until(lambda reader: reader.seqs == [1])

    await reader.close()


async def test_a_hub_that_starts_with_a_dead_reservation_below_gets_past_it(live: LogBench) -> None:
    await live.collections.counters.update_one({"_id": "events"}, {"$inc": {"n": 3}})
    await live.fill(2)
    hub = await live.hub()
    reader = Reader(await hub.subscribe(ADA, Cursor(0, 0)))

    await reader.until(lambda reader: reader.seqs == [4, 5])

    await reader.close()
    assert [True, True, True, False, False] == [event.is_tombstone for event in await live.stored()]


async def test_a_standalone_server_keeps_the_same_promises_by_polling(alone: LogBench) -> None:
    hub = await alone.hub(mode="auto")
    relay = await alone.relay()
    jobs = [await FakeJob(alone).create() for _ in range(5)]
    reader = Reader(await hub.subscribe(ADA, None))

    for _ in range(4):
        for job in jobs:
            relay.submit(job.owner, job.id, await job.change())
    await reader.until(lambda reader: len(reader.seqs) == 20)
    await reader.close()

    assert list(range(1, 21)) == reader.seqs


async def test_the_frame_has_its_id_last_and_its_facts_in_the_data(live: LogBench) -> None:
    hub = await live.hub()
    subscription = await hub.subscribe(ADA, None)
    (tick,) = await anext(subscription)
    await live.log.append([progress(1, percent=5, message="läuft\nweiter")])

    (frame,) = await anext(subscription)

    assert isinstance(frame, Encoded)
    event, data, cursor, *rest = frame.sse.decode().split("\n")
    assert ("event: job.progress", f"id: {frame.cursor}", ["", ""]) == (event, cursor, rest)
    assert data == f"data: {frame.json}"
    assert {"percent": 5, "message": "läuft\nweiter"} == json.loads(frame.json)["data"]
    assert f"event: tick\ndata:\nid: {tick.cursor}\n\n".encode() == tick.sse


async def test_a_number_that_json_does_not_have_stops_nobodys_stream(live: LogBench) -> None:
    hub = await live.hub()
    reader = Reader(await hub.subscribe(ADA, None))

    await live.log.append([progress(1, ratio=float("nan"), parts=[1.5, float("inf")]), progress(2)])
    await reader.until(lambda reader: reader.seqs == [1, 2])
    await reader.close()

    (frame, *_) = [delivery for delivery in reader.deliveries if isinstance(delivery, Encoded)]
    assert {"ratio": None, "parts": [1.5, None]} == json.loads(frame.json)["data"]


async def test_a_waiting_reader_costs_no_task_but_its_own(live: LogBench) -> None:
    hub = await live.hub()
    before = len(asyncio.all_tasks())
    readers = [Reader(await hub.subscribe(Scope(f"owner-{index}"), None)) for index in range(100)]
    for reader in readers:
        await reader.until(lambda reader: len(reader.deliveries) == 1)

    def costs_no_other() -> bool:
        return len(asyncio.all_tasks()) - before < 105

    # Not at any moment: while the driver asks how its server is, it has a few tasks more of its own.
    await eventually(costs_no_other, description="a hundred readers have a hundred tasks")
    await asyncio.gather(*(reader.close() for reader in readers))
