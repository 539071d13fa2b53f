"""Processes of the product whose log, processor time and memory a test reads, as an operator would."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, cast

import httpx
from scripts.local import local_client

from longhaul.testing.ports import HeldPort
from tests.support.waiting import eventually

ROOT: Final = Path(__file__).parents[2]
API: Final = "longhaul_api"
WORKER: Final = "longhaul_worker"
RECORDER: Final = "tests.degraded.recorder"
_TICKS: Final = os.sysconf("SC_CLK_TCK")
_KEPT: Final = frozenset({"PATH", "HOME", "LANG"})

Line = dict[str, Any]


class Watched:
    """One process with its probes on a port of its own; what it writes to standard error is kept in a file."""

    def __init__(self, module: str, directory: Path, environment: dict[str, str]) -> None:
        self.module = module
        self._held = HeldPort()
        self.port = self._held.number
        self.log = directory / f"{module}-{self.port}.log"
        variables = {
            **{name: value for name, value in os.environ.items() if name in _KEPT},
            "PYTHONPATH": os.pathsep.join([str(ROOT), *filter(None, sys.path)]),
            "PORT": str(self.port),
            **environment,
        }
        with self.log.open("wb") as output:
            self._popen = subprocess.Popen(
                [sys.executable, "-m", module],
                cwd=directory,
                env=variables,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    @property
    def pid(self) -> int:
        """The process id."""
        return self._popen.pid

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def is_alive(self) -> bool:
        """Whether it runs."""
        return self._popen.poll() is None

    def said(self) -> str:
        """All that it wrote."""
        return self.log.read_text(errors="replace")

    def lines(self) -> list[Line]:
        """Its log lines; what is not JSON stands there as `{"text": ...}`."""
        return [_parsed(line) for line in self.said().splitlines() if line.strip()]

    def complaints(self) -> list[Line]:
        """What an operator has to read: warnings, errors, and what is no log line at all."""
        return [line for line in self.lines() if line.get("level", "text") not in {"debug", "info"}]

    def send(self, number: signal.Signals) -> None:
        """Send it a signal."""
        self._popen.send_signal(number)

    def wait(self, timeout_s: float) -> int:
        """Wait for its end; the exit status."""
        return self._popen.wait(timeout_s)

    def stop(self, timeout_s: float = 15.0) -> int:
        """Ask it to end; the exit status. Raises `subprocess.TimeoutExpired` where it does not."""
        self.send(signal.SIGTERM)
        return self.wait(timeout_s)

    def kill(self) -> None:
        """Make sure that it is gone."""
        if self.is_alive:
            self._popen.kill()
        self._popen.wait(60)
        self._held.release()


@dataclass(frozen=True)
class Usage:
    """What a process used over a stretch of time."""

    wall_s: float
    cpu_s: float
    grown_mb: float
    lines: int

    def assert_modest(self, *, lines: int) -> None:
        """No busy loop, no growth, and at most so many log lines."""
        assert self.cpu_s < 0.5 * self.wall_s, self
        assert self.grown_mb < 20, self
        assert self.lines <= lines, self


class Meter:
    """Measures a process from now on, by what the kernel says of it."""

    def __init__(self, process: Watched) -> None:
        self._process = process
        self._began = time.monotonic()
        self._cpu_s = _cpu_s(process.pid)
        self._rss_mb = _rss_mb(process.pid)
        self._lines = len(process.lines())

    def read(self) -> Usage:
        """What was used so far."""
        return Usage(
            wall_s=time.monotonic() - self._began,
            cpu_s=_cpu_s(self._process.pid) - self._cpu_s,
            grown_mb=_rss_mb(self._process.pid) - self._rss_mb,
            lines=len(self._process.lines()) - self._lines,
        )


async def usage_over(seconds: float, *processes: Watched) -> list[Usage]:
    """What the processes use while they are left alone for so long."""
    meters = [Meter(process) for process in processes]
    await asyncio.sleep(seconds)
    return [meter.read() for meter in meters]


@contextmanager
def watched(module: str, directory: Path, **environment: str) -> Generator[Watched]:
    """A process for the length of a block."""
    process = Watched(module, directory, environment)
    try:
        yield process
    finally:
        process.kill()


async def get(process: Watched, path: str, **options: Any) -> httpx.Response:
    """One request to the process."""
    async with local_client(process.url) as http:
        return await http.get(path, **options)


async def post(process: Watched, path: str, **options: Any) -> httpx.Response:
    """One request to the process."""
    async with local_client(process.url) as http:
        return await http.post(path, **options)


async def lives(process: Watched) -> None:
    """Wait until the process answers at all."""
    await _until(process, "/healthz", 200)


async def is_ready(process: Watched, *, timeout_s: float = 90.0) -> None:
    """Wait until the process says that it can work."""
    await _until(process, "/readyz", 200, timeout_s)


async def is_unready(process: Watched, *, timeout_s: float = 90.0) -> dict[str, str]:
    """Wait until the process says that it cannot work; its reasons."""
    return (await _until(process, "/readyz", 503, timeout_s)).json()["checks"]


async def _until(process: Watched, path: str, status: int, timeout_s: float = 90.0) -> httpx.Response:
    async def asked() -> httpx.Response | None:
        if not process.is_alive:
            raise AssertionError(f"{process.module} has ended:\n{process.said()[-3000:]}")
        try:
            answer = await get(process, path)
        except httpx.TransportError:
            return None
        return answer if answer.status_code == status else None

    description = f"{process.module} answers {path} with {status}"
    answer = await eventually(asked, timeout_s=timeout_s, description=description)
    assert answer is not None
    return answer


def _parsed(line: str) -> Line:
    try:
        parsed: Any = json.loads(line)
    except ValueError:
        return {"text": line}
    return cast("Line", parsed) if isinstance(parsed, dict) else {"text": line}


def _cpu_s(pid: int) -> float:
    # After the name, which is in brackets and may hold anything: utime is the 12th field, stime the 13th.
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def _rss_mb(pid: int) -> float:
    for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise AssertionError(f"process {pid} has no memory any more")
