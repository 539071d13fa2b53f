"""A relay meets the sweeper of another process over one outbox: each event is in the log once, in the job's order."""

from __future__ import annotations

import asyncio

import pytest

from longhaul.engine.relay import Relay
from longhaul.engine.sweeper import Sweeper
from longhaul.model.probe import Point
from longhaul.mongo.clock import ManualTime
from longhaul.mongo.outbox import Outboxes
from longhaul.testing.faults import Pauses
from tests.log.bench import FakeJob, LogBench


def sweeper(bench: LogBench, pauses: Pauses) -> Sweeper:
    """The sweeper of another process, held at the points of `pauses`."""
    outboxes = Outboxes(bench.collections.probed(pauses), bench.time)
    return Sweeper(bench.appender(probe=pauses), outboxes)


def sweeping(bench: LogBench, pauses: Pauses | None = None) -> asyncio.Task[float]:
    """One round of that sweeper, under way, when every outbox is overdue."""
    assert isinstance(bench.time, ManualTime)
    bench.time.advance(5)
    return asyncio.create_task(sweeper(bench, pauses or Pauses()).run_once())


async def relay(bench: LogBench, pauses: Pauses | None = None) -> Relay:
    """A started relay whose appends are held at the points of `pauses`."""
    return await bench.relay(bench.appender(probe=pauses or Pauses()))


async def check(bench: LogBench, job: FakeJob, count: int) -> None:
    """Every one of the job's `count` events is in the log once and in order, every number is used, nothing waits."""
    await bench.stop()
    document = await job.document()
    stored = await bench.stored()
    assert list(range(1, count + 1)) == [event.v for event in stored if not event.is_tombstone]
    assert list(range(1, (await bench.log.head()).seq + 1)) == [event.seq for event in stored]
    assert ([], False) == (document["outbox"], "outbox_at" in document)


async def test_a_sweeper_that_comes_late_repeats_nothing(bench: LogBench) -> None:
    pauses, job = Pauses(), await FakeJob(bench).create()
    pauses.hold("outboxes_read")
    outbox = [await job.change() for _ in range(2)][-1]
    late = sweeping(bench, pauses)
    await pauses.reached("outboxes_read")
    own = await relay(bench)
    own.submit(job.owner, job.id, outbox)
    await own.flush()

    pauses.release("outboxes_read")
    await late

    await check(bench, job, 2)


async def test_a_sweeper_with_an_old_outbox_in_hand_takes_nothing_newer_away(bench: LogBench) -> None:
    pauses, job = Pauses(), await FakeJob(bench).create()
    pauses.hold("outboxes_read")
    await job.change()
    late = sweeping(bench, pauses)
    await pauses.reached("outboxes_read")
    outbox = [await job.change() for _ in range(2)][-1]

    pauses.release("outboxes_read")
    await late

    assert [2, 3] == [entry["v"] for entry in (await job.document())["outbox"]]
    own = await relay(bench)
    own.submit(job.owner, job.id, outbox)
    await check(bench, job, 3)


async def test_a_relay_that_sends_more_than_the_sweeper_read_meets_it_without_disorder(bench: LogBench) -> None:
    pauses, job = Pauses(), await FakeJob(bench).create()
    pauses.hold("outboxes_read")
    await job.change()
    late = sweeping(bench, pauses)
    await pauses.reached("outboxes_read")
    own = await relay(bench)
    own.submit(job.owner, job.id, [await job.change() for _ in range(2)][-1])
    await own.flush()

    pauses.release("outboxes_read")
    await late

    await check(bench, job, 3)


@pytest.mark.parametrize("point", ["reserved", "appended"])
async def test_a_relay_that_stalls_while_the_sweeper_goes_repeats_nothing(bench: LogBench, point: Point) -> None:
    pauses, job = Pauses(), await FakeJob(bench).create()
    pauses.hold(point)
    own = await relay(bench, pauses)
    own.submit(job.owner, job.id, [await job.change() for _ in range(2)][-1])
    await pauses.reached(point)

    await sweeping(bench)
    pauses.release(point)
    await own.flush()

    await check(bench, job, 2)


@pytest.mark.parametrize("point", ["reserved", "appended"])
async def test_what_came_while_a_relay_stalled_is_swept_before_it_and_stays_in_order(
    bench: LogBench, point: Point
) -> None:
    pauses, job = Pauses(), await FakeJob(bench).create()
    pauses.hold(point)
    own = await relay(bench, pauses)
    own.submit(job.owner, job.id, await job.change())
    await pauses.reached(point)
    own.submit(job.owner, job.id, (await job.change())[-1:])

    await sweeping(bench)
    own.submit(job.owner, job.id, (await job.change())[-1:])
    pauses.release(point)
    await own.flush()

    await check(bench, job, 3)


@pytest.mark.parametrize("point", ["reserved", "appended"])
async def test_a_sweeper_that_stalls_while_the_relay_goes_repeats_nothing(bench: LogBench, point: Point) -> None:
    pauses, job = Pauses(), await FakeJob(bench).create()
    pauses.hold(point)
    outbox = [await job.change() for _ in range(2)][-1]
    late = sweeping(bench, pauses)
    await pauses.reached(point)
    own = await relay(bench)
    own.submit(job.owner, job.id, outbox)
    own.submit(job.owner, job.id, (await job.change())[-1:])
    await own.flush()

    pauses.release(point)
    await late

    await check(bench, job, 3)


async def test_two_sweepers_with_the_same_outboxes_append_them_once(bench: LogBench) -> None:
    first, second, job = Pauses(), Pauses(), await FakeJob(bench).create()
    for pauses in (first, second):
        pauses.hold("outboxes_read")
    await job.change()
    await job.change()
    rounds = [sweeping(bench, pauses) for pauses in (first, second)]
    for pauses in (first, second):
        await pauses.reached("outboxes_read")

    first.hold("reserved")
    first.release("outboxes_read")
    await first.reached("reserved")
    second.release("outboxes_read")
    await rounds[1]
    first.release("reserved")
    await rounds[0]

    await check(bench, job, 2)


async def test_a_relay_that_is_told_of_a_job_while_its_sweeper_reads_sends_it_alone(bench: LogBench) -> None:
    assert isinstance(bench.time, ManualTime)
    pauses, job = Pauses(), await FakeJob(bench).create()
    pauses.hold("outboxes_read")
    outbox = await job.change()
    own = Relay(bench.log, bench.outboxes)
    bench.time.advance(5)
    mine = Sweeper(bench.log, Outboxes(bench.collections.probed(pauses), bench.time), own)
    looking = asyncio.create_task(mine.run_once())
    await pauses.reached("outboxes_read")
    own.submit(job.owner, job.id, outbox)

    pauses.release("outboxes_read")
    await looking

    assert [] == await bench.stored()
    await own.start()
    await own.stop()
    await check(bench, job, 1)
