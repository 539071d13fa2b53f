"""Each tick fires once: rivals, crashes and outages included."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import timedelta

import pytest

from longhaul.model.errors import InvalidInput, StoreUnavailable
from longhaul.model.schedule import Schedule
from longhaul.mongo.schedules import ScheduleRecord, ScheduleStore

from .conftest import NOON, Plan, hourly

ONE = NOON.replace(hour=13, second=0)


class MeetingStore(ScheduleStore):
    """Answers what is due only when all schedulers of the test have asked."""

    barrier: asyncio.Barrier | None = None

    async def due(self, names: Sequence[str], limit: int) -> list[ScheduleRecord]:
        found = await super().due(names, limit)
        if self.barrier is not None:
            await self.barrier.wait()
        return found


class DyingStore(ScheduleStore):
    """Loses its process before the tick is moved."""

    async def fire(self, *_: object, **__: object) -> bool:
        raise StoreUnavailable("the process is gone")


async def test_a_tick_enqueues_its_task_and_moves_on(plan: Plan) -> None:
    scheduler = await plan.declared(hourly(args={"n": 3}))
    plan.time.advance(3600)

    await scheduler.run_once()

    (job,) = await plan.jobs()
    record = await plan.record()
    assert ("test.echo", "schedule:hourly:2100-03-01T13:00:00+00:00") == (job.type, job.idempotency_key)
    assert (await plan.requests.get("ada", job.id)).args["n"] == 3
    assert (ONE + timedelta(hours=1), job.id) == (record.next_run_at, record.last_job_id)
    assert record.last_run_at == await plan.time.now()


async def test_before_the_tick_nothing_fires_and_the_wait_ends_with_it(plan: Plan) -> None:
    scheduler = plan.scheduler(hourly())
    far_s = await scheduler.run_once()
    plan.time.advance((ONE - NOON).total_seconds() - 10)

    near_s = await scheduler.run_once()

    assert [] == await plan.jobs()
    assert (30.0, pytest.approx(10.002)) == (far_s, near_s)


async def test_two_schedulers_that_see_one_tick_fire_it_once(plan: Plan) -> None:
    store = MeetingStore(plan.collections, plan.time)
    rivals = [plan.scheduler(hourly(), store=store) for _ in range(2)]
    for rival in rivals:
        await rival.run_once()
    plan.time.advance(3600)
    store.barrier = asyncio.Barrier(2)

    await asyncio.gather(*(rival.run_once() for rival in rivals))

    assert 1 == len(await plan.jobs())
    assert ONE + timedelta(hours=1) == (await plan.record()).next_run_at


async def test_only_one_of_many_moves_a_tick(plan: Plan) -> None:
    await plan.store.sync([hourly()])

    moved = await asyncio.gather(*(plan.store.fire("hourly", ONE, ONE + timedelta(hours=1)) for _ in range(8)))

    assert 1 == sum(moved)


async def test_a_crash_after_the_enqueue_neither_loses_nor_doubles_the_tick(plan: Plan) -> None:
    await plan.declared(hourly())
    plan.time.advance(3600)
    dying = plan.scheduler(hourly(), store=DyingStore(plan.collections, plan.time))
    with pytest.raises(StoreUnavailable):
        await dying.run_once()
    assert ONE == (await plan.record()).next_run_at

    await plan.scheduler(hourly()).run_once()

    (job,) = await plan.jobs()
    record = await plan.record()
    assert (ONE + timedelta(hours=1), job.id) == (record.next_run_at, record.last_job_id)


async def test_after_a_crash_other_args_do_not_hold_up_the_schedule(plan: Plan) -> None:
    await plan.declared(hourly(args={"n": 1}))
    plan.time.advance(3600)
    with pytest.raises(StoreUnavailable):
        await plan.scheduler(hourly(args={"n": 1}), store=DyingStore(plan.collections, plan.time)).run_once()

    await plan.scheduler(hourly(args={"n": 2})).run_once()

    assert 1 == len(await plan.jobs())
    assert ONE + timedelta(hours=1) == (await plan.record()).next_run_at


async def test_missed_ticks_fire_once_as_the_last_of_them(plan: Plan) -> None:
    scheduler = await plan.declared(hourly())
    plan.time.advance(5 * 3600)

    await scheduler.run_once()
    await scheduler.run_once()

    (job,) = await plan.jobs()
    assert "schedule:hourly:2100-03-01T17:00:00+00:00" == job.idempotency_key
    assert ONE + timedelta(hours=5) == (await plan.record()).next_run_at


async def test_an_outage_after_a_crash_does_not_swallow_the_ticks_missed_since(plan: Plan) -> None:
    await plan.declared(hourly())
    plan.time.advance(3600)
    with pytest.raises(StoreUnavailable):
        await plan.scheduler(hourly(), store=DyingStore(plan.collections, plan.time)).run_once()
    plan.time.advance(24 * 3600)

    await plan.scheduler(hourly()).run_once()

    assert [job.idempotency_key for job in await plan.jobs()] == [
        "schedule:hourly:2100-03-02T13:00:00+00:00",
        "schedule:hourly:2100-03-01T13:00:00+00:00",
    ]


async def test_a_tick_that_cannot_be_enqueued_holds_up_no_other(plan: Plan) -> None:
    scheduler = await plan.declared(hourly("a"), hourly("b"))
    await plan.collections.schedules.update_one({"_id": "a"}, {"$set": {"args": {"n": "many"}}})
    plan.time.advance(3600)

    wait_s = await scheduler.run_once()

    assert ["schedule:b:2100-03-01T13:00:00+00:00"] == [job.idempotency_key for job in await plan.jobs()]
    assert 30.0 == wait_s
    assert ONE == (await plan.record("a")).next_run_at


@pytest.mark.parametrize(
    "schedules",
    [
        [hourly(), hourly()],
        [hourly(task="test.nothing")],
        [hourly(args={"n": "many"})],
        [hourly("x" * 201)],
    ],
    ids=["one name twice", "no such task", "args that do not fit", "too long a name"],
)
async def test_a_schedule_that_cannot_work_is_refused_at_start(plan: Plan, schedules: list[Schedule]) -> None:
    with pytest.raises(InvalidInput):
        plan.scheduler(*schedules)
