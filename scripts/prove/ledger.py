"""What bodies really did, on disk and not in the database under test: one file per process, one JSON line per fact."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from longhaul.model.job import Job

DIRECTORY: Final = "PROVE_LEDGER"
"""Environment variable: where the files are."""


@dataclass(frozen=True, slots=True)
class Line:
    """One fact: `begin`, `done`, `step` or `poison`, of which job, by the attempt that held which lease."""

    kind: str
    job: str
    token: str
    attempt: int
    at: float
    name: str = ""


class Ledger:
    """Appends lines with one write each, so that a killed process leaves whole lines only."""

    def __init__(self, path: Path) -> None:
        self._fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    @staticmethod
    def from_environment() -> Ledger:
        """The ledger of this process, forked ones included."""
        return _opened(os.environ[DIRECTORY], os.getpid())

    def write(self, kind: str, job: Job, **more: Any) -> None:
        """Say that the present attempt of `job` did something."""
        assert job.lease is not None  # noqa: S101 - a running job has one
        line = {
            "kind": kind,
            "job": job.id,
            "token": job.lease.token,
            "attempt": job.attempt,
            "at": time.monotonic(),
            **more,
        }
        os.write(self._fd, json.dumps(line).encode() + b"\n")


def read_ledger(directory: Path) -> Iterator[Line]:
    """Every line of every process."""
    for path in sorted(directory.glob("*.jsonl")):
        for text in path.read_text(encoding="utf-8").splitlines():
            yield Line(**json.loads(text))


@cache
def _opened(directory: str, pid: int) -> Ledger:
    return Ledger(Path(directory) / f"{pid}.jsonl")
