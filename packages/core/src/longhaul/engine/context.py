"""What a handler gets: `Context` on the event loop, `SyncContext` in a thread or a child process."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, Protocol, TypeVar, cast

from pydantic import BaseModel

from longhaul.engine.attempt import Attempt
from longhaul.engine.child import Caller, Limits
from longhaul.engine.isolation import ChildRunner
from longhaul.model.artifact import ArtifactRef
from longhaul.model.control import ErrorKind, Retry
from longhaul.model.errors import InvalidInput
from longhaul.model.job import Job
from longhaul.model.outcome import Raised, Returned, Stopped

T = TypeVar("T")


class Context:
    """The job an async handler works on, and everything it may say about it.

    Every call that writes is fenced by the lease: once the job belongs to somebody else it raises `LeaseLost` and
    writes nothing. Calls also end the handler with `CancelledError` when it should stop.
    """

    def __init__(self, attempt: Attempt, children: ChildRunner) -> None:
        self._attempt = attempt
        self._children = children

    @property
    def job(self) -> Job:
        """The job as it was when this attempt began."""
        return self._attempt.job

    @property
    def tmpdir(self) -> Path:
        """A private directory of this attempt, removed afterwards."""
        return self._attempt.tmpdir

    @property
    def deadline(self) -> float:
        """Seconds until this attempt is stopped as `timed_out`."""
        return self._attempt.seconds_left

    async def progress(
        self, percent: int, message: str = "", *, step: str | None = None, code: str | None = None, **counters: Any
    ) -> None:
        """Say how far the job is, 0 to 100; it never falls within an attempt. Cheap: stored four times a second."""
        await self._attempt.progress(percent, message, step, code, **counters)

    async def log(self, message: str, *, level: str = "info", **fields: Any) -> None:
        """Write a line that the job's owner can read."""
        await self._attempt.log(message, level, **fields)

    async def step(self, name: str, fn: Callable[[], Awaitable[T]], *, inputs: Any = None) -> T:
        """Do `fn` once: its JSON result is kept in the job, and later attempts get it without calling `fn`.

        A memo counts only for equal `inputs`. Raises `TooLarge` for results over 256 KB: store those as artifacts.
        """
        memo = self._attempt.recall(name, inputs)
        if memo is not None:
            return cast("T", memo["result"])
        self._attempt.raise_if_stopped()
        began = time.monotonic()
        result = await fn()
        await self._attempt.keep(name, result, inputs, round((time.monotonic() - began) * 1000))
        return result

    async def in_child(
        self,
        function: Callable[..., BaseModel | dict[str, Any]],
        *args: Any,
        memory_mb: int,
        seconds: float,
        file_mb: int = 64,
    ) -> dict[str, Any]:
        """Call `function(*args)` in a child process of its own and give its result as JSON.

        For what uses the processor or reads hostile input: the child may use `memory_mb` megabytes more than it starts
        with, `seconds` of wall and processor time, and write files of `file_mb`; it has no database, and `tmpdir` is
        its current directory. `function` is one of a module; it and `args` are pickled. It is killed, with what it
        started, when this attempt ends. Raises what `function` raised, where that is a `ControlSignal`, else
        `ChildError`; `Retry` of kind `resource_exhausted` where time or memory ran out.
        """
        self._attempt.raise_if_stopped()
        limits = Limits(memory_mb=memory_mb, cpu_s=seconds, file_mb=file_mb, wall_s=seconds)
        ended = await self._children.run(
            call_in_child, function, args, limits=limits, on_call=_no_calls, tmpdir=self._attempt.tmpdir
        )
        match ended.outcome:
            case Returned(result):
                return result
            case Raised(error):
                raise error
            case Stopped(cause, message):
                exhausted = cause in {"out_of_memory", "timed_out"}
                kind = ErrorKind.RESOURCE_EXHAUSTED if exhausted else ErrorKind.TRANSIENT
                raise Retry(message, kind=kind, code=cause.upper())
            case _:
                raise AssertionError(ended.outcome)  # children are not interrupted, only killed

    async def save_artifact(self, filename: str, data: bytes | Path, *, kind: str, content_type: str) -> ArtifactRef:
        """Store bytes or a file as the job's. Nobody sees it before it is whole and the lease still holds."""
        return await self._attempt.save_artifact(filename, data, kind, content_type)

    async def adopt_artifact(self, artifact_id: str, *, kind: str) -> ArtifactRef:
        """Make a file the owner uploaded one of the job's, so that it lives as long as the job."""
        return await self._attempt.adopt_artifact(artifact_id, kind)

    async def read_artifact(self, artifact_id: str, *, max_bytes: int) -> bytes:
        """The content of a file of the job's owner. Raises `Fail` where it is absent or larger."""
        return await self._attempt.read_artifact(artifact_id, max_bytes)

    async def raise_if_cancelled(self) -> None:
        """End the handler here if somebody asked to stop it."""
        self._attempt.raise_if_stopped()


def call_in_child(_caller: Caller, function: Callable[..., Any], args: tuple[Any, ...]) -> Any:
    """The child's side of `Context.in_child`."""
    return function(*args)


async def _no_calls(method: str, _args: dict[str, Any]) -> Any:
    raise InvalidInput(f"there is no call {method!r} here")


class Line(Protocol):
    """A blocking line to the worker: names a method of `serve`, gives JSON, gets JSON."""

    @property
    def tmpdir(self) -> Path:
        """The attempt's private directory."""
        ...

    def call(self, method: str, **kwargs: Any) -> Any:
        """Let the worker do it and wait."""
        ...


class SyncContext:
    """`Context` for handlers that block: the same methods without `await`."""

    def __init__(self, line: Line, job: Job) -> None:
        self._line = line
        self._until = time.monotonic() + job.timeout_s
        self.job = job

    @property
    def tmpdir(self) -> Path:
        """A private directory of this attempt, removed afterwards."""
        return self._line.tmpdir

    @property
    def deadline(self) -> float:
        """Seconds until this attempt is stopped as `timed_out`."""
        return max(0.0, self._until - time.monotonic())

    def progress(
        self, percent: int, message: str = "", *, step: str | None = None, code: str | None = None, **counters: Any
    ) -> None:
        """As `Context.progress`."""
        self._line.call("progress", percent=percent, message=message, step=step, code=code, counters=counters)

    def log(self, message: str, *, level: str = "info", **fields: Any) -> None:
        """As `Context.log`."""
        self._line.call("log", message=message, level=level, fields=fields)

    def step(self, name: str, fn: Callable[[], T], *, inputs: Any = None) -> T:
        """As `Context.step`."""
        memo = self._line.call("recall", name=name, inputs=inputs)
        if memo is not None:
            return cast("T", memo["result"])
        began = time.monotonic()
        result = fn()
        duration_ms = round((time.monotonic() - began) * 1000)
        self._line.call("keep", name=name, result=result, inputs=inputs, duration_ms=duration_ms)
        return result

    def save_artifact(self, filename: str, data: bytes | Path, *, kind: str, content_type: str) -> ArtifactRef:
        """As `Context.save_artifact`; a `Path` must lie in `tmpdir`."""
        path = data
        if isinstance(data, bytes):
            path = self.tmpdir / f"artifact-{time.monotonic_ns()}"
            path.write_bytes(data)
        try:
            ref = self._line.call(
                "save_artifact", filename=filename, path=str(path), kind=kind, content_type=content_type
            )
        finally:
            if isinstance(data, bytes):
                cast("Path", path).unlink(missing_ok=True)
        return ArtifactRef.model_validate(ref)

    def adopt_artifact(self, artifact_id: str, *, kind: str) -> ArtifactRef:
        """As `Context.adopt_artifact`."""
        return ArtifactRef.model_validate(self._line.call("adopt_artifact", artifact_id=artifact_id, kind=kind))

    def read_artifact(self, artifact_id: str, *, max_bytes: int) -> bytes:
        """As `Context.read_artifact`."""
        path = self.tmpdir / f"download-{time.monotonic_ns()}"
        self._line.call("download_artifact", artifact_id=artifact_id, path=str(path), max_bytes=max_bytes)
        try:
            return path.read_bytes()
        finally:
            path.unlink(missing_ok=True)

    def raise_if_cancelled(self) -> None:
        """As `Context.raise_if_cancelled`."""
        self._line.call("raise_if_cancelled")


async def serve(attempt: Attempt, method: str, args: dict[str, Any]) -> Any:
    """Do for a `SyncContext` what it asks through its line; answers are JSON.

    The other side may run hostile input, so methods are a closed list and paths must lie in the attempt's directory.
    """
    match method, args:
        case "progress", {"percent": percent, "message": message, "step": step, "code": code, "counters": counters}:
            return await attempt.progress(percent, message, step, code, **counters)
        case "log", {"message": message, "level": level, "fields": fields}:
            return await attempt.log(message, level, **fields)
        case "recall", {"name": name, "inputs": inputs}:
            return attempt.recall(name, inputs)
        case "keep", {"name": name, "result": result, "inputs": inputs, "duration_ms": duration_ms}:
            return await attempt.keep(name, result, inputs, duration_ms)
        case "save_artifact", {"filename": filename, "path": path, "kind": kind, "content_type": content_type}:
            ref = await attempt.save_artifact(filename, _inside(attempt, path), kind, content_type)
            return ref.model_dump()
        case "adopt_artifact", {"artifact_id": artifact_id, "kind": kind}:
            return (await attempt.adopt_artifact(artifact_id, kind)).model_dump()
        case "download_artifact", {"artifact_id": artifact_id, "path": path, "max_bytes": max_bytes}:
            return (await attempt.download_artifact(artifact_id, _inside(attempt, path), max_bytes)).model_dump()
        case "raise_if_cancelled", {}:
            return attempt.raise_if_stopped()
        case _:
            raise InvalidInput(f"there is no call {method!r} with these arguments")


def _inside(attempt: Attempt, path: str) -> Path:
    resolved = Path(path).resolve()
    if not resolved.is_relative_to(attempt.tmpdir.resolve()):
        raise InvalidInput("the file must lie in the attempt's own directory", field="path")
    return resolved
