"""One running attempt as the worker holds it: its fenced writes, coalesced, and whether it must stop."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import json
import re
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, Final, Literal, TypeVar

from longhaul.engine.artifacts import Artifacts
from longhaul.engine.relay import Relay
from longhaul.engine.workspaces import Workspace
from longhaul.model.artifact import ArtifactRef
from longhaul.model.control import Fail
from longhaul.model.errors import InvalidInput, LeaseLost, NotFound, StoreUnavailable, TooLarge
from longhaul.model.job import Job, Progress
from longhaul.model.lease import Lease
from longhaul.mongo.holder import HolderStore, Written
from longhaul.telemetry.logs import get_logger

T = TypeVar("T")
StopReason = Literal["cancelled", "lease_lost", "timed_out", "interrupted"]

FLUSH_INTERVAL_S: Final = 0.25
"""Progress and log lines reach the database at most this often per job: four times a second."""
EVENT_LIMIT_BYTES: Final = 8 * 1024
_MESSAGE_LENGTH: Final = 500
_LINES_PER_WRITE: Final = 50
_LINE_LENGTH: Final = 1000
_LINES_KEPT: Final = 1000
_RETRY_S: Final = 0.5
_log = get_logger("longhaul.attempt")
_STEP_NAME: Final = re.compile(r"^[a-z0-9][a-z0-9_:-]{0,79}$")


class Attempt:
    """The running job, the lease that fences every write, and what it has said but not yet stored."""

    def __init__(
        self,
        job: Job,
        lease: Lease,
        holder: HolderStore,
        relay: Relay,
        artifacts: Artifacts,
        *,
        step_limit_bytes: int,
    ) -> None:
        self.job = job
        self.lease = lease
        self.v = job.v
        self.stop_reason: StopReason | None = None
        self.started = time.monotonic()
        self._holder = holder
        self._relay = relay
        self._artifacts = artifacts
        self._workspace: Workspace | None = None
        self._step_limit_bytes = step_limit_bytes
        self._steps = dict(job.steps)
        self._writing = asyncio.Lock()
        self._telling = asyncio.Lock()
        self._is_cut_off = False
        self._progress: Progress | None = None
        self._lines: list[dict[str, Any]] = []
        self._flushing: asyncio.Task[None] | None = None
        self._flushed_at = 0.0

    @property
    def tmpdir(self) -> Path:
        """A private directory, made when first asked for and removed after the attempt."""
        if self._workspace is None:
            self._workspace = Workspace()
        return self._workspace.path

    @property
    def seconds_left(self) -> float:
        """How long the attempt may still run."""
        return max(0.0, self.job.timeout_s - (time.monotonic() - self.started))

    async def progress(
        self, percent: int, message: str = "", step: str | None = None, code: str | None = None, **counters: Any
    ) -> None:
        """Say how far the job is. Stored at most four times a second; the last word always is."""
        self.raise_if_stopped()
        percent = max(0, min(100, int(percent)))
        _check_event_size("progress", counters)
        self._progress = Progress(percent, message[:_MESSAGE_LENGTH], step, code, counters)
        await self._flush_soon()

    async def log(self, message: str, level: str = "info", **fields: Any) -> None:
        """Write a line of the job's own log; it becomes part of the event log."""
        self.raise_if_stopped()
        line = {"level": level, "message": message[:_LINE_LENGTH], **({"fields": fields} if fields else {})}
        _check_event_size("a log line", line)
        self._lines.append(line)
        del self._lines[:-_LINES_KEPT]
        await self._flush_soon(at_once=len(self._lines) >= _LINES_PER_WRITE)

    def recall(self, name: str, inputs: Any = None) -> dict[str, Any] | None:
        """The memo of a step that an earlier attempt finished with the same inputs, as `{"result": ...}`."""
        _check_step_name(name)
        memo = self._steps.get(name)
        if memo is None or memo.get("inputs_sha256") != _fingerprint(inputs):
            return None
        return {"result": memo["result"]}

    async def keep(self, name: str, result: Any, inputs: Any = None, duration_ms: int = 0) -> None:
        """Remember the result of a step in the job."""
        _check_step_name(name)
        try:
            size = len(json.dumps(result, ensure_ascii=False).encode())
        except (TypeError, ValueError) as error:
            raise InvalidInput(f"step {name}: its result is not JSON: {error}", field="result") from error
        if size > self._step_limit_bytes:
            raise TooLarge(f"the result of step {name}", limit=self._step_limit_bytes, size=size, field="result")
        memo = {"result": result, "inputs_sha256": _fingerprint(inputs)}
        await self._write_in_order(lambda: self._holder.keep_step(self.lease, name, memo, duration_ms))
        self._steps[name] = memo

    async def save_artifact(self, filename: str, data: bytes | Path, kind: str, content_type: str) -> ArtifactRef:
        """Store a file and make it the job's, in one fenced step after the bytes are safe."""
        ref = await self._patiently(
            lambda: self._artifacts.stage(
                self.job.owner,
                self.job.id,
                self.lease.token,
                filename=filename,
                kind=kind,
                content_type=content_type,
                source=data,
            )
        )
        return await self._publish(ref)

    async def adopt_artifact(self, artifact_id: str, kind: str) -> ArtifactRef:
        """Make a file that the owner uploaded one of the job's. Raises `Fail` where there is none."""
        try:
            ref = await self._patiently(lambda: self._artifacts.adopt(self.job.owner, artifact_id, self.job.id))
        except NotFound as error:
            raise _no_artifact(artifact_id) from error
        return await self._publish(ref.model_copy(update={"kind": kind}))

    async def download_artifact(self, artifact_id: str, path: Path, max_bytes: int) -> ArtifactRef:
        """Write a file of the job's owner to `path`. Raises `Fail` where it is absent or too large."""
        ref = await self._readable(artifact_id, max_bytes)

        async def download() -> None:
            with path.open("wb") as file:
                async for chunk in self._artifacts.read(self.job.owner, artifact_id):
                    await asyncio.to_thread(file.write, chunk)

        await self._patiently(download)
        return ref

    async def read_artifact(self, artifact_id: str, max_bytes: int) -> bytes:
        """The content of a file of the job's owner. Raises `Fail` where it is absent or too large."""
        await self._readable(artifact_id, max_bytes)

        async def read() -> bytes:
            return b"".join([chunk async for chunk in self._artifacts.read(self.job.owner, artifact_id)])

        return await self._patiently(read)

    def raise_if_stopped(self) -> None:
        """Raise `LeaseLost`, or `CancelledError` where somebody asked to stop."""
        if self.stop_reason == "lease_lost":
            raise LeaseLost(self.job.id)
        if self.stop_reason is not None:
            raise asyncio.CancelledError(self.stop_reason)

    async def settle(self) -> None:
        """Store what has been said and not stored yet; call once after the handler. Raises `LeaseLost`."""
        task, self._flushing = self._flushing, None
        if task is not None:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
        # Words that cannot be stored must not cost the job its ending.
        with contextlib.suppress(InvalidInput):
            await self._flush()

    async def clean_up(self) -> None:
        """Remove the attempt's directory."""
        workspace, self._workspace = self._workspace, None
        if workspace is not None:
            await asyncio.to_thread(workspace.remove)

    async def _readable(self, artifact_id: str, max_bytes: int) -> ArtifactRef:
        try:
            ref = (await self._patiently(lambda: self._artifacts.get(self.job.owner, artifact_id))).ref
        except NotFound as error:
            raise _no_artifact(artifact_id) from error
        if ref.size > max_bytes:
            raise Fail(
                f"the file {ref.filename!r} has {ref.size:,} bytes, more than the {max_bytes:,} allowed here",
                code="TOO_LARGE",
                hint="Send a smaller file.",
            )
        return ref

    async def _publish(self, ref: ArtifactRef) -> ArtifactRef:
        await self._write_in_order(lambda: self._holder.publish(self.lease, ref))
        return ref

    async def _flush_soon(self, *, at_once: bool = False) -> None:
        is_time = at_once or time.monotonic() - self._flushed_at >= FLUSH_INTERVAL_S
        if is_time and not self._is_cut_off:
            # What was said waits while the database is away; the body goes on as long as its lease can be trusted.
            with contextlib.suppress(StoreUnavailable):
                await self._flush()
                return
        if self._flushing is None or self._flushing.done():
            self._flushing = asyncio.create_task(self._flush_later(), name=f"flush-{self.job.id}")

    async def _flush_later(self) -> None:
        await asyncio.sleep(max(0.0, self._flushed_at + FLUSH_INTERVAL_S - time.monotonic()))
        # A lost lease is told to the handler by its own next call; without the database the next flush tries again.
        with contextlib.suppress(LeaseLost, StoreUnavailable, InvalidInput):
            await self._flush()

    async def _flush(self) -> None:
        """Store what was said; what cannot be stored at all is dropped, and said so by `InvalidInput`."""
        try:
            await self._tell()
        except InvalidInput as error:
            self._lines, self._progress, self._is_cut_off = [], None, False
            _log.warning("log lines or progress dropped", error=str(error))
            raise

    async def _tell(self) -> None:
        async with self._telling:
            self._flushed_at = time.monotonic()
            self._is_cut_off = True  # unless all of this goes through
            while self._lines:
                lines = _fitting(self._lines)
                await self._write(lambda lines=lines: self._holder.write_log(self.lease, lines))
                del self._lines[: len(lines)]
            progress = self._progress
            if progress is not None:
                await self._write(lambda: self._holder.report_progress(self.lease, progress))
                if self._progress is progress:
                    self._progress = None
            self._is_cut_off = False

    async def _write_in_order(self, write: Callable[[], Awaitable[Written]]) -> None:
        """Write what the body waits for, after all it said before."""
        await self._patiently(self._flush)
        await self._patiently(lambda: self._write(write))

    async def _patiently(self, call: Callable[[], Awaitable[T]]) -> T:
        """Do `call`, again and again while the database is away: until the keeper gives the lease up."""
        while True:
            self.raise_if_stopped()
            try:
                return await call()
            except StoreUnavailable:
                await asyncio.sleep(_RETRY_S)

    async def _write(self, write: Callable[[], Awaitable[Written]]) -> None:
        self.raise_if_stopped()
        async with self._writing:
            try:
                written = await write()
            except LeaseLost:
                self.stop_reason = "lease_lost"
                raise
            self.v = written.v
            self._relay.submit(self.job.owner, self.job.id, written.outbox)


def _check_step_name(name: str) -> None:
    if not _STEP_NAME.match(name):
        raise InvalidInput(f"step name {name[:100]!r}: use up to 80 of a-z, 0-9, _ : -", field="name")


def _check_event_size(what: str, value: dict[str, Any]) -> None:
    try:
        size = len(json.dumps(value, ensure_ascii=False).encode())
    except (TypeError, ValueError) as error:
        raise InvalidInput(f"{what} is not JSON: {error}") from error
    if size > EVENT_LIMIT_BYTES - 2 * _MESSAGE_LENGTH:
        raise TooLarge(what, limit=EVENT_LIMIT_BYTES - 2 * _MESSAGE_LENGTH, size=size)


def _fingerprint(inputs: Any) -> str:
    return hashlib.sha256(json.dumps(inputs, sort_keys=True, default=str).encode()).hexdigest()


def _fitting(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The first of `lines` that fit into one event."""
    size, count = 0, 0
    for line in lines:
        size += len(json.dumps(line, ensure_ascii=False).encode()) + 2
        if count and size > EVENT_LIMIT_BYTES:
            break
        count += 1
    return lines[:count]


def _no_artifact(artifact_id: str) -> Fail:
    return Fail(
        f"there is no file {artifact_id[:40]!r} of yours",
        code="ARTIFACT_NOT_FOUND",
        hint="Upload the file again; uploads that no job took are deleted after a while.",
    )
