"""Runs a command in a process group of its own, within limits of time and disk, killed when nobody waits any more."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

OnSize = Callable[[int], Awaitable[None]]
"""Told every now and then how many bytes lie in the watched directory; may end the run by raising."""

COMMAND_MISSING: Final = 127
_LAUNCHER: Final = Path(__file__).with_name("launch.py")
_WATCH_S: Final = 0.2
_OUTPUT_BYTES: Final = 16_000_000
_ERROR_TAIL_BYTES: Final = 16_000


@dataclass(frozen=True, slots=True)
class RunLimits:
    """Bounds of one run: `seconds` by the clock, `memory_mb` of address space, `file_mb` of any file written."""

    seconds: float
    memory_mb: int = 1024
    file_mb: int = 220


@dataclass(frozen=True, slots=True)
class Ran:
    """How a command ended: its exit status (negative for a signal), what it printed, the end of what it complained."""

    status: int
    output: bytes
    errors: str


async def run(
    command: Sequence[str],
    *,
    environment: Mapping[str, str],
    limits: RunLimits,
    watched: Path | None = None,
    on_size: OnSize | None = None,
) -> Ran:
    """Run `command` with nothing but `environment` and no input, and wait for its end.

    Raises `TimeoutError` when time is up and whatever `on_size` raises; it and all it started are dead then, as they
    are when the awaiting task is cancelled. On Linux it also dies with this process.
    """
    bounds = (str(os.getpid()), str(limits.memory_mb), str(limits.file_mb))
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-I",
        "-S",
        str(_LAUNCHER),
        *bounds,
        *command,
        env=dict(environment),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        start_new_session=True,
    )
    conversation = asyncio.ensure_future(_listen(process))
    try:
        async with asyncio.timeout(limits.seconds):
            while not (await asyncio.wait({conversation}, timeout=_WATCH_S))[0]:
                if watched is not None and on_size is not None:
                    await on_size(size_of(watched))
            return conversation.result()
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        conversation.cancel()
        await asyncio.shield(asyncio.gather(conversation, process.wait(), return_exceptions=True))


def size_of(directory: Path) -> int:
    """Bytes of the files in `directory` and below; what vanishes meanwhile does not count."""
    total = 0
    pending = [str(directory)]
    while pending:
        with contextlib.suppress(FileNotFoundError, NotADirectoryError), os.scandir(pending.pop()) as entries:
            for entry in entries:
                with contextlib.suppress(FileNotFoundError):
                    if entry.is_dir(follow_symlinks=False):
                        pending.append(entry.path)
                    else:
                        total += entry.stat(follow_symlinks=False).st_size
    return total


async def _listen(process: asyncio.subprocess.Process) -> Ran:
    assert process.stdout is not None  # noqa: S101 - pipes were asked for
    assert process.stderr is not None  # noqa: S101
    output, errors, status = await asyncio.gather(_head(process.stdout), _tail(process.stderr), process.wait())
    return Ran(status, output, errors.decode(errors="replace"))


async def _head(stream: asyncio.StreamReader) -> bytes:
    """The first bytes; the rest is read and dropped, so that the command does not block."""
    kept = bytearray()
    while chunk := await stream.read(65_536):
        kept += chunk[: max(0, _OUTPUT_BYTES - len(kept))]
    return bytes(kept)


async def _tail(stream: asyncio.StreamReader) -> bytes:
    kept = b""
    while chunk := await stream.read(65_536):
        kept = (kept + chunk)[-_ERROR_TAIL_BYTES:]
    return kept
