"""The figures as people read them: one table, each line with its goal where the design names one."""

from __future__ import annotations

from typing import Final

from rich.console import Console
from rich.table import Table

from scripts.bench.figures import Latency, Rate, Report, Took

REQUESTS: Final = {
    "create": ("POST /background-jobs", "p95 ≤ 50 ms"),
    "read": ("GET /background-jobs/{id}", "p95 ≤ 20 ms"),
    "healthz": ("GET /healthz", ""),
}
DESK: Final = {
    "feed_read": ("feed read", ""),
    "feed_ingested": ("feed read and kept", "350 in ≤ 5 s"),
    "cv_parsed": ("CV parsed", "≤ 500 ms"),
    "page_extracted": ("advert extracted from a page", ""),
    "cv_set": ("CV set and read back", "≤ 1 s"),
    "adverts_matched": ("CV matched with adverts", "3,000 in ≤ 60 s"),
    "adverts_matched_again": ("the same again, nothing new", "3,000 in ≤ 5 s"),
    "repository_refreshed": ("repository refreshed", "15 MB in ≤ 3 s"),
}


def show(report: Report, console: Console) -> None:
    """Print the figures of a run."""
    table = Table(title="longhaul bench", title_justify="left")
    table.add_column("what")
    table.add_column("figure", justify="right")
    table.add_column("more", style="dim")
    table.add_column("goal", style="dim")
    for row in [*_throughput(report), *_latencies(report), *_idle(report), *_desk(report), *_browsing(report)]:
        table.add_row(*row)
    console.print(table)
    for note in report.notes:
        console.print(f"[yellow]{note}")


def _throughput(report: Report) -> list[tuple[str, str, str, str]]:
    rows: list[tuple[str, str, str, str]] = []
    if report.throughput is not None:
        done = report.throughput
        rows.append(_rate("raw driver, in bulk", done.raw_bulk, "jobs/s"))
        rows.append(_rate("raw driver, one by one", done.raw_single, "jobs/s"))
        rows += [_rate(f"worker, concurrency {n}", one, "jobs/s", "near raw") for n, one in done.workers.items()]
        exact = all(counts.is_exact for counts in done.counts)
        rows.append(("jobs and events counted", "exact" if exact else "NOT EXACT", f"{len(done.counts)} rounds", ""))
    if report.enqueueing is not None:
        rows.append(_rate("enqueue, one after the other", report.enqueueing.single, "jobs/s"))
        rows.append(_rate("enqueue, 1,000 at a time", report.enqueueing.batch, "jobs/s"))
        rows.append(_rate("raw insert_many, 1,000 at a time", report.enqueueing.raw_batch, "jobs/s"))
    return rows


def _latencies(report: Report) -> list[tuple[str, str, str, str]]:
    goals = {"change_stream": "p95 ≤ 50 ms", "poll": "p95 ≤ 250 ms"}
    rows = [_latency(f"enqueue → handler ({how})", one, goals[how]) for how, one in report.start_latency.items()]
    for how, one in report.event_latency.items():
        rows.append(_latency(f"append → reader ({how})", one, "p50 ≤ 15 ms, p99 ≤ 100 ms"))
    for what, one in report.request_latency.items():
        name, goal = REQUESTS[what]
        rows.append(_latency(name, one, goal))
    if report.cancel_latency is not None:
        rows.append(_latency("cancel → body stopped", report.cancel_latency, "p95 ≤ 1 s"))
    return rows


def _idle(report: Report) -> list[tuple[str, str, str, str]]:
    if report.idle is None:
        return []
    parts = ", ".join(f"{name} {per_s:.2f}" for name, per_s in report.idle.by_command.items())
    return [("idle worker", f"{report.idle.operations_per_s:.2f} op/s", parts, "≤ 1 op/s")]


def _desk(report: Report) -> list[tuple[str, str, str, str]]:
    return [_took(*DESK[name], one) for name, one in report.desk.items()]


def _browsing(report: Report) -> list[tuple[str, str, str, str]]:
    if report.browsing is None:
        return []
    goal = "p50 ≤ 15 ms, p99 ≤ 100 ms"
    rows = [_latency(f"append → on the page ({how})", one, goal) for how, one in report.browsing.visible.items()]
    for page, one in report.browsing.first_load.items():
        more = f"largest paint {one.paint_ms:.0f} ms, live {one.live_ms:.0f} ms"
        rows.append((f"first load of {page}", f"{one.script_kb:,.0f} KB of scripts", more, ""))
    return rows


def _rate(what: str, one: Rate, unit: str, goal: str = "") -> tuple[str, str, str, str]:
    ratio = "" if one.ratio is None else f"{one.ratio:.2f} of raw"
    return what, f"{one.per_s:,.0f} {unit}", ratio, goal


def _latency(what: str, one: Latency, goal: str) -> tuple[str, str, str, str]:
    more = f"p50 {one.p50_ms:.1f}  p99 {one.p99_ms:.1f} ms, {one.samples} samples"
    return what, f"p95 {one.p95_ms:.1f} ms", more, goal


def _took(what: str, goal: str, one: Took) -> tuple[str, str, str, str]:
    figure = f"{1000 * one.seconds:.1f} ms" if one.seconds < 1 else f"{one.seconds:.2f} s"
    return what, figure, one.of if one.ratio is None else f"{one.of}, {one.ratio:.2f} times {one.beside}", goal
