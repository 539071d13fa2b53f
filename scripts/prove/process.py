"""What the processes of the run have in common: proxied connections, a wrong clock, crashes on request, and figures."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import time
from collections.abc import AsyncGenerator, Callable, Generator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any, Final

import time_machine
from pymongo import pool_shared

from longhaul.model.probe import Point
from longhaul.testing.faults import Crash

DIRECTORY: Final = "PROVE_DIRECTORY"
PROXIES: Final = "PROVE_PROXIES"
SKEW_S: Final = "PROVE_SKEW_S"
TRY_AGAIN: Final = 75
"""Exit status of a process that found no database."""
_FIGURES_EVERY_S: Final = 5.0


class CrashOnRequest:
    """A probe that crashes this process where `armed` says; SIGUSR1 arms it from the file `crash-<pid>`."""

    def __init__(self) -> None:
        self._armed: Crash | None = None

    def listen(self) -> None:
        """Take requests from now on."""
        asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, self._arm)

    def _arm(self) -> None:
        self._armed = Crash.parse(crash_file(os.getpid()).read_text(encoding="utf-8"))

    async def __call__(self, point: Point) -> None:
        """End here if this is the point and the time."""
        if self._armed is not None:
            await self._armed(point)


def crash_file(pid: int) -> Path:
    """Where the process with this pid reads at which point it is to crash."""
    return Path(os.environ[DIRECTORY]) / f"crash-{pid}"


def ready_file(directory: Path, pid: int) -> Path:
    """Exists once the process with this pid works."""
    return directory / f"ready-{pid}"


def figures_file(directory: Path, pid: int) -> Path:
    """Memory and tasks of the process with this pid, a JSON line every few seconds."""
    return directory / f"figures-{pid}.jsonl"


def database_file(directory: Path) -> Path:
    """Open cursors and connections of whoever is primary, a JSON line every few seconds."""
    return directory / "database.jsonl"


@contextmanager
def disguised() -> Generator[None]:
    """Connections to the database go through this process's proxies, and its wall clock is wrong, as told."""
    ports = {int(k): int(v) for k, v in json.loads(os.environ.get(PROXIES, "{}")).items()}
    skew_s = float(os.environ.get(SKEW_S, "0"))
    driver: Any = pool_shared
    real = driver._getaddrinfo

    async def resolve(host: Any, port: int, **options: Any) -> Any:
        # The driver learns the members' addresses from the members, so the way through a proxy begins here.
        return await real(host, ports.get(port, port), **options)

    driver._getaddrinfo = resolve
    with contextlib.ExitStack() as stack:
        if skew_s:
            stack.enter_context(time_machine.travel(time.time() + skew_s, tick=True))
        yield


@asynccontextmanager
async def reporting(count: Callable[[], dict[str, float]]) -> AsyncGenerator[None]:
    """Say that this process is ready, and write its figures, with those of `count`, until the block ends."""
    directory, pid = Path(os.environ[DIRECTORY]), os.getpid()
    task = asyncio.create_task(_write_figures(figures_file(directory, pid), count), name="prove-figures")
    ready_file(directory, pid).touch()
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


async def _write_figures(path: Path, count: Callable[[], dict[str, float]]) -> None:
    with path.open("a", encoding="utf-8", buffering=1) as file:
        while True:
            figures = {"rss_mb": _resident_mb(), "tasks": len(asyncio.all_tasks()), **count()}
            file.write(json.dumps({"at": time.monotonic(), **figures}) + "\n")
            await asyncio.sleep(_FIGURES_EVERY_S)


def _resident_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return round(pages * os.sysconf("SC_PAGE_SIZE") / 2**20, 1)
