"""`make prove`: real processes on a replica set, faults from a seed, and a verdict on every promise in prove.json."""

from __future__ import annotations

import argparse
import asyncio
import os
import platform
import shutil
import sys
import tempfile
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from longhaul.model.settings import EngineSettings
from longhaul.testing.mongod import MongodError
from scripts.prove.figures import collect
from scripts.prove.fleet import GRACE_S
from scripts.prove.injector import Injected
from scripts.prove.plan import make_plan
from scripts.prove.report import judge, show, write
from scripts.prove.run import ELECTION_MS, Told, run
from scripts.stack import ROOT


def main() -> int:
    """Run, report, and say by the exit status whether every promise held."""
    options = _options()
    console = Console(stderr=True)
    plan = make_plan(options.seed, options.seconds, options.lease)
    if options.plan:
        for fault in plan.faults:
            print(f"{fault.at_s:8.2f}  {fault.kind:18} {fault.target}  {fault.seconds:5.2f}  {fault.detail}")
        return 0
    directory = Path(tempfile.mkdtemp(prefix="longhaul-prove-"))
    began = time.monotonic()
    try:
        with _bars(console, len(plan.faults)) as told:
            evidence = asyncio.run(run(plan, directory, told, rate=options.rate, subscribers=options.subscribers))
    except MongodError as error:
        console.print(f"[red]make prove:[/] {error}", highlight=False)
        return 2
    finally:
        for node in directory.glob("node*"):
            shutil.rmtree(node, ignore_errors=True)
    report: dict[str, Any] = {
        "seed": plan.seed,
        "seconds": plan.seconds,
        "took_s": round(time.monotonic() - began),
        "lease_s": plan.lease_s,
        "grace_s": GRACE_S,
        "election_timeout_s": ELECTION_MS / 1000,
        "machine": f"{platform.system()} on {platform.machine()}, {os.cpu_count()} processors",
        "python": platform.python_version(),
        "promises": judge(evidence),
        "figures": collect(evidence, directory),
        "faults": [asdict(one) for one in evidence.injected],
        "processes": [asdict(life) for life in evidence.lives],
    }
    write(Path(options.out), report)
    show(console, report)
    broken = sum(bool(verdict["breaches"]) for verdict in report["promises"])
    console.print(f"{len(report['promises']) - broken} promises held, {broken} broken; details in {options.out}")
    if broken:
        console.print(f"Logs and ledgers of the processes are in {directory}")
        return 1
    shutil.rmtree(directory, ignore_errors=True)
    return 0


class _bars:  # noqa: N801 - used as a context manager
    """Progress in the terminal: one bar for the faults, one for the jobs."""

    def __init__(self, console: Console, faults: int) -> None:
        self._console = console
        columns = (TextColumn("{task.description:<26}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        self._progress = Progress(*columns, console=console)
        self._faults = self._progress.add_task("faults", total=faults)
        self._jobs = self._progress.add_task("jobs ended", total=None)

    def __enter__(self) -> Told:
        self._progress.start()
        return Told(self._stage, self._fault, self._count)

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def _stage(self, text: str) -> None:
        self._progress.console.print(f"{text} ...", highlight=False)

    def _fault(self, fault: Injected) -> None:
        self._progress.update(self._faults, advance=1, description=f"{fault.kind} {fault.name}")

    def _count(self, ended: int, asked: int) -> None:
        self._progress.update(self._jobs, completed=ended, total=asked)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make prove", description=__doc__)
    parser.add_argument("--seconds", type=float, default=1200.0, help="how long faults and jobs come")
    parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same plan")
    parser.add_argument("--lease", type=float, default=EngineSettings().lease_s, help="LONGHAUL_LEASE_S of the workers")
    parser.add_argument("--rate", type=float, default=8.7, help="jobs a second")
    parser.add_argument("--subscribers", type=int, default=50, help="event streams that are followed")
    parser.add_argument("--out", default=str(ROOT / "prove.json"), help="where the report goes")
    parser.add_argument("--plan", action="store_true", help="print the plan and do nothing")
    options = parser.parse_args()
    if options.seconds < 30:
        parser.error("--seconds: a run needs 30 s at least")
    return options


if __name__ == "__main__":
    sys.exit(main())
