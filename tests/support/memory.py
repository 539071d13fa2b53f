"""Where the directories of tests are: in memory where there is plenty, or the suite waits for the disk."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Final

_MEMORY: Final = Path("/dev/shm")  # noqa: S108 - pytest makes directories of its own there
_ROOT: Final = "PYTEST_DEBUG_TEMPROOT"
_PLENTY_BYTES: Final = 12 * 1024**3
"""The servers of four processes write up to three gigabytes; browsers and workers need as much again."""


def keep_directories_in_memory() -> None:
    """Have pytest make its temporary directories in memory.

    Not on small machines, where nothing may be executed there, or where the environment names another place. A server
    that is killed loses nothing by it: what it wrote belongs to the kernel, as on a disk.
    """
    if _ROOT in os.environ or not _MEMORY.is_dir() or os.statvfs(_MEMORY).f_flag & os.ST_NOEXEC:
        return
    if shutil.disk_usage(_MEMORY).free > _PLENTY_BYTES:
        os.environ[_ROOT] = str(_MEMORY)
