"""A worker as a process of the crew, which also counts how its claims went."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from functools import cache
from typing import Any, Final, cast

from pymongo import monitoring

from longhaul.model.probe import Point
from longhaul.model.settings import WorkerSettings
from longhaul.mongo.collections import COUNTERS, JOBS
from longhaul.runtime import WorkerRuntime, open_worker
from scripts.bench.tasks import TASKS, build_handlers

_KINDS: Final = ("rounds", "hits", "seen", "taken", "reserved")


class Counts(monitoring.CommandListener):
    """When a claim was sent (`rounds`), took something (`hits`), how many jobs it saw and took, and reservations.

    Jobs seen and taken are read off the statement with which the engine takes many at once.
    """

    def __init__(self) -> None:
        self._noted: list[tuple[float, str, int]] = []
        self._seen: dict[int, int] = {}

    async def __call__(self, point: Point) -> None:
        """A probe: the engine passes by here around each claim."""
        if point == "claiming":
            self._note("rounds", 1)
        elif point == "claimed":
            self._note("hits", 1)

    def started(self, event: monitoring.CommandStartedEvent) -> None:
        """A command is sent."""
        if event.command_name == "findAndModify" and event.command["findAndModify"] == COUNTERS:
            self._note("reserved", 1)
        elif event.command_name == "update" and event.command["update"] == JOBS:
            update = event.command["updates"][0]
            if "lease.token" not in update["q"] and _sets_status(update["u"], "running"):
                self._seen[event.request_id] = len(update["q"]["_id"]["$in"])

    def succeeded(self, event: monitoring.CommandSucceededEvent) -> None:
        """A command was answered."""
        seen = self._seen.pop(event.request_id, None)
        if seen is not None:
            self._note("seen", seen)
            self._note("taken", int(event.reply["nModified"]))

    def failed(self, event: monitoring.CommandFailedEvent) -> None:
        """A command failed."""
        self._seen.pop(event.request_id, None)

    def between(self, began: float, ended: float) -> dict[str, int]:
        """How many of each kind were noted between two moments of the monotonic clock."""
        return {
            kind: sum(count for at, what, count in self._noted if what == kind and began <= at < ended)
            for kind in _KINDS
        }

    def _note(self, kind: str, count: int) -> None:
        self._noted.append((time.monotonic(), kind, count))


def _sets_status(update: Any, status: str) -> bool:
    stages = cast("list[dict[str, Any]]", update) if isinstance(update, list) else []
    return any(stage.get("$set", {}).get("status") == status for stage in stages)


class Working:
    """A worker that begins to claim when told to."""

    def __init__(self, runtime: WorkerRuntime, counts: Counts) -> None:
        self._runtime = runtime
        self._counts = counts

    async def run(self, stop: asyncio.Event) -> None:
        """Work until told to stop, then give back what runs."""
        working = asyncio.create_task(self._runtime.supervisor.run(signals=False), name="supervisor")
        stopping = asyncio.create_task(stop.wait(), name="stop")
        await asyncio.wait({working, stopping}, return_when=asyncio.FIRST_COMPLETED)
        self._runtime.supervisor.shut_down()
        await working
        stopping.cancel()

    def answer(self, began: float, ended: float) -> dict[str, Any]:
        """The counts."""
        return self._counts.between(began, ended)


@cache
def _listening() -> Counts:
    """One for the whole process, since the driver lets nobody go who listens to all clients made from then on."""
    counts = Counts()
    monitoring.register(counts)
    return counts


@asynccontextmanager
async def working(order: dict[str, Any]) -> AsyncGenerator[Working]:
    """A worker on the database, the queue and with the concurrency that the order names."""
    counts = _listening()
    settings = WorkerSettings.model_validate(
        {
            "mongodb_uri": order["uri"],
            "mongodb_database": order["database"],
            "queues": order["queue"],
            "concurrency": order["concurrency"],
            "grace_s": 0,
        }
    )
    async with open_worker(settings, TASKS, build_handlers, probe=counts) as runtime:
        yield Working(runtime, counts)
