"""What processes cost that have nothing to do, and what a job costs where they come one by one."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Final

import httpx

from longhaul.mongo.collections import Collections
from longhaul.runtime import Core, open_core
from longhaul.testing.ports import HeldPort
from scripts.bench.ground import OWNER, log_holds, until, worker_is_there
from scripts.bench.tasks import NOOP, TASKS
from scripts.capacity.meter import Spent
from scripts.capacity.plan import Plan
from scripts.capacity.points import IdlePoint, TricklePoint
from scripts.capacity.site import Site
from scripts.local import local_client

WORKER: Final = "worker"
API: Final = "API"
STREAM: Final = "API, one stream"
_EVENTS_PER_JOB: Final = 3


async def measure_idle(site: Site) -> tuple[list[IdlePoint], list[TricklePoint]]:
    """For each doorbell an API, the same with a stream, and a worker beside both; then these get a job a second."""
    before = await _measured(site, "idle: the server alone")
    nothing = before
    idle: list[IdlePoint] = []
    trickles: list[TricklePoint] = []
    for doorbell in site.plan.doorbells:
        before = nothing
        async with site.database() as (name, database), AsyncExitStack() as stack:
            url = await stack.enter_async_context(_api(site, name, doorbell))
            for who in (API, STREAM, WORKER):
                if who == STREAM:
                    await stack.enter_async_context(_stream(url))
                elif who == WORKER:
                    await stack.enter_async_context(site.ground.worker(name, LONGHAUL_DOORBELL=doorbell))
                    await worker_is_there(Collections(database))
                spent = await _measured(site, f"idle: {who}, {doorbell.replace('_', ' ')}")
                # An API with its stream is counted whole; the worker is what it adds to that.
                idle.append(_point(spent, before if who == WORKER else nothing, who, doorbell))
                before = spent
            core = await stack.enter_async_context(open_core(site.ground.settings(name), TASKS))
            trickles.append(await _trickle(site, core, doorbell, before))
    return idle, trickles


def idle_steps(plan: Plan) -> int:
    """How many steps `measure_idle` takes."""
    return 1 + 4 * len(plan.doorbells)


async def _measured(site: Site, what: str) -> Spent:
    site.said(what)
    await asyncio.sleep(site.plan.settling_s)
    before = await site.meter.read()
    await asyncio.sleep(site.plan.idle_s)
    spent = before.until(await site.meter.read())
    site.told()
    return spent


def _point(spent: Spent, nothing: Spent, who: str, doorbell: str) -> IdlePoint:
    more = {
        name: count / spent.seconds - nothing.commands.get(name, 0.0) / nothing.seconds
        for name, count in spent.commands.items()
    }
    by_command = {name: round(per_s, 3) for name, per_s in more.items() if per_s > 0.001}
    heartbeats = by_command.pop("hello", 0.0)
    return IdlePoint(who, doorbell, sum(by_command.values()), heartbeats, by_command)


async def _trickle(site: Site, core: Core, doorbell: str, idle: Spent) -> TricklePoint:
    site.said(f"a job a second, {doorbell.replace('_', ' ')}")
    jobs = max(1, round(site.plan.idle_s))
    before = await site.meter.read()
    for _ in range(jobs):
        await core.client.enqueue(NOOP, {}, owner=OWNER)
        await asyncio.sleep(1.0)
    spent = before.until(await site.meter.read())
    await log_holds(core.collections, _EVENTS_PER_JOB * jobs)
    site.told()
    more = spent.operations - idle.operations / idle.seconds * spent.seconds
    return TricklePoint(doorbell, jobs / spent.seconds, more / jobs, more / jobs / _EVENTS_PER_JOB)


@asynccontextmanager
async def _api(site: Site, name: str, doorbell: str) -> AsyncGenerator[str]:
    with HeldPort() as port:
        url = f"http://127.0.0.1:{port.number}"
        where = {"PORT": str(port.number), "HOST": "127.0.0.1", "LONGHAUL_DOORBELL": doorbell}
        process = site.ground.process("longhaul_api", name, where)
        try:
            async with local_client(timeout=10) as client:
                await until(lambda: _answers(client, f"{url}/readyz"))
            yield url
        finally:
            process.terminate()
            await asyncio.to_thread(process.wait, 30)


@asynccontextmanager
async def _stream(url: str) -> AsyncGenerator[None]:
    async with local_client(timeout=None) as client, client.stream("GET", f"{url}/events/stream") as response:
        reading = asyncio.create_task(_read(response), name="stream")
        try:
            yield
        finally:
            reading.cancel()
            await asyncio.gather(reading, return_exceptions=True)


async def _read(response: httpx.Response) -> None:
    async for _ in response.aiter_lines():
        pass


async def _answers(client: httpx.AsyncClient, url: str) -> bool:
    try:
        return (await client.get(url)).is_success
    except httpx.TransportError:
        return False
