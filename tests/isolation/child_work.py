"""What the tests of `Context.in_child` have done in a child."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

from longhaul.model.control import Fail


def facts(text: str) -> dict[str, Any]:
    """What this process is."""
    return {"said": text, "pid": os.getpid(), "directory": str(Path.cwd())}


def environment() -> dict[str, Any]:
    """Which variables there are."""
    return {"names": sorted(os.environ)}


def fail() -> dict[str, Any]:
    """Fail on purpose."""
    raise Fail("The file is bad.", code="BAD_FILE", hint="Send another one.")


def stumble() -> dict[str, Any]:
    """Fail by mistake."""
    raise LookupError("nothing there")


def hoard() -> dict[str, Any]:
    """Take memory until there is none."""
    kept: list[bytes] = []
    while True:
        kept.append(b"x" * 16_000_000)


def spin() -> dict[str, Any]:
    """Use the processor for ever."""
    while True:
        pass


def leave_pid_and_wait(path: str) -> dict[str, Any]:
    """Say who this is and wait to be killed."""
    draft = Path(path + ".draft")
    draft.write_text(str(os.getpid()))
    draft.rename(path)
    time.sleep(60)
    return {}
