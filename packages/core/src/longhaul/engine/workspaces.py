"""The private directories of attempts: locked while their worker lives, and swept where it was killed."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import tempfile
import time
from pathlib import Path
from typing import Final

from longhaul.telemetry.logs import get_logger

_PREFIX: Final = "longhaul-attempt-"
_SETTLED_S: Final = 60.0
"""Younger directories are left alone: their worker may be about to lock them."""
_OPEN_DIRECTORY: Final = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC


class Workspace:
    """A directory made for one attempt.

    It is locked by its worker (`flock`), so the kernel knows whether that lives, whatever becomes of process numbers,
    and also where several containers share the directory above.
    """

    def __init__(self) -> None:
        self.path = Path(tempfile.mkdtemp(prefix=_PREFIX))
        self._lock = os.open(self.path, _OPEN_DIRECTORY)
        with contextlib.suppress(OSError):  # a filesystem without locks: nobody can lock it to sweep it either
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def remove(self) -> None:
        """Delete the directory with all in it, then its lock; blocks meanwhile."""
        shutil.rmtree(self.path, ignore_errors=True)
        os.close(self._lock)


def sweep_workspaces(parent: Path | None = None) -> int:
    """Delete the directories whose worker is gone, and say how many; those of other users stay. Blocks meanwhile."""
    swept = 0
    for path in (parent or Path(tempfile.gettempdir())).glob(f"{_PREFIX}*"):
        with contextlib.suppress(OSError):
            swept += _sweep(path)
    if swept:
        get_logger("longhaul.workspaces").info("directories of dead workers deleted", directories=swept)
    return swept


def _sweep(path: Path) -> bool:
    directory = os.open(path, _OPEN_DIRECTORY)
    try:
        facts = os.fstat(directory)
        if facts.st_uid != os.geteuid() or time.time() - facts.st_mtime < _SETTLED_S:
            return False
        try:
            fcntl.flock(directory, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        shutil.rmtree(path, ignore_errors=True)
        return not path.exists()
    finally:
        os.close(directory)
