"""Thread isolation: run a function in a thread of its own that can be told to stop.

Python code is stopped by an exception that is raised in the middle of it. A call into C (a long `re.match`, a native
parser, `time.sleep`) cannot be interrupted before it returns: such a thread is left behind, counted, and ends by itself
as soon as it is back in Python. Work that must be stoppable at any time belongs into a child process.
"""

from __future__ import annotations

import asyncio
import contextlib
import contextvars
import ctypes
import threading
from collections.abc import Callable
from typing import Any, TypeVar

ResultT = TypeVar("ResultT")

_AGAIN_S = 0.05


class BodyStopped(BaseException):
    """Raised inside a handler's thread to end it. Not an `Exception`, so that only careless code swallows it."""


class ThreadRunner:
    """Runs functions in threads of their own, any number side by side."""

    def __init__(self, *, patience_s: float = 2.0) -> None:
        """After a cancel a thread has `patience_s` seconds to end before it is left behind."""
        self._patience_s = patience_s
        self._abandoned: set[threading.Thread] = set()

    @property
    def abandoned(self) -> int:
        """How many threads were left behind and still run."""
        self._abandoned = {thread for thread in self._abandoned if thread.is_alive()}
        return len(self._abandoned)

    async def run(self, function: Callable[..., ResultT], *args: Any) -> ResultT:
        """Call `function(*args)` in a thread and return its result or raise what it raised.

        Cancelling the awaiting task raises `BodyStopped` in the thread, again and again until it ends, and comes back
        with `CancelledError` after at most the patience of this runner.
        """
        body = _Body(function, args)
        body.thread.start()
        try:
            await body.done.wait()
        except asyncio.CancelledError:
            await self._stop(body)
            raise
        return body.outcome()

    async def _stop(self, body: _Body) -> None:
        try:
            async with asyncio.timeout(self._patience_s):
                while not body.done.is_set():
                    body.interrupt()
                    with contextlib.suppress(TimeoutError):
                        await asyncio.wait_for(body.done.wait(), _AGAIN_S)
        except TimeoutError:
            pass
        finally:
            if not body.done.is_set():
                self._abandoned.add(body.thread)


class _Body:
    """One function in its thread, and the flag that says when it may be interrupted."""

    def __init__(self, function: Callable[..., Any], args: tuple[Any, ...]) -> None:
        self.done = asyncio.Event()
        context = contextvars.copy_context()
        self.thread = threading.Thread(
            target=context.run, args=(self._run, function, args), name="longhaul-body", daemon=True
        )
        self._loop = asyncio.get_running_loop()
        self._interruptible = threading.Lock()
        self._is_running = False
        self._result: Any = None
        self._error: BaseException | None = None

    def outcome(self) -> Any:
        match self._error:
            case None:
                return self._result
            case Exception():
                raise self._error
            case _:  # SystemExit and the like would end the worker
                raise RuntimeError(f"the handler raised {type(self._error).__name__}") from self._error

    def interrupt(self) -> None:
        with self._interruptible:
            if self._is_running and self.thread.ident is not None:
                _raise_in(self.thread.ident, BodyStopped)

    def _run(self, function: Callable[..., Any], args: tuple[Any, ...]) -> None:
        try:
            try:
                with self._interruptible:
                    self._is_running = True  # from here on an interrupt is caught
                self._result = function(*args)
            except BaseException as error:  # noqa: BLE001 - raised again where the result is awaited
                self._error = error
            self._finish()
        except BodyStopped as late:
            self._error = late
            self._finish()
        with contextlib.suppress(RuntimeError):  # the loop is closed: nobody waits any more
            self._loop.call_soon_threadsafe(self.done.set)

    def _finish(self) -> None:
        """Make sure that no interrupt arrives from here on; one may already be under way."""
        while True:
            try:
                with self._interruptible:
                    self._is_running = False
                _raise_in(threading.get_ident(), None)
                return
            except BodyStopped:
                continue


def _raise_in(thread_id: int, exception: type[BaseException] | None) -> None:
    """Let `exception` be raised in a thread at its next step in Python; None takes back one that waits."""
    ctypes.pythonapi.PyThreadState_SetAsyncExc(
        ctypes.c_ulong(thread_id), None if exception is None else ctypes.py_object(exception)
    )
