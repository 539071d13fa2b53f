"""The figures of a run as rows of text, once for the terminal and the page alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from scripts.capacity.forecast import appends_of, busy
from scripts.capacity.points import AppendPoint, ClaimPoint, Report

_FREE_TIER: Final = 100.0
"""Operations a second of the smallest tier of MongoDB Atlas, as its documentation has it."""


@dataclass(frozen=True)
class Grid:
    """One table. `name` is what the page calls it."""

    name: str
    title: str
    header: tuple[str, ...]
    rows: list[tuple[str, ...]]


def measured(report: Report) -> list[Grid]:
    """A table for each scenario of a run."""
    return [
        _claims(report),
        _log(report),
        _counter(report),
        _hubs(report),
        _idle(report),
        _free_tier(report),
        *_storage(report),
        _sharded(report),
        _replicated(report),
    ]


_CLAIM_HEADER: Final = (
    *("jobs/s", "database, µs a job", "worker, µs a job", "commands a job", "jobs a claim"),
    *("empty claims", "jobs lost to another", "conflicts a job", "journal, bytes a job"),
)


def _claims(report: Report) -> Grid:
    rows = [
        (f"{one.workers} of {one.concurrency}", "one" if one.queues == 1 else "one each", *_claim(one))
        for one in sorted(report.claims, key=lambda one: (one.queues > 1, one.concurrency, one.workers))
    ]
    return Grid("claims", "Claims and ends of jobs that do nothing", ("workers", "queue", *_CLAIM_HEADER), rows)


def _claim(one: ClaimPoint) -> tuple[str, ...]:
    cost = one.cost
    return (
        f"{cost.per_s:,.0f}{' (ran out)' if one.ran_out else ''}",
        f"{cost.db_us:,.0f}",
        f"{cost.client_us:,.0f}",
        f"{cost.commands:.2f}",
        f"{one.jobs_per_claim:,.0f}",
        percent(one.empty),
        percent(one.lost),
        f"{cost.conflicts:.3f}",
        f"{cost.journal_bytes:,.0f}",
    )


def _log(report: Report) -> Grid:
    rows = [
        (
            f"{one.appenders}",
            f"{one.group}",
            f"{one.events_per_s:,.0f}",
            *_append(one),
            f"{one.cost.db_us / one.group:,.0f}",
            f"{one.holes}",
        )
        for one in report.appends
        if one.group
    ]
    header = ("appenders", "events a call", "events/s", *_APPEND_HEADER, "database, µs an event", "holes")
    return Grid("log", "The log", header, rows)


_APPEND_HEADER: Final = ("calls/s", "p50, ms", "p95, ms", "database, µs a call", "conflicts a call")


def _append(one: AppendPoint) -> tuple[str, ...]:
    cost, took = one.cost, one.latency
    return (
        f"{cost.per_s:,.0f}",
        f"{took.p50_ms:.1f}",
        f"{took.p95_ms:.1f}",
        f"{cost.db_us:,.0f}",
        f"{cost.conflicts:.3f}",
    )


def _counter(report: Report) -> Grid:
    rows = [(f"{one.appenders}", *_append(one), f"{one.cost.client_us:,.0f}") for one in appends_of(report, 0)]
    header = ("processes", *_APPEND_HEADER, "process, µs a call")
    return Grid("counter", "The counter alone, raised by 1 with majority", header, rows)


def _hubs(report: Report) -> Grid:
    rows: list[tuple[str, ...]] = []
    for one in report.hubs:
        alone = next(other for other in report.hubs if other.hubs == 0 and other.rate == one.rate)
        each = (busy(one) / one.appends_per_s - busy(alone) / alone.appends_per_s) / one.hubs * 1e6 if one.hubs else 0.0
        rows.append(
            (
                f"{one.hubs}",
                one.doorbell.replace("_", " ") if one.hubs else "",
                f"{one.rate:,}",
                f"{one.reads_per_s:,.0f}",
                percent(busy(one)),
                f"{round(each):,}" if one.hubs else "",
                f"{one.latency.p50_ms:.1f}" if one.latency else "",
                f"{one.latency.p95_ms:.1f}" if one.latency else "",
                percent(one.delivered) if one.hubs else "",
            )
        )
    header = (
        *("hubs", "doorbell", "events/s asked", "reads/s", "database, of one processor"),
        *("µs a call and hub", "lag p50, ms", "lag p95, ms", "delivered"),
    )
    return Grid("hubs", "Hubs that follow one log", header, rows)


def _idle(report: Report) -> Grid:
    rows = [
        (
            one.who,
            one.doorbell.replace("_", " "),
            f"{one.operations_per_s:.2f}",
            f"{one.heartbeats_per_s:.2f}",
            ", ".join(f"{name} {per_s:.2f}" for name, per_s in sorted(one.by_command.items())),
        )
        for one in report.idle
    ]
    return Grid("idle", "Idle", ("process", "doorbell", "operations/s", "heartbeats/s", "which"), rows)


def _free_tier(report: Report) -> Grid:
    rows: list[tuple[str, ...]] = []
    for one in report.trickles:
        idle = sum(
            point.operations_per_s for point in report.idle if point.doorbell == one.doorbell and point.who != "API"
        )
        fits = max(0.0, _FREE_TIER - idle) / max(one.operations_per_job, 0.01)
        rows.append(
            (
                one.doorbell.replace("_", " "),
                f"{idle:.1f}",
                f"{one.operations_per_job:.1f}",
                f"{one.operations_per_event:.1f}",
                f"{fits:.1f}",
            )
        )
    header = (
        *("doorbell", "idle, operations/s", "operations a job", "operations an event"),
        f"jobs/s within {_FREE_TIER:.0f} operations/s",
    )
    return Grid("trickle", "A worker, an API with one stream, and a job a second", header, rows)


def _storage(report: Report) -> list[Grid]:
    if report.storage is None:
        return []
    each = [
        (
            one.name,
            f"{one.data_bytes:,.0f}",
            f"{one.storage_bytes:,.0f}",
            f"{sum(one.index_bytes.values()):,.0f}",
            f"{one.total_bytes:,.0f}",
        )
        for one in report.storage.collections
    ]
    indexes = [
        (one.name, index, f"{size:,.1f}")
        for one in report.storage.collections
        for index, size in sorted(one.index_bytes.items(), key=lambda item: -item[1])
    ]
    header = ("collection", "document, bytes", "compressed on disk", "all its indexes", "together")
    days = f"{report.storage.job_days:g} days of jobs, {report.storage.event_days:g} of events"
    stands = [
        (f"{per_day:,}", f"{report.storage.gb_after(per_day):,.1f} GB")
        for per_day in (10_000, 100_000, 1_000_000, 10_000_000)
    ]
    return [
        Grid("storage", f"Bytes for each document, after {report.storage.jobs:,} jobs", header, each),
        Grid("indexes", "Bytes for each document, by index", ("collection", "index", "bytes"), indexes),
        Grid("retention", f"What stands on the disk with {days}", ("jobs a day", "on the disk"), stands),
    ]


def _sharded(report: Report) -> Grid:
    rows = [
        (
            f"{one.logs}",
            f"{one.servers}",
            *_append(one),
            f"{one.appenders}",
        )
        for one in report.sharded
    ]
    return Grid("sharded", "Several logs, one event a call", ("logs", "servers", *_APPEND_HEADER, "appenders"), rows)


def _replicated(report: Report) -> Grid:
    rows = [
        (
            f"log, {one.group} a call",
            f"{one.members}",
            f"{one.cost.per_s:,.0f} calls/s",
            f"{one.latency.p50_ms:.1f}",
            f"{one.latency.p95_ms:.1f}",
            f"{one.cost.busiest_us:,.0f}",
            f"{one.cost.db_us:,.0f}",
        )
        for one in report.replicated_appends
    ] + [
        (
            f"jobs, {one.workers} workers",
            f"{one.members}",
            f"{one.cost.per_s:,.0f} jobs/s",
            "",
            "",
            f"{one.cost.busiest_us:,.0f}",
            f"{one.cost.db_us:,.0f}",
        )
        for one in report.replicated_claims
    ]
    header = ("what", "nodes", "rate", "p50, ms", "p95, ms", "busiest node, µs", "all nodes, µs")
    return Grid("replicated", "A replica set on one machine", header, sorted(rows))


def percent(share: float) -> str:
    """A share as people read it."""
    return f"{100 * share:.1f} %" if abs(share) < 0.1 else f"{100 * share:.0f} %"
