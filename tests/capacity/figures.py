"""A report made by hand, with round numbers that can be worked out on paper."""

from __future__ import annotations

import dataclasses

from scripts.bench.figures import Latency
from scripts.capacity.plan import Plan
from scripts.capacity.points import (
    AppendPoint,
    ClaimPoint,
    Cost,
    HubPoint,
    IdlePoint,
    Report,
    Storage,
    Stored,
    TricklePoint,
)

PLAN = Plan(workers=(1, 2, 4), appenders=(1, 2, 4), groups=(1, 10), hubs=(1, 2, 4))
TOOK = Latency(100, 2.0, 5.0, 9.0)


def cost(per_s: float, db_us: float = 300.0, client_us: float = 200.0) -> Cost:
    """So many units a second; 500 µs of processor time each in all."""
    return Cost(
        per_s=float(per_s),
        db_us=db_us,
        busiest_us=db_us,
        client_us=client_us,
        commands=0.2,
        conflicts=0.01,
        journal_bytes=1500.0,
        disk_bytes=0.0,
    )


def claims(workers: int, per_s: float, queues: int = 1) -> ClaimPoint:
    """Workers of 50."""
    return ClaimPoint(workers, queues, PLAN.concurrency, cost(per_s), 40.0, 50.0, 0.1, 0.05, 0.04)


def appends(appenders: int, group: int, per_s: float, logs: int = 1, servers: int = 1) -> AppendPoint:
    """Appenders at the log, or at the counter where the group is 0."""
    what = "log" if group else "counter"
    return AppendPoint(what, appenders, group, cost(per_s), TOOK, logs=logs, servers=servers)


def hubs(doorbell: str, number: int, rate: int) -> HubPoint:
    """A call costs 1 ms alone, and each hub 0.1 ms more and 1 µs for each event in it; fifty calls a second."""
    a_call_us = 1000.0 + number * (100.0 + rate / 50)
    per_event = cost(float(rate), a_call_us * 50 / rate)
    return HubPoint(doorbell, number, rate, per_event, 50.0, 50.0 * number, TOOK if number else None, 1.0)


def report() -> Report:
    """A run of `PLAN` on two processors."""
    made = Report(
        {
            "processors": "2",
            "machine": "x86_64",
            "python": "3.11",
            "pymongo": "4.20",
            "mongod": "6.0.5",
            "system": "Linux",
        },
        dataclasses.asdict(PLAN),
    )
    made.claims = [claims(1, 2000), claims(2, 3200), claims(4, 3600), claims(2, 3900, 2), claims(4, 4000, 4)]
    made.appends = [
        appends(number, group, per_s)
        for group in (0, *PLAN.groups)
        for number, per_s in zip(PLAN.appenders, (500.0, 900.0, 1000.0), strict=True)
    ]
    made.hubs = [hubs("none", 0, rate) for rate in PLAN.rates]
    made.hubs += [hubs(bell, number, rate) for bell in PLAN.doorbells for rate in PLAN.rates for number in PLAN.hubs]
    made.idle = [
        IdlePoint(who, bell, 1.5, 0.5, {"find": 1.5})
        for bell in PLAN.doorbells
        for who in ("API", "API, one stream", "worker")
    ]
    made.trickles = [TricklePoint(bell, 1.0, 20.0, 6.67) for bell in PLAN.doorbells]
    made.storage = Storage(
        jobs=1000,
        events=3000,
        job_days=7.0,
        event_days=7.0,
        collections=[
            Stored("background_jobs", 1000, 480.0, 100.0, {"_id_": 30.0, "owner_recent": 70.0}),
            Stored("events", 3000, 230.0, 40.0, {"_id_": 60.0}),
        ],
    )
    made.sharded = [appends(4, 1, 1000.0), appends(4, 1, 1100.0, 2), appends(4, 1, 1200.0, 2, 2)]
    made.replicated_appends = [appends(4, 1, 800.0), dataclasses.replace(appends(4, 1, 300.0), members=3)]
    made.replicated_claims = [claims(2, 3200), dataclasses.replace(claims(2, 1500), members=3)]
    return made
