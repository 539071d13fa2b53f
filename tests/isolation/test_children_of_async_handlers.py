"""`Context.in_child`: an async handler hands hostile or heavy work to a process that can be limited and killed."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from longhaul.engine.attempt import Attempt
from longhaul.engine.context import Context
from longhaul.engine.isolation import ChildError, ChildRunner
from longhaul.model.control import ErrorKind, Fail, Retry
from tests.isolation import child_work


@pytest.fixture
async def context(tmp_path: Path) -> AsyncIterator[Context]:
    """A context whose attempt is nothing but a directory."""
    attempt = cast("Attempt", SimpleNamespace(tmpdir=tmp_path, raise_if_stopped=lambda: None))
    children = ChildRunner(preload=["tests.isolation.child_work"])
    await children.start()
    yield Context(attempt, children)
    await children.stop()


async def call(context: Context, function: Any, *args: Any, seconds: float = 20) -> dict[str, Any]:
    """Call it with little memory."""
    return await context.in_child(function, *args, memory_mb=128, seconds=seconds)


async def test_the_result_comes_back_as_json_from_another_process(context: Context, tmp_path: Path) -> None:
    result = await call(context, child_work.facts, "hello")

    assert result["said"] == "hello"
    assert result["pid"] != os.getpid()
    assert result["directory"] == str(tmp_path)


async def test_what_it_fails_with_is_raised_with_code_and_hint(context: Context) -> None:
    with pytest.raises(Fail) as caught:
        await call(context, child_work.fail)

    assert (caught.value.code, caught.value.hint) == ("BAD_FILE", "Send another one.")


async def test_any_other_exception_is_a_child_error(context: Context) -> None:
    with pytest.raises(ChildError, match="nothing"):
        await call(context, child_work.stumble)


@pytest.mark.parametrize(("work", "code"), [("hoard", "OUT_OF_MEMORY"), ("spin", "TIMED_OUT")])
async def test_running_out_of_memory_or_time_is_exhaustion(context: Context, work: str, code: str) -> None:
    with pytest.raises(Retry) as caught:
        await call(context, getattr(child_work, work), seconds=1.5 if work == "spin" else 20)

    assert (caught.value.kind, caught.value.code) == (ErrorKind.RESOURCE_EXHAUSTED, code)


async def test_a_child_sees_no_secret_of_its_worker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    secrets = ("MONGODB_URI", "LLM_API_KEY", "SMTP_PASSWORD", "GITHUB_TOKEN", "AWS_SECRET_ACCESS_KEY")
    for name in (*secrets, "LONGHAUL_KEYS_OF_NOTHING"):
        monkeypatch.setenv(name, "x")
    attempt = cast("Attempt", SimpleNamespace(tmpdir=tmp_path, raise_if_stopped=lambda: None))
    children = ChildRunner()
    await children.start()

    seen = (await call(Context(attempt, children), child_work.environment))["names"]

    await children.stop()
    assert set(secrets).isdisjoint(seen)
    assert {"PATH", "LONGHAUL_KEYS_OF_NOTHING"} <= set(seen)


async def test_cancelling_the_handler_kills_the_child(context: Context, tmp_path: Path) -> None:
    task = asyncio.create_task(call(context, child_work.leave_pid_and_wait, str(tmp_path / "pid")))
    while not (tmp_path / "pid").exists():  # noqa: ASYNC110 - a process of its own says so by a file
        await asyncio.sleep(0.01)
    pid = int((tmp_path / "pid").read_text())

    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task

    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
