"""Where a scenario runs: one or more mongod processes with a meter on them, and fresh databases."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Final

from longhaul.engine.client import Request
from longhaul.mongo.clock import ServerTime
from longhaul.mongo.collections import Collections
from longhaul.mongo.driver import Database
from longhaul.mongo.event_log import EventLog
from longhaul.mongo.indexes import build_indexes
from longhaul.runtime import open_core
from scripts.bench.ground import OWNER, Ground, until
from scripts.bench.ground import Plan as BenchPlan
from scripts.bench.tasks import NOOP, TASKS
from scripts.capacity.crew import Crew
from scripts.capacity.meter import Meter, Server, Spent
from scripts.capacity.plan import Plan

_RETENTION_S: Final = 3600.0


@dataclass
class Site:
    """A running deployment to measure on, and the crew that makes the load.

    `said` is told what is being measured, `told` that a step is done.
    """

    uri: str
    plan: Plan
    ground: Ground
    meter: Meter
    hands: Crew
    said: Callable[[str], None]
    told: Callable[[], None]
    others: list[float] = field(default_factory=list[float])
    """What share of the machine other programs used, by step."""

    @asynccontextmanager
    async def database(self) -> AsyncGenerator[tuple[str, Database]]:
        """A fresh database of the engine's and its name; dropped with the block."""
        name = self.ground.new_database()
        async with self.elsewhere(self.uri, name, fresh=True) as database:
            yield name, database

    @asynccontextmanager
    async def elsewhere(self, uri: str, name: str, *, fresh: bool = False) -> AsyncGenerator[Database]:
        """A connection to a database of any server; a `fresh` one is prepared, and dropped with the block."""
        database = Database(uri, name)
        try:
            if fresh:
                await build_indexes(database)
                await EventLog(Collections(database), ServerTime(database), retention_s=_RETENTION_S).prepare()
            yield database
        finally:
            if fresh:
                await database.drop()
            await database.close()

    async def fill(self, name: str, jobs: int, queues: Sequence[str]) -> None:
        """Enqueue `jobs` jobs that do nothing, over `queues` in turn; their first events are in the log then."""
        async with open_core(self.ground.settings(name), TASKS) as core:
            for start in range(0, jobs, 1000):
                places = range(start, min(start + 1000, jobs))
                asked = [Request(NOOP.name, {}, queue=queues[place % len(queues)]) for place in places]
                await core.client.enqueue_many(asked, owner=OWNER)
            await core.relay.flush()

    async def step(
        self,
        orders: Sequence[dict[str, Any]],
        *,
        begun: Callable[[], Awaitable[bool]] | None = None,
        around: Callable[[], Awaitable[Any]] | None = None,
    ) -> Stepped:
        """Have the crew follow `orders`, one each, and measure for a step once they have `begun`.

        `around` is awaited before and after.
        """
        await self.hands.prepare(orders)
        self.hands.go()
        if begun is not None:
            await until(begun)
        await asyncio.sleep(self.plan.warm_s)
        first = await around() if around is not None else None
        before = await self.meter.read(self.hands.pids)
        await asyncio.sleep(self.plan.step_s)
        spent = before.until(await self.meter.read(self.hands.pids))
        last = await around() if around is not None else None
        answers = await self.hands.stop(spent.began, spent.ended)
        self.others.append(spent.others)
        self.told()
        return Stepped(spent, answers, first, last)


@dataclass(frozen=True)
class Stepped:
    """What a step cost, what each of the crew says of it, and what was seen around it."""

    spent: Spent
    answers: list[dict[str, Any]]
    first: Any
    last: Any


@asynccontextmanager
async def site(
    uri: str,
    servers: Sequence[Server],
    plan: Plan,
    hands: Crew,
    *,
    said: Callable[[str], None] = lambda _: None,
    told: Callable[[], None] = lambda: None,
) -> AsyncGenerator[Site]:
    """A site for the length of a block."""
    meter = Meter(servers)
    try:
        yield Site(uri, plan, Ground(uri, BenchPlan()), meter, hands, said, told)
    finally:
        await meter.close()
