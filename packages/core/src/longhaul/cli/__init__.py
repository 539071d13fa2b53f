"""The command `longhaul`, for whoever runs Longhaul. It asks the runtime and the stores and decides nothing itself."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Sequence

_NEEDED = ("typer", "rich")


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line says; the exit status."""
    if any(importlib.util.find_spec(name) is None for name in _NEEDED):
        sys.stderr.write("longhaul: the command line is not installed; run: pip install 'longhaul[cli]'\n")
        return 2
    from longhaul.cli.app import run_app  # noqa: PLC0415 - only where its libraries are there

    return run_app(arguments)
