"""Runs a handler's body where its task says: on the event loop, in a thread, or in a child process."""

from __future__ import annotations

import asyncio
import inspect
import json
from collections.abc import Awaitable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, cast

from pydantic import BaseModel

from longhaul.engine.attempt import Attempt
from longhaul.engine.child import Caller, Limits
from longhaul.engine.context import Context, SyncContext, serve
from longhaul.engine.handlers import AsyncHandler, Handler, SyncHandler
from longhaul.engine.isolation import ChildRunner
from longhaul.engine.threads import ThreadRunner
from longhaul.model.job import Job
from longhaul.model.outcome import Outcome, Raised, Returned

_FILE_MB: Final = 1024


@dataclass(frozen=True, slots=True)
class Ran:
    """How a body ended; `peak_rss_mb` only where it had a process of its own."""

    outcome: Outcome
    peak_rss_mb: float | None = None


class Bodies:
    """Runs bodies. Cancelling the awaiting task stops the body: at its next `await`, by an exception in its thread,
    or by killing its process group.
    """

    def __init__(self, children: ChildRunner, threads: ThreadRunner) -> None:
        self._children = children
        self._threads = threads

    async def run(self, handler: Handler, attempt: Attempt, args: BaseModel) -> Ran:
        """Run the handler of this attempt and say how it ended; `CancelledError` passes through."""
        match handler.task.isolation:
            case "async":
                return await self._on_the_loop(cast("AsyncHandler", handler.function), attempt, args)
            case "thread":
                return await self._in_a_thread(cast("SyncHandler", handler.function), attempt, args)
            case "process":
                return await self._in_a_child(handler, attempt, args)

    async def _on_the_loop(self, function: AsyncHandler, attempt: Attempt, args: BaseModel) -> Ran:
        try:
            answer = function(Context(attempt, self._children), args)
            result = await answer if inspect.isawaitable(answer) else answer
            return Ran(Returned(as_json(result)))
        except Exception as error:  # noqa: BLE001 - whatever a handler raises is its outcome
            return Ran(Raised(error))

    async def _in_a_thread(self, function: SyncHandler, attempt: Attempt, args: BaseModel) -> Ran:
        line = _ThreadLine(attempt, asyncio.get_running_loop())
        try:
            result = await self._threads.run(function, SyncContext(line, attempt.job), args)
        except Exception as error:  # noqa: BLE001 - whatever a handler raises is its outcome
            return Ran(Raised(error))
        return Ran(Returned(as_json(result)))

    async def _in_a_child(self, handler: Handler, attempt: Attempt, args: BaseModel) -> Ran:
        # The deadline is the executor's; the child's own are a little later, for a worker that hangs.
        seconds = attempt.job.timeout_s + 5
        limits = Limits(memory_mb=handler.task.memory_mb, cpu_s=seconds, file_mb=_FILE_MB, wall_s=seconds)

        async def on_call(method: str, arguments: dict[str, Any]) -> Any:
            return await serve(attempt, method, arguments)

        ended = await self._children.run(
            run_in_child,
            handler.function,
            attempt.job,
            args,
            limits=limits,
            on_call=on_call,
            tmpdir=attempt.tmpdir,
        )
        return Ran(ended.outcome, ended.peak_rss_mb)


def run_in_child(caller: Caller, function: SyncHandler, job: Job, args: BaseModel) -> dict[str, Any]:
    """The child's side: give the handler its context and bring its result into JSON."""
    return as_json(function(SyncContext(caller, job), args))


def as_json(result: object) -> dict[str, Any]:
    """The result as it is stored: a model's JSON, a mapping as it is, `{}` for None."""
    if result is None:
        return {}
    if isinstance(result, BaseModel):
        return result.model_dump(mode="json")
    if isinstance(result, dict):
        return cast("dict[str, Any]", json.loads(json.dumps(result, allow_nan=False)))
    raise TypeError(f"a handler returns a model, a dict or None, not {type(result).__name__}")


class _ThreadLine:
    """The line of a `SyncContext` in a thread: each call runs on the worker's loop."""

    def __init__(self, attempt: Attempt, loop: asyncio.AbstractEventLoop) -> None:
        self._attempt = attempt
        self._loop = loop

    @property
    def tmpdir(self) -> Path:
        return self._attempt.tmpdir

    def call(self, method: str, **kwargs: Any) -> Any:
        call: Awaitable[Any] = serve(self._attempt, method, kwargs)
        return asyncio.run_coroutine_threadsafe(cast("Any", call), self._loop).result()
