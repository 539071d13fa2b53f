"""A child that uses too much is stopped, and the answer says what it used up."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from longhaul.engine.isolation import ChildRunner, Limits
from longhaul.model.outcome import Raised, Returned, Stopped
from tests.isolation import child_bodies as bodies
from tests.isolation.processes import ENOUGH, Calls, no_calls


async def test_an_allocation_over_the_limit_is_out_of_memory(runner: ChildRunner) -> None:
    limits = Limits(memory_mb=100, wall_s=30)

    result = await runner.run(bodies.eat_memory, 300, limits=limits, on_call=no_calls)

    assert Stopped("out_of_memory", "the attempt needed more memory than the 100 MB it may use") == result.outcome


async def test_an_allocation_within_the_limit_is_fine_and_shows_in_the_peak(runner: ChildRunner) -> None:
    limits = Limits(memory_mb=100, wall_s=30)

    result = await runner.run(bodies.eat_memory, 80, limits=limits, on_call=no_calls)

    assert isinstance(result.outcome, Returned)
    assert 80 <= result.peak_rss_mb <= 160


async def test_a_native_crash_with_the_allowance_used_up_is_out_of_memory(runner: ChildRunner) -> None:
    limits = Limits(memory_mb=100, wall_s=30)

    result = await runner.run(bodies.eat_memory_natively, limits=limits, on_call=no_calls)

    assert isinstance(result.outcome, Stopped)
    assert result.outcome.cause == "out_of_memory"


async def test_a_kill_from_outside_is_taken_for_the_kernel_short_of_memory(runner: ChildRunner) -> None:
    result = await runner.run(bodies.kill_myself, limits=Limits(wall_s=30), on_call=no_calls)

    assert Stopped("out_of_memory", "the attempt needed more memory than there is") == result.outcome


async def test_a_child_that_takes_too_long_is_killed(runner: ChildRunner) -> None:
    result = await runner.run(bodies.sleep_long, limits=Limits(wall_s=0.3), on_call=no_calls)

    assert Stopped("timed_out", "the attempt took longer than 0.3 s") == result.outcome


async def test_native_code_that_does_not_return_is_killed_too(runner: ChildRunner) -> None:
    result = await runner.run(bodies.spin_natively, limits=Limits(wall_s=0.3), on_call=no_calls)

    assert isinstance(result.outcome, Stopped)
    assert result.outcome.cause == "timed_out"


async def test_a_child_that_uses_too_much_processor_time_is_timed_out(runner: ChildRunner) -> None:
    result = await runner.run(bodies.spin, limits=Limits(cpu_s=1, wall_s=30), on_call=no_calls)

    assert Stopped("timed_out", "the attempt used more than 1 s of processor time") == result.outcome


async def test_a_file_over_the_limit_is_an_error_of_the_handler(runner: ChildRunner) -> None:
    result = await runner.run(bodies.write_big_file, limits=Limits(file_mb=1, wall_s=30), on_call=no_calls)

    assert isinstance(result.outcome, Raised)
    assert type(result.outcome.error).__name__ == "OSError"


async def test_the_event_loop_stays_responsive_while_a_child_spins(runner: ChildRunner) -> None:
    calls = Calls()
    running = asyncio.create_task(runner.run(bodies.tell_and_spin, limits=ENOUGH, on_call=calls))
    await calls.wait_for("started")

    for _ in range(20):
        await asyncio.sleep(0.001)

    assert not running.done()  # a loop held until the child's time is over would come round once, and too late
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running


async def test_children_run_side_by_side(runner: ChildRunner, tmp_path: Path) -> None:
    async with asyncio.TaskGroup() as group:
        runs = [
            group.create_task(runner.run(bodies.add, number, 1, limits=Limits(wall_s=30), on_call=no_calls))
            for number in range(8)
        ]

    assert [Returned({"total": number + 1}) for number in range(8)] == [run.result().outcome for run in runs]
