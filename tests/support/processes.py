"""Worker processes that tests start, kill, freeze and wake."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]


class WorkerProcess:
    """A worker in a process of its own."""

    def __init__(self, environment: dict[str, str], module: str) -> None:
        self._popen = subprocess.Popen(
            [sys.executable, "-m", module],
            cwd=ROOT,
            env={**os.environ, "LONGHAUL_LOG_LEVEL": "warning", **environment},
            stderr=subprocess.PIPE,
        )

    @property
    def pid(self) -> int:
        """The process id."""
        return self._popen.pid

    def send(self, number: signal.Signals) -> None:
        """Send a signal to the worker process alone."""
        self._popen.send_signal(number)

    def wait(self, timeout_s: float) -> int:
        """Wait for its end; the exit status."""
        return self._popen.wait(timeout_s)

    def finish(self) -> str:
        """Make sure that it is gone, and give what it wrote to standard error."""
        if self._popen.poll() is None:
            self._popen.send_signal(signal.SIGCONT)
            self._popen.kill()
        _, stderr = self._popen.communicate(timeout=60)
        return stderr.decode(errors="replace")


@contextmanager
def worker_process(
    uri: str, database: str, module: str = "tests.support.worker_main", **environment: str
) -> Generator[WorkerProcess]:
    """A worker process, by default with the tasks of the tests, for the length of a block."""
    process = WorkerProcess({"MONGODB_URI": uri, "MONGODB_DATABASE": database, **environment}, module)
    try:
        yield process
    finally:
        process.finish()
