"""However a child, its server or its worker dies: it is told apart, reaped, and nothing stays behind."""

from __future__ import annotations

import asyncio
import os
import struct
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest

from longhaul.engine.isolation import ChildResult, ChildRunner
from longhaul.model.outcome import Returned, Stopped
from tests.isolation import child_bodies as bodies
from tests.isolation.processes import ENOUGH, Calls, is_gone, is_gone_blocking, names_in, no_calls, pipes_and_lines


async def test_a_crash_in_native_code_names_the_signal_and_leaves_a_traceback(runner: ChildRunner) -> None:
    result = await runner.run(bodies.crash, limits=ENOUGH, on_call=no_calls)

    assert Stopped("worker_died", "the child process ended with signal SIGSEGV") == result.outcome
    assert "in crash" in result.output


async def test_an_exit_without_a_result_names_the_status(runner: ChildRunner) -> None:
    result = await runner.run(bodies.exit_at_once, limits=ENOUGH, on_call=no_calls)

    assert Stopped("worker_died", "the child process ended with status 3 and without a result") == result.outcome


@pytest.mark.parametrize(
    ("message", "size"),
    [
        (b"\x80\x04\x95 not json", None),
        (b"[1, 2]", None),
        (b"[" * 100_000, None),
        (b'{"call": 7, "args": {}}', None),
        (b'{"neither": 1}', None),
        (b'{"result": 3}', None),
        (b'{"error": {"type": 1}}', None),
        (b'{"error": {"type": "Retry", "known": "Retry", "message": "m", "kind": "permanent", "code": "C"}}', None),
        (b'{"error": {"type": "Snooze", "known": "Snooze", "message": "m", "for_s": 1e300}}', None),
        (b'{"result": {"score": NaN}}', None),
        (b"", 0xFFFF_FFFF),
    ],
)
async def test_a_child_that_breaks_the_protocol_is_killed(
    runner: ChildRunner, message: bytes, size: int | None
) -> None:
    result = await runner.run(bodies.forge, message, size, limits=ENOUGH, on_call=no_calls)

    assert isinstance(result.outcome, Stopped)
    assert "does not keep to the protocol" in result.outcome.message


async def started(runner: ChildRunner, body: Any, **options: Any) -> tuple[asyncio.Task[ChildResult], dict[str, Any]]:
    calls = Calls()
    running = asyncio.create_task(runner.run(body, **options, limits=ENOUGH, on_call=calls))
    return running, await calls.wait_for("started")


async def test_a_cancelled_child_is_gone(runner: ChildRunner) -> None:
    running, told = await started(runner, bodies.tell_and_spin)

    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running

    assert await is_gone(told["pid"])


@pytest.mark.parametrize("body", [bodies.spawn_and_spin, bodies.spawn_in_new_session_and_spin])
async def test_what_a_cancelled_child_started_is_gone_too(runner: ChildRunner, body: Any) -> None:
    running, told = await started(runner, body)

    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running

    assert await is_gone(told["pid"])
    assert await is_gone(told["grandchild"])


async def test_what_a_child_leaves_running_is_killed_after_its_answer(runner: ChildRunner) -> None:
    result = await runner.run(bodies.spawn_in_new_session_and_return, limits=ENOUGH, on_call=no_calls)

    assert isinstance(result.outcome, Returned)
    assert await is_gone(result.outcome.result["grandchild"])


async def test_a_cancelled_child_leaves_no_directory(
    runner: ChildRunner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    running, _ = await started(runner, bodies.tell_and_spin)

    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running

    assert names_in(str(tmp_path)) == []


async def test_many_children_leave_no_file_descriptor(runner: ChildRunner) -> None:
    await runner.run(bodies.add, 1, limits=ENOUGH, on_call=no_calls)
    before = pipes_and_lines()

    for _ in range(30):
        await runner.run(bodies.add, 1, limits=ENOUGH, on_call=no_calls)

    assert before == pipes_and_lines()


async def test_a_killed_server_fails_its_children_and_is_replaced(runner: ChildRunner) -> None:
    running, told = await started(runner, bodies.kill_my_server)
    failed = await running
    later = await runner.run(bodies.add, 1, limits=ENOUGH, on_call=no_calls)

    assert isinstance(failed.outcome, Stopped)
    assert failed.outcome.cause == "worker_died"
    assert await is_gone(told["pid"])
    assert Returned({"total": 1}) == later.outcome


async def test_stopping_the_runner_ends_what_runs(runner: ChildRunner) -> None:
    running, told = await started(runner, bodies.tell_and_spin)

    await runner.stop()
    await runner.stop()

    assert await is_gone(told["pid"])
    assert isinstance((await running).outcome, Stopped)


async def test_a_module_that_cannot_be_loaded_is_told_at_the_start(capfd: pytest.CaptureFixture[str]) -> None:
    broken = ChildRunner(["longhaul.no_such_module"])

    with pytest.raises(RuntimeError, match="no_such_module"):
        await broken.start()

    assert "ModuleNotFoundError" in capfd.readouterr().err


@pytest.mark.parametrize("body", ["spawn_and_spin", "spawn_in_new_session_and_spin"])
def test_children_and_grandchildren_die_with_a_killed_worker(body: str) -> None:
    script = str(Path(__file__).with_name("worker_to_kill.py"))
    with subprocess.Popen([sys.executable, script, body], stdout=subprocess.PIPE, cwd=Path.cwd()) as worker:
        assert worker.stdout is not None
        pids = struct.unpack("!iii", worker.stdout.read(12))

        worker.kill()

        assert [is_gone_blocking(pid) for pid in pids] == [True, True, True]
    assert os.getpid() not in pids
