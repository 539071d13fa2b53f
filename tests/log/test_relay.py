"""The relay and the sweeper: every outbox reaches the log, in order and once, whatever dies in between."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest

from longhaul.engine.relay import Relay
from longhaul.engine.sweeper import Sweeper
from longhaul.model.errors import StoreUnavailable
from longhaul.model.event import COMPLETED, CREATED, Event, NewEvent, OutboxEntry
from longhaul.mongo.clock import ManualTime
from longhaul.mongo.event_log import EventLog
from tests.log.bench import FakeJob, LogBench, new_job_id, places
from tests.support.waiting import eventually


def sweeper(bench: LogBench, relay: Relay | None = None) -> Sweeper:
    """The sweeper of some process."""
    return Sweeper(bench.log, bench.outboxes, relay)


def advance(bench: LogBench, seconds: float) -> None:
    """Move the database's clock."""
    assert isinstance(bench.time, ManualTime)
    bench.time.advance(seconds)


async def test_what_is_submitted_is_in_the_log_after_a_flush(bench: LogBench) -> None:
    relay = await bench.relay()
    job = await FakeJob(bench).create()

    relay.submit(job.owner, job.id, await job.change(CREATED, percent=1))
    relay.submit(job.owner, job.id, await job.change(COMPLETED))
    await relay.flush()

    assert [(1, CREATED, {"percent": 1}), (2, COMPLETED, {})] == [
        (event.v, event.type, event.data) for event in await bench.events()
    ]


async def test_what_is_in_the_log_leaves_the_outbox(bench: LogBench) -> None:
    relay = await bench.relay()
    job = await FakeJob(bench).create()
    relay.submit(job.owner, job.id, await job.change())
    await relay.stop()

    document = await job.document()

    assert [] == document["outbox"]
    assert "outbox_at" not in document


async def test_clearing_leaves_what_was_written_meanwhile(bench: LogBench) -> None:
    job = await FakeJob(bench).create()
    await job.change()
    await job.change()
    advance(bench, 5)

    await bench.outboxes.clear({job.id: [1], new_job_id(): [1]})

    document = await job.document()
    assert [2] == [entry["v"] for entry in document["outbox"]]
    assert await bench.time.now() == document["outbox_at"]


async def test_a_whole_outbox_submitted_again_appends_only_what_is_new(bench: LogBench) -> None:
    relay = await bench.relay()
    job = await FakeJob(bench).create()
    for _ in range(3):
        relay.submit(job.owner, job.id, await job.change())

    await relay.flush()

    assert [(1, 1), (2, 2), (3, 3)] == places(await bench.stored())


async def test_many_submissions_share_a_batch(bench: LogBench) -> None:
    batches: list[int] = []
    relay = Relay(bench.log, bench.outboxes, on_append=lambda events: batches.append(len(events)))
    jobs = [new_job_id() for _ in range(700)]
    for job_id in jobs:
        relay.submit("ada", job_id, [OutboxEntry(1, CREATED, {})])

    await relay.start()
    await relay.flush()
    await relay.stop()

    assert [500, 200] == batches
    assert jobs == [event.job_id for event in await bench.events()]


async def test_answers_that_come_in_the_wrong_order_do_not_disorder_the_log(bench: LogBench) -> None:
    relay = await bench.relay()
    job = await FakeJob(bench).create()
    first = await job.change()
    relay.submit(job.owner, job.id, first)
    await relay.flush()
    second = (await job.change())[-1:]
    third = (await job.change())[-1:]

    relay.submit(job.owner, job.id, third)
    relay.submit(job.owner, job.id, second)
    await relay.flush()

    assert [(1, 1), (2, 2), (3, 3)] == places(await bench.events())


async def test_a_version_that_another_process_wrote_is_fetched_before_going_on(bench: LogBench) -> None:
    relay = await bench.relay()
    job = await FakeJob(bench).create()
    relay.submit(job.owner, job.id, await job.change())
    await job.change("job.cancel_requested")

    relay.submit(job.owner, job.id, (await job.change())[-1:])
    await relay.flush()

    assert [1, 2, 3] == [event.v for event in await bench.events()]


async def test_nothing_is_given_up_while_the_database_does_not_answer(
    bench: LogBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    attempts = 0

    async def refuse(_: EventLog, events: Sequence[NewEvent]) -> list[Event]:
        nonlocal attempts
        attempts += 1
        raise StoreUnavailable(f"gone with {len(events)}")

    relay = await bench.relay()
    job = await FakeJob(bench).create()
    with monkeypatch.context() as broken:
        broken.setattr(EventLog, "append", refuse)
        relay.submit(job.owner, job.id, await job.change())
        await eventually(lambda: attempts >= 2, description="a second attempt")
    relay.submit(job.owner, job.id, await job.change())
    await relay.flush()

    assert [(1, 1), (2, 2)] == places(await bench.events())


async def test_stopping_brings_everything_submitted_into_the_log(bench: LogBench) -> None:
    relay = await bench.relay()
    job = await FakeJob(bench).create()

    relay.submit(job.owner, job.id, await job.change())
    await relay.stop()

    assert [(1, 1)] == places(await bench.events())
    assert 0 == relay.backlog


async def test_a_flush_of_a_relay_that_ended_before_says_so(bench: LogBench) -> None:
    relay = Relay(bench.log, bench.outboxes)
    relay.submit("ada", new_job_id(), [OutboxEntry(1, CREATED, {})])
    flushing = asyncio.ensure_future(relay.flush())
    await asyncio.sleep(0)

    await relay.stop()

    with pytest.raises(StoreUnavailable):
        await flushing


async def test_the_outbox_of_a_dead_process_is_swept(bench: LogBench) -> None:
    job = await FakeJob(bench).create()
    await job.change(CREATED)
    await job.change(COMPLETED)
    advance(bench, 2.5)

    await sweeper(bench).run_once()

    assert [CREATED, COMPLETED] == [event.type for event in await bench.events()]
    assert [] == (await job.document())["outbox"]


async def test_a_young_outbox_is_left_to_its_own_process(bench: LogBench) -> None:
    job = await FakeJob(bench).create()
    await job.change()
    advance(bench, 1.5)

    await sweeper(bench).run_once()

    assert [] == await bench.stored()


async def test_what_waits_in_the_own_relay_is_not_swept(bench: LogBench) -> None:
    relay = Relay(bench.log, bench.outboxes)
    job = await FakeJob(bench).create()
    relay.submit(job.owner, job.id, await job.change())
    advance(bench, 5)

    await sweeper(bench, relay).run_once()

    assert [] == await bench.stored()


async def test_sweeping_what_a_crashed_process_had_appended_only_clears(bench: LogBench) -> None:
    job = await FakeJob(bench).create()
    (entry,) = await job.change()
    await bench.log.append([NewEvent(entry.type, job.owner, job.id, entry.v, entry.data)])
    advance(bench, 5)

    await asyncio.gather(*(sweeper(bench).run_once() for _ in range(3)))

    assert [(1, 1)] == places(await bench.events())
    assert [] == (await job.document())["outbox"]


async def test_an_idle_sweep_is_answered_by_the_index_of_outboxes(bench: LogBench) -> None:
    await bench.collections.jobs.insert_many([{"owner": "ada", "v": 0, "outbox": []} for _ in range(50)])
    before = await bench.time.now()
    query = {"find": "background_jobs", "filter": {"outbox_at": {"$lte": before, "$type": "date"}}, "hint": "outbox"}

    plan = await bench.collections.database.raw().command({"explain": query, "verbosity": "executionStats"})

    assert [] == await bench.outboxes.stale(older_than_s=2.0, limit=10)
    assert 0 == plan["executionStats"]["totalDocsExamined"]


async def test_what_another_process_has_relayed_costs_no_numbers(bench: LogBench) -> None:
    api, worker = await bench.relay(), await bench.relay()
    job = await FakeJob(bench).create()
    created = await job.change(CREATED)
    api.submit(job.owner, job.id, created)
    await api.flush()

    started = await job.change()
    worker.submit(job.owner, job.id, (*created, started[-1]))
    await worker.flush()
    await worker.stop()

    assert [(1, 1), (2, 2)] == places(await bench.stored())
    assert [] == (await job.document())["outbox"]
