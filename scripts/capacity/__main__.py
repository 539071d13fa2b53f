"""`make capacity`: what the database can carry, measured on real processes; `python -m scripts.capacity [--quick]`."""

from __future__ import annotations

import argparse
import asyncio
import dataclasses
import os
import platform
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Final

import pymongo
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from longhaul.mongo.driver import Database
from longhaul.testing.mongod import Mongod, MongodError, mongod
from scripts.capacity.claims import claim_steps, measure_claims
from scripts.capacity.crew import crew
from scripts.capacity.hubs import hub_steps, measure_hubs
from scripts.capacity.idle import idle_steps, measure_idle
from scripts.capacity.logs import append_steps, measure_appends
from scripts.capacity.meter import Server
from scripts.capacity.plan import QUICK, Plan
from scripts.capacity.points import Report, to_json
from scripts.capacity.several import measure_replicated, measure_sharded, replicated_steps, sharded_steps
from scripts.capacity.site import site
from scripts.capacity.storage import measure_storage
from scripts.capacity.table import show

_QUIET: Final = 0.15
"""This much of the machine the run itself and the system may use; beyond it something else runs."""
Said = Callable[[str], None]
Told = Callable[[], None]


def steps(plan: Plan) -> int:
    """How many steps a run of `plan` takes."""
    counted = claim_steps(plan) + append_steps(plan) + hub_steps(plan) + idle_steps(plan) + 1
    return counted + sharded_steps(plan) + replicated_steps(plan)


async def measure(running: Mongod, directory: Path, plan: Plan, said: Said, told: Told) -> Report:
    """Measure everything, one scenario after the other; the servers beyond `running` keep their data in `directory`."""
    report = Report(await _host(running), dataclasses.asdict(plan))
    servers = [Server(running.uri, running.process.pid)]
    async with crew(plan.hands) as hands, site(running.uri, servers, plan, hands, said=said, told=told) as here:
        report.claims = await measure_claims(here)
        report.appends = await measure_appends(here)
        report.hubs = await measure_hubs(here)
        report.idle, report.trickles = await measure_idle(here)
        report.storage = await measure_storage(here)
        report.sharded = await measure_sharded(here, directory)
        report.others = median(here.others)
        report.replicated_appends, report.replicated_claims = await measure_replicated(here, directory)
    ran_out = [point for point in (*report.claims, *report.replicated_claims) if point.ran_out]
    if ran_out:
        report.notes.append(f"{len(ran_out)} steps ran out of jobs: their rates are too low")
    if report.others > _QUIET:
        report.notes.append(f"other programs used {report.others:.0%} of the processors meanwhile: rates are too low")
    return report


async def _host(running: Mongod) -> dict[str, str]:
    database = Database(running.uri, "admin")
    try:
        server = str((await database.command("buildInfo"))["version"])
    finally:
        await database.close()
    return {
        "processors": str(os.cpu_count()),
        "machine": platform.machine(),
        "system": platform.system(),
        "python": platform.python_version(),
        "pymongo": pymongo.version,
        "mongod": server,
    }


def main(arguments: list[str] | None = None) -> int:
    """Run, write the figures, print them; 0 when it went through."""
    parser = argparse.ArgumentParser(prog="make capacity", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer and shorter steps, less than a minute")
    parser.add_argument("--step", type=float, metavar="SECONDS", help="how long a step is measured; 4 by default")
    parser.add_argument("--json", type=Path, default=Path("capacity.json"), help="where the figures go")
    chosen = parser.parse_args(arguments)
    console = Console(width=None if sys.stdout.isatty() else 180)
    if not Path("/proc/self/stat").exists():
        console.print("make capacity: processor time is read from /proc, so this needs Linux", highlight=False)
        return 2
    plan = QUICK if chosen.quick else Plan()
    if chosen.step is not None:
        if chosen.step <= 0:
            parser.error("--step: must be more than 0 seconds")
        plan = plan.with_step(chosen.step)
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description:<60}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    try:
        with (
            tempfile.TemporaryDirectory(prefix="longhaul-capacity-") as directory,
            Progress(*columns, console=console) as bars,
            mongod(Path(directory) / "one") as running,
        ):
            bar = bars.add_task("starting", total=steps(plan))
            report = asyncio.run(
                measure(
                    running,
                    Path(directory),
                    plan,
                    lambda what: bars.update(bar, description=what),
                    lambda: bars.advance(bar),
                )
            )
    except MongodError as error:
        console.print(f"make capacity: {error}", highlight=False)
        return 2
    chosen.json.write_text(to_json(report), encoding="utf-8")
    show(report, console)
    console.print(
        f"Figures are in {chosen.json}; `python -m scripts.render_capacity {chosen.json}` puts them on the page."
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
