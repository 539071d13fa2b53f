"""`make release`: everything of a release in `dist`, there only once it was installed elsewhere and seen working."""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

from rich.console import Console

from scripts.release.building import build
from scripts.release.smoke import smoke
from scripts.release.source import read_source
from scripts.release.steps import Steps, size_of
from scripts.release.version import ROOT, refusing

DIST: Final = ROOT / "dist"


def main() -> int:
    """Build, try, and put it into `dist`; the exit status."""
    parser = argparse.ArgumentParser(prog="python -m scripts.release", description=__doc__)
    parser.add_argument("--untried", action="store_true", help="build only; nothing is installed or started")
    untried: bool = parser.parse_args().untried
    console, began = Console(), time.monotonic()
    source = read_source()
    console.print(f"[bold]Longhaul {source}[/]", highlight=False)
    (ROOT / "build").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=ROOT / "build", prefix="release-") as name, Steps(console) as steps:
        made = Path(name) / "dist"
        made.mkdir()
        build(source, made, steps)
        if not untried:
            smoke(made, source.version, steps)
        shutil.rmtree(DIST, ignore_errors=True)
        made.rename(DIST)
    took = f"{time.monotonic() - began:.0f} s"
    console.print(f"dist: {len(list(DIST.iterdir()))} files, {size_of(DIST)}, after {took}", highlight=False)
    return 0


if __name__ == "__main__":
    sys.exit(refusing("make release", main))
