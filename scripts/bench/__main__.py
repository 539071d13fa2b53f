"""The command: `python -m scripts.bench [--quick] [--json bench.json]`. Times are this machine's; ratios travel."""

from __future__ import annotations

import argparse
import asyncio
import dataclasses
import json
import os
import platform
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pymongo
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from longhaul.testing.mongod import mongod
from scripts.bench.browsing import measure_browsing
from scripts.bench.desk import measure_desk
from scripts.bench.figures import Report
from scripts.bench.ground import QUICK, Ground, Plan
from scripts.bench.idle import measure_idle
from scripts.bench.latency import measure_cancels, measure_hub, measure_sse, measure_starts
from scripts.bench.requests import measure_requests
from scripts.bench.table import show
from scripts.bench.throughput import measure_enqueueing, measure_throughput


async def measure(ground: Ground, tell: Callable[[], None] = lambda: None) -> Report:
    """Measure everything, one thing after the other; `tell` is called after each."""
    host = {"cpus": str(os.cpu_count()), "python": platform.python_version(), "pymongo": pymongo.version}
    report = Report(host, dataclasses.asdict(ground.plan))
    report.throughput = await measure_throughput(ground)
    tell()
    report.enqueueing = await measure_enqueueing(ground)
    tell()
    plan = ground.plan
    for doorbell, samples in (("change_stream", plan.samples), ("poll", plan.poll_samples)):
        report.start_latency[doorbell] = await measure_starts(ground, doorbell, samples)
        tell()
    report.event_latency["hub"] = await measure_hub(ground)
    tell()
    report.event_latency["sse"] = await measure_sse(ground)
    tell()
    report.request_latency = await measure_requests(ground)
    tell()
    report.cancel_latency = await measure_cancels(ground)
    tell()
    report.idle = await measure_idle(ground)
    tell()
    report.desk = await measure_desk(ground)
    tell()
    report.browsing = await measure_browsing(ground, report.notes.append)
    tell()
    return report


def main(arguments: list[str] | None = None) -> int:
    """Run the bench; 0 when it went through and every count was exact, else 1."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer rounds and samples, about half a minute")
    parser.add_argument("--json", type=Path, default=Path("bench.json"), help="where the figures go")
    chosen = parser.parse_args(arguments)
    console = Console()
    with (
        tempfile.TemporaryDirectory(prefix="longhaul-bench-") as directory,
        Progress(
            SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(), console=console
        ) as bars,
        mongod(Path(directory)) as running,
    ):
        bar = bars.add_task("starting mongod", total=11)
        ground = Ground(
            running.uri,
            QUICK if chosen.quick else Plan(),
            lambda what: bars.update(bar, description=what),
        )
        report = asyncio.run(measure(ground, lambda: bars.advance(bar)))
    chosen.json.write_text(json.dumps(dataclasses.asdict(report), indent=2) + "\n")
    show(report, console)
    is_exact = report.throughput is not None and all(counts.is_exact for counts in report.throughput.counts)
    return 0 if is_exact else 1


if __name__ == "__main__":
    sys.exit(main())
