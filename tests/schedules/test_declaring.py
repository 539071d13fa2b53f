"""What becomes of declared schedules when processes start again, change them, or stop declaring them."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from longhaul.model.errors import NotFound

from .conftest import NOON, Plan, hourly


async def test_declaring_again_does_not_move_the_next_tick(plan: Plan) -> None:
    await plan.store.sync([hourly()])
    before = await plan.record()
    plan.time.advance(2 * 3600)

    await plan.store.sync([hourly()])

    assert before == await plan.record()


async def test_other_args_take_effect_without_moving_the_next_tick(plan: Plan) -> None:
    await plan.store.sync([hourly()])
    before = await plan.record()
    plan.time.advance(60)

    await plan.store.sync([hourly(args={"text": "$n"})])

    after = await plan.record()
    assert ({"text": "$n"}, before.next_run_at) == (after.schedule.args, after.next_run_at)
    assert timedelta(seconds=60) == after.updated_at - before.updated_at


@pytest.mark.parametrize(
    ("change", "hour", "minute"), [({"cron": "30 * * * *"}, 12, 30), ({"timezone": "Asia/Kolkata"}, 12, 30)]
)
async def test_another_cron_or_time_zone_moves_the_next_tick(
    plan: Plan, change: dict[str, str], hour: int, minute: int
) -> None:
    await plan.store.sync([hourly()])

    await plan.store.sync([hourly(**change)])

    assert NOON.replace(hour=hour, minute=minute, second=0) == (await plan.record()).next_run_at


async def test_many_processes_may_declare_at_once(plan: Plan) -> None:
    await asyncio.gather(*(plan.store.sync([hourly("a"), hourly("b")]) for _ in range(8)))

    assert ["a", "b"] == [record.schedule.name for record in await plan.store.list()]


async def test_what_a_process_no_longer_declares_it_does_not_fire(plan: Plan) -> None:
    await plan.declared(hourly("gone"), hourly("kept"))
    plan.time.advance(3600)

    await plan.scheduler(hourly("kept")).run_once()

    assert ["schedule:kept:2100-03-01T13:00:00+00:00"] == [job.idempotency_key for job in await plan.jobs()]


async def test_a_paused_schedule_fires_nothing_and_leaves_out_the_ticks_of_its_pause(plan: Plan) -> None:
    scheduler = await plan.declared(hourly())
    await plan.store.set_enabled("hourly", enabled=False)
    await plan.store.sync([hourly()])
    plan.time.advance(2 * 3600)
    await scheduler.run_once()

    await plan.store.set_enabled("hourly", enabled=True)
    await scheduler.run_once()

    assert [] == await plan.jobs()
    assert NOON.replace(hour=15, second=0) == (await plan.record()).next_run_at


async def test_a_schedule_that_is_not_there_cannot_be_paused(plan: Plan) -> None:
    with pytest.raises(NotFound):
        await plan.store.set_enabled("nothing", enabled=False)
