"""What an idle worker process costs the database, counted by the database itself."""

from __future__ import annotations

import asyncio
import time
from typing import Any, Final, cast

from longhaul.mongo.collections import Collections
from longhaul.mongo.driver import Database
from scripts.bench.figures import Idle
from scripts.bench.ground import Ground, worker_is_there

_SETTLING_S: Final = 4.0
_HEARTBEAT: Final = "hello"


async def measure_idle(ground: Ground) -> Idle:
    """Commands a second of one idle worker process, less those that the mongod and this process make without it."""
    ground.said("idle load: without a worker")
    name, seconds = ground.new_database(), ground.plan.idle_s
    async with ground.database(name) as database:
        without = await _commands(database, seconds / 4)
        async with ground.worker(name):
            await worker_is_there(Collections(database))
            ground.said("idle load: one worker")
            await asyncio.sleep(_SETTLING_S)
            with_one = await _commands(database, seconds)
    more = {name: round(per_s - without.get(name, 0.0), 3) for name, per_s in with_one.items()}
    by_command = {name: per_s for name, per_s in more.items() if per_s > 0}
    heartbeats = by_command.pop(_HEARTBEAT, 0.0)
    return Idle(round(sum(by_command.values()), 3), heartbeats, by_command)


async def _commands(database: Database, seconds: float) -> dict[str, float]:
    """Commands per second, by name, over so many seconds; our own `serverStatus` is left out."""
    before, began = await _totals(database), time.perf_counter()
    await asyncio.sleep(seconds)
    after, passed = await _totals(database), time.perf_counter() - began
    return {
        name: (total - before.get(name, 0)) / passed for name, total in after.items() if total > before.get(name, 0)
    }


async def _totals(database: Database) -> dict[str, int]:
    commands: dict[str, Any] = (await database.command("serverStatus"))["metrics"]["commands"]
    counted = {name: cast("dict[str, Any]", one) for name, one in commands.items() if isinstance(one, dict)}
    return {name: int(one["total"]) for name, one in counted.items() if "total" in one and name != "serverStatus"}
