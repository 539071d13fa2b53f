"""A function in a thread can be stopped while it is in Python, and is left behind where it is not."""

from __future__ import annotations

import asyncio
import contextvars
import threading
from collections.abc import AsyncIterator

import pytest

from longhaul.engine.threads import BodyStopped, ThreadRunner


class Spinner:
    """A function that spins in Python until it is stopped, and tells so."""

    def __init__(self, *, swallows: int = 0) -> None:
        self.begun = threading.Event()
        self.ended = threading.Event()
        self._swallows = swallows

    def __call__(self) -> None:
        try:
            for _ in range(self._swallows):
                try:
                    self._spin()
                except BodyStopped:
                    continue
            self._spin()
        finally:
            self.ended.set()

    def _spin(self) -> None:
        self.begun.set()
        while True:
            pass


@pytest.fixture
def threads() -> ThreadRunner:
    """A runner with a patience that tests can wait for."""
    return ThreadRunner(patience_s=3.0)


@pytest.fixture
async def gate() -> AsyncIterator[threading.Event]:
    """An event that a thread waits for in C; opened at the end, so that no thread stays."""
    gate = threading.Event()
    yield gate
    gate.set()


async def cancel_once_begun(running: asyncio.Task[None], begun: threading.Event) -> None:
    await asyncio.to_thread(begun.wait)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running


async def test_a_result_comes_back(threads: ThreadRunner) -> None:
    assert await threads.run(sum, [20, 22]) == 42


async def test_an_exception_comes_back_with_its_traceback(threads: ThreadRunner) -> None:
    with pytest.raises(ZeroDivisionError) as caught:
        await threads.run(lambda: 1 // 0)

    assert caught.traceback[-1].name == "<lambda>"


async def test_an_exit_in_a_thread_does_not_end_the_worker(threads: ThreadRunner) -> None:
    def leave() -> None:
        raise SystemExit(3)

    with pytest.raises(RuntimeError, match="SystemExit"):
        await threads.run(leave)


async def test_context_variables_are_seen_in_the_thread(threads: ThreadRunner) -> None:
    variable: contextvars.ContextVar[str] = contextvars.ContextVar("variable")
    variable.set("seen")

    assert await threads.run(variable.get) == "seen"


async def test_a_cancel_stops_a_busy_loop(threads: ThreadRunner) -> None:
    spinner = Spinner()
    running = asyncio.create_task(threads.run(spinner))

    await cancel_once_begun(running, spinner.begun)

    assert spinner.ended.is_set()
    assert threads.abandoned == 0


async def test_a_cancel_goes_on_until_a_stubborn_body_ends(threads: ThreadRunner) -> None:
    spinner = Spinner(swallows=3)
    running = asyncio.create_task(threads.run(spinner))

    await cancel_once_begun(running, spinner.begun)

    assert spinner.ended.is_set()


async def test_a_thread_stuck_in_c_is_left_behind_and_counted(gate: threading.Event) -> None:
    threads = ThreadRunner(patience_s=0.2)
    begun, thread = threading.Event(), [threading.current_thread()]

    def wait_in_c() -> None:
        thread[0] = threading.current_thread()
        begun.set()
        gate.wait()

    running = asyncio.create_task(threads.run(wait_in_c))
    await cancel_once_begun(running, begun)
    left_behind = threads.abandoned
    gate.set()
    await asyncio.to_thread(thread[0].join)

    assert left_behind == 1
    assert threads.abandoned == 0


async def test_the_loop_goes_on_while_a_thread_spins(threads: ThreadRunner) -> None:
    spinner = Spinner()
    running = asyncio.create_task(threads.run(spinner))
    await asyncio.to_thread(spinner.begun.wait)

    rounds = 0
    async with asyncio.timeout(60):
        while rounds < 20:
            await asyncio.sleep(0.001)
            rounds += 1

    await cancel_once_begun(running, spinner.begun)
    assert rounds == 20


async def test_an_interrupt_at_the_very_end_hurts_nobody(threads: ThreadRunner) -> None:
    for number in range(50):
        begun = threading.Event()

        def end_at_once(begun: threading.Event = begun) -> None:
            begun.set()

        running = asyncio.create_task(threads.run(end_at_once))
        await asyncio.sleep(0)
        running.cancel()
        await asyncio.wait({running})
        await asyncio.to_thread(begun.wait)

        assert await threads.run(str, number) == str(number)
