"""More than one of something: several logs, several servers, and a replica set instead of one node."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

from longhaul.testing.mongod import mongod
from longhaul.testing.replica_set import replica_set
from scripts.capacity.claims import claim_point
from scripts.capacity.logs import append_point
from scripts.capacity.meter import Server
from scripts.capacity.plan import Plan
from scripts.capacity.points import AppendPoint, ClaimPoint
from scripts.capacity.site import Site, site

_GROUPS = (1, 10)


async def measure_sharded(here: Site, directory: Path) -> list[AppendPoint]:
    """So many appenders at 1, 2 and more logs: first all on one server, then each log on a server of its own."""
    plan = here.plan
    points = [await append_point(here, plan.log_appenders, 1, logs=logs) for logs in plan.logs]
    with ExitStack() as stack:
        several = [stack.enter_context(mongod(directory / f"shard{number}")) for number in range(max(plan.logs))]
        servers = [Server(one.uri, one.process.pid) for one in several]
        for logs in plan.logs:
            some = servers[:logs]
            async with site(some[0].uri, some, plan, here.hands, said=here.said, told=here.told) as there:
                uris = [server.uri for server in some]
                points.append(await append_point(there, plan.log_appenders, 1, logs=logs, uris=uris))
    return points


def sharded_steps(plan: Plan) -> int:
    """How many steps `measure_sharded` takes."""
    return 2 * len(plan.logs)


async def measure_replicated(here: Site, directory: Path) -> tuple[list[AppendPoint], list[ClaimPoint]]:
    """The same appends and claims on a set of one node and on one of three, all of it on this machine."""
    plan = here.plan
    appends: list[AppendPoint] = []
    claims: list[ClaimPoint] = []
    for members in plan.members:
        here.said(f"a replica set of {members}")
        with replica_set(directory / f"set{members}", members) as running:
            direct = "mongodb://{}/?directConnection=true"
            servers = [Server(direct.format(one.host), one.mongod.process.pid) for one in running.members]
            async with site(running.uri, servers, plan, here.hands, said=here.said, told=here.told) as there:
                for group in _GROUPS:
                    appends.append(  # noqa: PERF401 - one after the other
                        await append_point(there, plan.replicated_appenders, group, members=members)
                    )
                workers = plan.replicated_workers
                claims.append(await claim_point(there, workers, 1, plan.concurrency, members=members))
    return appends, claims


def replicated_steps(plan: Plan) -> int:
    """How many steps `measure_replicated` takes."""
    return (len(_GROUPS) + 1) * len(plan.members)
