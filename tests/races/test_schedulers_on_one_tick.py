"""Two schedulers come to one tick: its job is asked for once, and the schedule moves on once."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from longhaul.engine.client import Client
from longhaul.engine.relay import Relay
from longhaul.engine.scheduler import Scheduler
from longhaul.model.job import Job
from longhaul.model.schedule import Schedule
from longhaul.mongo.clock import ManualTime
from longhaul.mongo.collections import Collections
from longhaul.mongo.event_log import EventLog
from longhaul.mongo.jobs import JobStore
from longhaul.mongo.limits import RateLimits
from longhaul.mongo.outbox import Outboxes
from longhaul.mongo.requests import JobRequests
from longhaul.mongo.schedules import ScheduleStore
from longhaul.testing.faults import Pauses
from tests.schedules.conftest import NOON, Plan, hourly
from tests.support.tasks import TASKS

ONE = NOON.replace(hour=13, second=0)
HOUR = timedelta(hours=1)


@pytest.fixture
async def plan(collections: Collections) -> Plan:
    """One hourly schedule whose tick at one o'clock has come."""
    time = ManualTime(NOON)
    jobs, requests = JobStore(collections, time), JobRequests(collections, time)
    # Never started: what it is given stays in the outboxes.
    relay = Relay(EventLog(collections, time, retention_s=3600), Outboxes(collections, time))
    client = Client(jobs, requests, RateLimits(collections, time), relay, TASKS, args_limit_bytes=10_000)
    plan = Plan(collections, time, ScheduleStore(collections, time), client, requests)
    await plan.declared(hourly())
    time.advance(3600)
    return plan


def scheduler(plan: Plan, pauses: Pauses, schedule: Schedule | None = None) -> Scheduler:
    """The scheduler of another process, held at the points of `pauses`."""
    store = ScheduleStore(plan.collections.probed(pauses), plan.time)
    return plan.scheduler(schedule or hourly(), store=store)


async def firing(plan: Plan, pauses: Pauses) -> asyncio.Task[float]:
    """A round of a scheduler that has asked for the tick's job and has not moved the schedule yet."""
    pauses.hold("firing")
    round_ = asyncio.create_task(scheduler(plan, pauses).run_once())
    await pauses.reached("firing")
    return round_


def created(jobs: list[Job]) -> list[tuple[int, list[str]]]:
    """Version and outbox of each job."""
    return [(job.v, [entry.type for entry in job.outbox]) for job in jobs]


@pytest.mark.parametrize("order", [(0, 1), (1, 0)], ids=["the first goes on first", "the second goes on first"])
async def test_both_have_asked_for_the_job_before_either_moves_the_schedule(plan: Plan, order: tuple[int, int]) -> None:
    both = [Pauses(), Pauses()]
    rounds = [await firing(plan, pauses) for pauses in both]
    both[order[0]].release("firing")
    await rounds[order[0]]
    before = await plan.record()

    both[order[1]].release("firing")
    await rounds[order[1]]

    (job,) = await plan.jobs()
    assert before == await plan.record()
    assert (ONE + HOUR, job.id) == (before.next_run_at, before.last_job_id)
    assert [(1, ["job.created"])] == created([job])


async def test_one_that_hangs_does_not_hold_up_the_other_nor_move_the_schedule_again(plan: Plan) -> None:
    pauses = Pauses()
    hanging = await firing(plan, pauses)
    await scheduler(plan, Pauses()).run_once()
    before = await plan.record()

    pauses.release("firing")
    await hanging

    assert before == await plan.record()
    assert ONE + HOUR == before.next_run_at
    assert [(1, ["job.created"])] == created(await plan.jobs())


async def test_one_that_hangs_over_the_next_tick_fires_neither_tick_again(plan: Plan) -> None:
    pauses = Pauses()
    hanging = await firing(plan, pauses)
    await scheduler(plan, Pauses()).run_once()
    plan.time.advance(3600)
    await scheduler(plan, Pauses()).run_once()
    before = await plan.record()

    pauses.release("firing")
    await hanging

    assert before == await plan.record()
    assert ["schedule:hourly:2100-03-01T14:00:00+00:00", "schedule:hourly:2100-03-01T13:00:00+00:00"] == [
        job.idempotency_key for job in await plan.jobs()
    ]


async def test_a_tick_whose_job_has_ended_before_the_schedule_moves_is_not_fired_again(plan: Plan) -> None:
    pauses = Pauses()
    hanging = await firing(plan, pauses)
    (job,) = await plan.jobs()
    await plan.requests.request_cancel("ada", job.id)

    await scheduler(plan, Pauses()).run_once()
    pauses.release("firing")
    await hanging

    assert ["cancelled"] == [job.status.value for job in await plan.jobs()]
    assert ONE + HOUR == (await plan.record()).next_run_at


async def test_a_schedule_that_is_changed_while_its_tick_is_fired_keeps_its_new_tick(plan: Plan) -> None:
    pauses = Pauses()
    hanging = await firing(plan, pauses)
    await plan.declared(hourly(cron="30 * * * *"))
    before = await plan.record()

    pauses.release("firing")
    await hanging

    assert before == await plan.record()
    assert ONE + timedelta(minutes=30) == before.next_run_at
    assert 1 == len(await plan.jobs())
