"""Readers: hubs of API processes that tail one log while events come at a steady rate."""

from __future__ import annotations

from typing import Any, Final

from scripts.bench.figures import latency
from scripts.capacity.plan import Plan
from scripts.capacity.points import HubPoint
from scripts.capacity.site import Site

APPENDS_PER_S: Final = 50.0
"""Whatever the rate: a relay gathers what comes while its last call is on its way."""


async def measure_hubs(site: Site) -> list[HubPoint]:
    """For each rate the appender alone, then with each number of hubs and each doorbell."""
    plan = site.plan
    points = [await _hub_point(site, "none", 0, rate) for rate in plan.rates]
    for doorbell in plan.doorbells:
        for rate in plan.rates:
            points += [await _hub_point(site, doorbell, hubs, rate) for hubs in plan.hubs]
    return points


def hub_steps(plan: Plan) -> int:
    """How many steps `measure_hubs` takes."""
    return len(plan.rates) * (1 + len(plan.doorbells) * len(plan.hubs))


async def _hub_point(site: Site, doorbell: str, hubs: int, rate: int) -> HubPoint:
    site.said(f"hubs: {hubs}, {rate} events/s, {doorbell.replace('_', ' ')}")
    async with site.database() as (name, _):
        where = {"uri": site.uri, "database": name}
        group = max(1, round(rate / APPENDS_PER_S))
        append: dict[str, Any] = {"do": "append", "group": group, "per_s": APPENDS_PER_S, **where}
        orders: list[dict[str, Any]] = [append, *({"do": "follow", "doorbell": doorbell, **where},) * hubs]
        step = await site.step(orders)
    appends = len(step.answers[0]["seconds"])
    events = appends * group
    lags = [lag for answer in step.answers[1:] for lag in answer["seconds"]]
    commands = step.spent.commands
    return HubPoint(
        doorbell=doorbell,
        hubs=hubs,
        rate=rate,
        cost=step.spent.per(events),
        appends_per_s=appends / step.spent.seconds,
        reads_per_s=(commands.get("find", 0.0) + commands.get("getMore", 0.0)) / step.spent.seconds,
        latency=latency(lags) if lags else None,
        delivered=len(lags) / max(1, events * hubs) if hubs else 1.0,
    )
