"""What the model says, as rows of text: its errors on the run's own points, other machines, and when to move."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from scripts.capacity.forecast import (
    BATCH_LIMIT,
    EVENTS_PER_JOB,
    HUBS,
    ROOM,
    SERVERS,
    WORKERS,
    Costs,
    Foretold,
    appends_of,
    at_one_queue,
    at_own_queues,
    check_appends,
    check_claims,
    check_hubs,
    costs,
    events_per_call,
    foretell,
    foretell_shared,
    hold_out,
    primary_factor,
)
from scripts.capacity.grids import Grid, percent
from scripts.capacity.model import error
from scripts.capacity.points import Report

_WORKERS, _PROCESSORS = 16, 8
_ROOMY_CALL = 100
"""Events a call from which on one counter is the next thing to look at; a call carries five times as many at most."""


def foretold(report: Report) -> list[Grid]:
    """Every table that the model gives."""
    known = costs(report)
    return [
        _costs(known),
        _first(known),
        _errors(report),
        _laws(report),
        _machines(known),
        _ladder(known, primary_factor(report)),
    ]


def _costs(known: Costs) -> Grid:
    rows = [
        ("a job, database", f"{known.job_db_s * 1e6:,.0f} µs"),
        ("a job, worker", f"{known.job_client_s * 1e6:,.0f} µs"),
        ("a hub, for each call that appends", f"{known.hub_append_s * 1e6:,.0f} µs"),
        ("a hub, for each event", f"{known.hub_event_s * 1e6:,.1f} µs"),
        ("calls that append, for each job", f"{known.reservations:.3f}"),
        ("one worker alone", f"{known.worker_per_s:,.0f} jobs/s"),
        ("the counter, at least", f"{known.counter_per_s:,.0f} times/s"),
    ]
    return Grid("costs", "What the model starts from", ("what", "cost"), rows)


def _first(known: Costs) -> Grid:
    jobs, hubs = known.job_db_s, known.hub_s(HUBS)
    rows = [
        (f"{_WORKERS} workers", "", f"{_WORKERS * known.worker_per_s:,.0f}"),
        (
            f"{_PROCESSORS} processors of the database",
            f"{HUBS} hubs use {percent(hubs / (jobs + hubs))} of them",
            f"{_PROCESSORS / (jobs + hubs):,.0f}",
        ),
        *(
            (
                "the counter of the log",
                f"{events} events a call",
                f"{known.counter_per_s * events / EVENTS_PER_JOB:,.0f}",
            )
            for events in (EVENTS_PER_JOB, _ROOMY_CALL, BATCH_LIMIT)
        ),
    ]
    return Grid("first", "Where each resource ends", ("resource", "with", "ends at, jobs/s"), rows)


def _errors(report: Report) -> Grid:
    processors = float(report.host["processors"])
    rows: list[tuple[str, ...]] = []
    rows += _compared("workers at one queue", check_claims(at_one_queue(report), processors))
    rows += _compared("workers, a queue each", check_claims(at_own_queues(report), processors))
    for group in report.plan["groups"]:
        rows += _compared(f"appenders, {group} a call", check_appends(appends_of(report, group), processors))
    for doorbell in report.plan["doorbells"]:
        rows += _compared(f"hubs, {doorbell.replace('_', ' ')}", check_hubs(report.hubs, doorbell))
    header = ("what", "how many", "foretold", "measured", "off by", "limit")
    return Grid("errors", "The model beside the run: all from one worker, one appender, one hub", header, rows)


def _compared(what: str, told: Sequence[Foretold]) -> list[tuple[str, ...]]:
    return [
        (
            f"{what}, {one.what}",
            f"{one.count}",
            _number(one.predicted),
            _number(one.measured),
            f"{100 * error(one.predicted, one.measured):+.0f} %",
            one.limited_by,
        )
        for one in told
    ]


def _laws(report: Report) -> Grid:
    series = {
        "workers at one queue, jobs/s": [(one.workers, one.cost.per_s) for one in at_one_queue(report)],
        "workers, a queue each, jobs/s": [(one.workers, one.cost.per_s) for one in at_own_queues(report)],
        "the counter alone, calls/s": [(one.appenders, one.cost.per_s) for one in appends_of(report, 0)],
    }
    rows: list[tuple[str, ...]] = []
    for what, pairs in series.items():
        law, last = hold_out(pairs)
        peak = "none" if math.isinf(law.peak) else f"{law.peak:.0f}"
        off = f"{100 * error(last.predicted, last.measured):+.0f} %"
        rows.append(
            (
                what,
                f"{law.sigma:.3f}",
                f"{law.kappa:.4f}",
                peak,
                f"{last.count}",
                _number(last.predicted),
                _number(last.measured),
                off,
            )
        )
    header = ("what", "s", "k", "most at", "held out", "foretold", "measured", "off by")
    return Grid("laws", "The scalability law through all points but the last", header, rows)


def _machines(known: Costs) -> Grid:
    rows: list[tuple[str, ...]] = []
    for processors in SERVERS:
        bounds = [foretell(known, processors, workers) for workers in WORKERS]
        rows.append((f"{processors}", *(f"{one.per_s:,.0f} {one.limited_by[0]}" for one in bounds)))
    header = (
        "processors of the database",
        *(f"{workers} workers" if workers > 1 else "1 worker" for workers in WORKERS),
    )
    title = (
        f"Jobs/s at most, {HUBS} hubs, the database on a server of its own (w: workers, d: database, l: log counter)"
    )
    return Grid("machines", title, header, rows)


def _ladder(known: Costs, primary: float) -> Grid:
    def rung(what: str, per_s: float) -> tuple[str, ...]:
        carries = per_s * ROOM
        workers = math.ceil(carries / known.worker_per_s)
        return (
            what,
            f"{carries:,.0f}",
            f"{carries * 86_400 / 1e6:,.0f}",
            f"{workers}",
            f"{events_per_call(known, carries):,.1f}",
        )

    enough, dear = 10**6, replace(known, job_db_s=known.job_db_s * primary)
    rows = [
        *(
            rung(
                f"all on one machine, {processors} processors", foretell_shared(known, processors, enough, hubs=1).per_s
            )
            for processors in (2, 4, 8)
        ),
        *(
            rung(
                f"database on its own, {processors} processors", foretell(known, processors, enough, logs=enough).per_s
            )
            for processors in SERVERS[1:]
        ),
        *(
            rung(
                f"the same as a set of three, {processors} each", foretell(dear, processors, enough, logs=enough).per_s
            )
            for processors in SERVERS[1:]
        ),
    ]
    counter = _ROOMY_CALL * known.counter_per_s / EVENTS_PER_JOB
    rows.append(
        (
            f"one log, {_ROOMY_CALL} events a call",
            f"{counter:,.0f}",
            f"{counter * 86_400 / 1e6:,.0f}",
            "",
            f"{_ROOMY_CALL}",
        )
    )
    header = ("rung", "carries, jobs/s", "million jobs a day", "workers for that", "events a call needed")
    return Grid("ladder", f"When to move: the first resource {percent(ROOM)} busy", header, rows)


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 10 else f"{value:.2f}"
