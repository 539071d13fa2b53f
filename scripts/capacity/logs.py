"""The log: appenders side by side at one counter, the counter alone, and several logs instead of one."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AsyncExitStack
from typing import Any

from bson.int64 import Int64

from longhaul.model.event import TOMBSTONE
from longhaul.mongo.collections import Collections
from longhaul.mongo.driver import Database
from scripts.bench.figures import latency
from scripts.capacity.acts import COUNTER
from scripts.capacity.plan import Plan
from scripts.capacity.points import AppendPoint
from scripts.capacity.site import Site


async def measure_appends(site: Site) -> list[AppendPoint]:
    """Points of the counter alone, then of the log with each size of group, for each number of appenders."""
    plan = site.plan
    points: list[AppendPoint] = []
    for group in (0, *plan.groups):
        points += [await append_point(site, appenders, group) for appenders in plan.appenders]
    return points


def append_steps(plan: Plan) -> int:
    """How many steps `measure_appends` takes."""
    return len(plan.appenders) * (1 + len(plan.groups))


async def append_point(
    site: Site,
    appenders: int,
    group: int,
    *,
    logs: int = 1,
    uris: Sequence[str] = (),
    members: int = 1,
) -> AppendPoint:
    """What a call costs with so many appenders; a `group` of 0 raises a counter and appends nothing.

    The appenders share `logs` logs, each in a database of its own: all on the site's server, or one on each of `uris`.
    """
    what = f"{group} events a call" if group else "the counter alone"
    site.said(f"log: {appenders} at {logs}, {what}, database nodes: {max(members, len(uris))}")
    places = uris or [site.uri] * logs
    async with AsyncExitStack() as stack:
        databases = [await _log_at(site, stack, uri) for uri in places]
        shared = {"do": "append" if group else "count", "group": group}
        orders: list[dict[str, Any]] = [
            {**shared, "uri": places[number % logs], "database": databases[number % logs].name}
            for number in range(appenders)
        ]
        step = await site.step(orders)
        holes = [await Collections(one).events.count_documents({"type": TOMBSTONE}) for one in databases]
    taken = [seconds for answer in step.answers for seconds in answer["seconds"]]
    return AppendPoint(
        what="log" if group else "counter",
        appenders=appenders,
        group=group,
        cost=step.spent.per(len(taken)),
        latency=latency(taken or [step.spent.seconds]),
        holes=sum(holes),
        logs=logs,
        servers=max(1, len(uris)),
        members=members,
    )


async def _log_at(site: Site, stack: AsyncExitStack, uri: str) -> Database:
    name = site.ground.new_database()
    database = await stack.enter_async_context(site.elsewhere(uri, name, fresh=True))
    await Collections(database).counters.insert_one({"_id": COUNTER, "n": Int64(0)})
    return database
