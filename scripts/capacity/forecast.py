"""What the costs of a run foretell: the run's own points, to see how well they do, and other machines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import linear_regression, median
from typing import Final

from scripts.capacity.model import Bound, Resource, Scaling, bound, fit
from scripts.capacity.points import AppendPoint, ClaimPoint, HubPoint, Report

SERVERS: Final = (2, 4, 8, 16, 32)
WORKERS: Final = (1, 2, 4, 8, 16, 32, 64)
HUBS: Final = 2
ROOM: Final = 0.6
"""How busy the first resource should be at most: at 0.6 of one processor a unit takes 2.5 times as long as alone."""
EVENTS_PER_JOB: Final = 3
BATCH_LIMIT: Final = 500
"""So many events a relay appends in one call at most."""
DATABASE, CLIENTS, COUNTER, BOTH = "database", "workers", "log counter", "machine"


@dataclass(frozen=True)
class Foretold:
    """A measured point beside what the model made of others."""

    what: str
    count: int
    predicted: float
    measured: float
    limited_by: str = ""


@dataclass(frozen=True)
class Costs:
    """What the model needs of a run, in seconds of processor time or units a second.

    A job costs the database `job_db_s` and its worker `job_client_s`; one worker alone does `worker_per_s` jobs. A hub
    costs `hub_append_s` for each call that appends and `hub_event_s` for each event. The counter goes up at most
    `counter_per_s` times a second, `reservations` times a job. `of_two` is the same job's cost of server and client.
    """

    job_db_s: float
    job_client_s: float
    worker_per_s: float
    hub_append_s: float
    hub_event_s: float
    counter_per_s: float
    reservations: float

    def hub_s(self, hubs: int) -> float:
        """What so many hubs cost the database for each job."""
        return hubs * (self.reservations * self.hub_append_s + EVENTS_PER_JOB * self.hub_event_s)


def costs(report: Report) -> Costs:
    """The costs of a run: medians over its numbers of workers, so that no single step decides.

    Of the counter the best rate that was seen: a lower bound of what it can, where clients and server share processors.
    """
    points = at_one_queue(report)
    alone = points[0]
    append_s, event_s = hub_costs(report.hubs, pick_doorbell(report))
    return Costs(
        job_db_s=median(point.cost.db_us for point in points) / 1e6,
        job_client_s=median(point.cost.client_us for point in points) / 1e6,
        worker_per_s=alone.cost.per_s,
        hub_append_s=append_s,
        hub_event_s=event_s,
        counter_per_s=max(point.cost.per_s for point in report.appends if point.what == "counter"),
        reservations=median(point.reservations for point in points),
    )


def foretell(costs: Costs, processors: float, workers: int, *, hubs: int = HUBS, logs: int = 1) -> Bound:
    """The most jobs a second with the database on a server of its own, and what does not allow more.

    Of the counter it is assumed that relays gather as many events as they may: as calls take longer they grow.
    """
    return bound(
        [
            Resource(CLIENTS, 1 / costs.worker_per_s, workers),
            Resource(DATABASE, costs.job_db_s + costs.hub_s(hubs), processors),
            Resource(COUNTER, EVENTS_PER_JOB / BATCH_LIMIT / costs.counter_per_s, logs),
        ]
    )


def foretell_shared(costs: Costs, processors: float, workers: int, *, hubs: int = 0) -> Bound:
    """The same where workers and database share the processors of one machine."""
    demand = costs.job_db_s + costs.job_client_s + costs.hub_s(hubs)
    return bound([Resource(CLIENTS, 1 / costs.worker_per_s, workers), Resource(BOTH, demand, processors)])


def primary_factor(report: Report) -> float:
    """How much dearer a job is for the primary of a set of three than for a node alone; not below 1."""
    by_members = {one.members: one.cost.busiest_us for one in report.replicated_claims}
    alone, most = by_members[min(by_members)], by_members[max(by_members)]
    return max(1.0, most / alone)


def events_per_call(costs: Costs, jobs_per_s: float) -> float:
    """How many events a call must carry for one counter to keep up with so many jobs a second."""
    return jobs_per_s * EVENTS_PER_JOB / costs.counter_per_s


def at_one_queue(report: Report) -> list[ClaimPoint]:
    """The points of all numbers of workers at one queue, the fewest first."""
    concurrency = int(report.plan["concurrency"])
    points = [one for one in report.claims if one.queues == 1 and one.concurrency == concurrency]
    return sorted(points, key=lambda one: one.workers)


def at_own_queues(report: Report) -> list[ClaimPoint]:
    """One worker, then more of them with a queue each."""
    return [at_one_queue(report)[0], *(one for one in report.claims if one.queues > 1)]


def check_claims(points: Sequence[ClaimPoint], processors: float) -> list[Foretold]:
    """More workers from the costs of one alone: asymptotic bounds, with `processors` shared by all."""
    alone = points[0]
    told: list[Foretold] = []
    for point in points[1:]:
        limits = [
            Resource(CLIENTS, 1 / alone.cost.per_s, point.workers),
            Resource(BOTH, alone.cost.both_us / 1e6, processors),
        ]
        first = bound(limits)
        told.append(Foretold("jobs/s", point.workers, first.per_s, point.cost.per_s, first.limited_by))
    return told


def check_appends(points: Sequence[AppendPoint], processors: float) -> list[Foretold]:
    """More appenders from the costs of one alone."""
    alone = points[0]
    told: list[Foretold] = []
    for point in points[1:]:
        limits = [
            Resource(CLIENTS, 1 / alone.cost.per_s, point.appenders),
            Resource(BOTH, alone.cost.both_us / 1e6, processors),
        ]
        first = bound(limits)
        told.append(Foretold("calls/s", point.appenders, first.per_s, point.cost.per_s, first.limited_by))
    return told


def check_hubs(points: Sequence[HubPoint], doorbell: str) -> list[Foretold]:
    """How much of a processor the database uses with more hubs, from none and the fewest, by the utilisation law."""
    told: list[Foretold] = []
    for rate in sorted({point.rate for point in points}):
        some = sorted(
            (one for one in points if one.rate == rate and one.doorbell in (doorbell, "none")), key=lambda one: one.hubs
        )
        none, first = busy(some[0]), busy(some[1])
        for point in some[2:]:
            predicted = none + max(0.0, first - none) * point.hubs / some[1].hubs
            told.append(Foretold(f"{rate:,} events/s", point.hubs, predicted, busy(point)))
    return told


def busy(point: HubPoint) -> float:
    """How much of one processor the database used."""
    return point.cost.per_s * point.cost.db_us / 1e6


def hold_out(pairs: Sequence[tuple[float, float]]) -> tuple[Scaling, Foretold]:
    """The scalability law through all points but that of most clients, and what it says of that one."""
    law = fit(pairs[:-1])
    clients, measured = pairs[-1]
    return law, Foretold("", int(clients), law.at(clients), measured, "")


def pick_doorbell(report: Report) -> str:
    """The doorbell that the defaults use where the server has it."""
    return str(report.plan["doorbells"][0])


def hub_costs(points: Sequence[HubPoint], doorbell: str) -> tuple[float, float]:
    """What a hub costs the database for each call that appends and for each event, in seconds; neither is below 0.

    Two rates with the same number of calls a second tell the two apart. The slope over the numbers of hubs, none too.
    """
    rates = sorted({point.rate for point in points})
    each: dict[int, float] = {}
    for rate in rates:
        some = [one for one in points if one.rate == rate and one.doorbell in (doorbell, "none")]
        a_call = [busy(one) / one.appends_per_s for one in some]
        each[rate] = linear_regression([one.hubs for one in some], a_call).slope
    low, high = rates[0], rates[-1]
    calls = median(one.appends_per_s for one in points)
    event_s = max(0.0, (each[high] - each[low]) * calls / (high - low)) if high > low else 0.0
    return max(0.0, each[low] - event_s * low / calls), event_s


def appends_of(report: Report, group: int) -> list[AppendPoint]:
    """The points of one size of group, the fewest appenders first; 0 is the counter alone."""
    return sorted((one for one in report.appends if one.group == group), key=lambda one: one.appenders)
