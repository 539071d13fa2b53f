"""A function in a thread can be stopped while it is in Python, and is left behind where it is not."""

from __future__ import annotations

import asyncio
import contextvars
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator
from operator import call

import pytest

from longhaul.engine.threads import BodyStopped, ThreadRunner, _Body  # pyright: ignore[reportPrivateUsage]


class Spinner:
    """A function that spins in Python until it is stopped, and tells so."""

    def __init__(self, *, swallows: int = 0) -> None:
        self.begun = threading.Event()
        self.has_ended = False
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
            self.has_ended = True  # one step: whoever interrupts again comes too late to prevent it

    def _spin(self) -> None:
        self.begun.set()
        while True:
            pass


@pytest.fixture
def threads() -> ThreadRunner:
    """A runner with the patience of a busy machine: nothing here is to be left behind."""
    return ThreadRunner(patience_s=60.0)


async def cancel_once_begun(running: asyncio.Task[None], begun: Callable[[], object]) -> None:
    await asyncio.to_thread(begun)
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

    await cancel_once_begun(running, spinner.begun.wait)

    assert spinner.has_ended
    assert threads.abandoned == 0


async def test_a_cancel_goes_on_until_a_stubborn_body_ends(threads: ThreadRunner) -> None:
    spinner = Spinner(swallows=3)
    running = asyncio.create_task(threads.run(spinner))

    await cancel_once_begun(running, spinner.begun.wait)

    assert spinner.has_ended


async def test_a_thread_stuck_in_c_is_left_behind_and_counted() -> None:
    threads = ThreadRunner(patience_s=0.2)
    begun, gate, thread = threading.Lock(), threading.Lock(), [threading.current_thread()]
    begun.acquire()
    gate.acquire()

    def wait_in_c() -> None:
        thread[0] = threading.current_thread()
        # Says that it has begun and waits, all within one call into C: between two it could still be stopped.
        deque(map(call, (begun.release, gate.acquire)), maxlen=0)

    running = asyncio.create_task(threads.run(wait_in_c))
    await cancel_once_begun(running, begun.acquire)
    left_behind = threads.abandoned
    gate.release()
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

    await cancel_once_begun(running, spinner.begun.wait)
    assert rounds == 20


async def test_a_cancel_before_the_thread_has_come_to_the_function_stops_that(
    threads: ThreadRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate, tries, begin = threading.Event(), asyncio.Event(), threading.Thread.run
    interrupt = _Body.interrupt

    def begin_late(thread: threading.Thread) -> None:
        gate.wait()
        begin(thread)

    def interrupted(body: _Body) -> None:
        interrupt(body)
        tries.set()

    monkeypatch.setattr(threading.Thread, "run", begin_late)
    monkeypatch.setattr(_Body, "interrupt", interrupted)
    spinner = Spinner()
    running = asyncio.create_task(threads.run(spinner))
    await asyncio.sleep(0)

    running.cancel()
    await tries.wait()
    gate.set()
    with pytest.raises(asyncio.CancelledError):
        await running

    assert threads.abandoned == 0


@pytest.fixture
def taking_turns_often() -> Iterator[None]:
    """Threads let each other in every few steps, so that a short body is interrupted at any of its last ones."""
    usual_s = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    yield
    sys.setswitchinterval(usual_s)


@pytest.mark.usefixtures("taking_turns_often")
async def test_an_interrupt_at_the_very_end_hurts_nobody(threads: ThreadRunner) -> None:
    for number in range(50):
        begun = threading.Event()

        def end_at_once(begun: threading.Event = begun) -> None:
            begun.set()

        running = asyncio.create_task(threads.run(end_at_once))
        await asyncio.sleep(0)
        begun.wait()  # not aside: what comes back from another thread comes after the end
        running.cancel()
        await asyncio.wait({running})

        assert await threads.run(str, number) == str(number)
