"""One run from an empty replica set to the evidence: start everything, load and faults, rest, stop, read."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import time
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pymongo.errors import PyMongoError

from longhaul.model.event import Cursor
from longhaul.model.settings import EngineSettings
from longhaul.runtime import Core, open_core
from longhaul.testing.replica_set import ReplicaSet
from scripts.local import local_client
from scripts.prove import evidence as facts
from scripts.prove import process
from scripts.prove.evidence import Evidence
from scripts.prove.fleet import GRACE_S, Fleet, open_fleet
from scripts.prove.injector import Injected, Injector
from scripts.prove.load import Load
from scripts.prove.plan import Plan
from scripts.prove.subscribers import Subscribers, start_subscribers
from scripts.prove.tasks import POISON_KILLS, TASKS

DATABASE: Final = "prove"
ELECTION_MS: Final = 2000
_TICK_S: Final = 2.0
_TUNED: Final = "&connectTimeoutMS=1000&heartbeatFrequencyMS=500"
_REST_S: Final = 240.0
_CAUGHT_UP_S: Final = 60.0
_COUNT_EVERY_S: Final = 5.0


@dataclass(frozen=True)
class Told:
    """How a run tells what it is doing."""

    stage: Callable[[str], None]
    fault: Callable[[Injected], None]
    jobs: Callable[[int, int], None]


async def run(plan: Plan, directory: Path, told: Told, *, rate: float, subscribers: int) -> Evidence:
    """Carry out `plan` and read what it left. Raises `MongodError` where the set does not come up."""
    told.stage("starting three mongod")
    members = await asyncio.to_thread(ReplicaSet, directory, 3, election_timeout_ms=ELECTION_MS)
    try:
        uri = members.uri + _TUNED
        fleet = await _fleet(uri, members, plan, directory)
        settings = EngineSettings.model_validate({"mongodb_uri": uri, "mongodb_database": DATABASE})
        async with open_core(settings, TASKS) as core, _kept(fleet):
            return await _Run(plan, directory, told, members, fleet, core).go(rate, subscribers)
    finally:
        await asyncio.to_thread(members.stop)


@dataclass
class _Run:
    plan: Plan
    directory: Path
    told: Told
    members: ReplicaSet
    fleet: Fleet
    core: Core

    async def go(self, rate: float, count: int) -> Evidence:
        self.told.stage("starting workers, APIs and subscribers")
        await asyncio.gather(*(slot.ready() for slot in self.fleet.slots))
        apis = [slot.url for slot in self.fleet.apis]
        after = await _cursor(apis[0])
        readers = await start_subscribers(self.directory, apis, str(after), self.plan.seed, count)
        load = Load(self.plan.seed, apis, rate=rate)
        counting = asyncio.create_task(self._count(load), name="prove-count")
        try:
            self.told.stage("faults")
            injector = Injector(self.plan, self.fleet, self.members, self.told.fault)
            await asyncio.gather(load.run(self.plan.seconds), injector.run())
            self.told.stage("coming to rest")
            await self._rest(readers)
        finally:
            counting.cancel()
            await asyncio.gather(counting, return_exceptions=True)
            await load.close()
            await self.fleet.stop()
            received = await readers.end()
        self.told.stage("reading what is left")
        files, chunks, records = await facts.sweep_files(self.core)
        return Evidence(
            plan=self.plan,
            asked=load.asked,
            jobs=await facts.read_jobs(self.core),
            log=await facts.read_log(self.core),
            ledger=facts.read_lines(self.directory),
            received=received,
            after=after.seq,
            lives=self.fleet.lives,
            injected=injector.injected,
            files=files,
            orphan_chunks=chunks,
            orphan_records=records,
            strays=strays(self.directory),
        )

    async def _count(self, load: Load) -> None:
        """How many jobs have ended, for the terminal, and what the primary holds open, for the report."""
        with process.database_file(self.directory).open("w", encoding="utf-8", buffering=1) as file:
            while True:
                with contextlib.suppress(PyMongoError):  # between two primaries
                    ended = await self.core.collections.jobs.count_documents({"finished_at": {"$exists": True}})
                    self.told.jobs(ended, len(load.asked.keys))
                    status = await self.core.database.command("serverStatus")
                    figures = {
                        "primary": status["host"],
                        "cursors": status["metrics"]["cursor"]["open"]["total"],
                        "connections": status["connections"]["current"],
                    }
                    file.write(json.dumps({"at": time.monotonic(), **figures}) + "\n")
                await asyncio.sleep(_COUNT_EVERY_S)

    async def _rest(self, readers: Subscribers) -> None:
        """Return when every job has ended, every outbox is empty and every subscriber is at the head, or in the end."""
        jobs = self.core.collections.jobs
        waiting = {"$or": [{"status": {"$in": ["queued", "running"]}}, {"outbox_at": {"$exists": True}}]}
        for _ in range(round(_REST_S)):
            if await jobs.find_one(waiting, {"_id": 1}) is None:
                break
            await asyncio.sleep(1.0)
        head = (await self.core.log.head()).seq
        for _ in range(round(_CAUGHT_UP_S)):
            if readers.place() >= head:
                break
            await asyncio.sleep(1.0)


def strays(directory: Path) -> list[int]:
    """Processes that were started by the run's processes and are still there."""
    mark = f"{process.DIRECTORY}={directory}".encode()
    found: list[int] = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            try:
                if mark in (entry / "environ").read_bytes().split(b"\0"):
                    found.append(int(entry.name))
            except OSError:
                continue  # ended, or somebody else's
    return found


async def _fleet(uri: str, members: ReplicaSet, plan: Plan, directory: Path) -> Fleet:
    settings: dict[str, Any] = {
        "LONGHAUL_LEASE_S": plan.lease_s,
        "LONGHAUL_GRACE_S": GRACE_S["worker"],
        "LONGHAUL_DRAIN_S": GRACE_S["api"],
        "LONGHAUL_INTERRUPTIONS_CAP": POISON_KILLS,
        "LONGHAUL_STREAM_TICK_S": _TICK_S,
        "LONGHAUL_LOG_LEVEL": "info",
    }
    ports = [member.port for member in members.members]
    return await open_fleet(uri, DATABASE, ports, directory, **{name: str(value) for name, value in settings.items()})


@asynccontextmanager
async def _kept(fleet: Fleet) -> AsyncGenerator[None]:
    keeping = [asyncio.create_task(slot.keep(), name=f"prove-{slot.name}") for slot in fleet.slots]
    try:
        yield
    finally:
        await fleet.stop()
        await asyncio.gather(*keeping)


async def _cursor(api: str) -> Cursor:
    """Where the log is now."""
    async with local_client(timeout=30) as client:
        answer = await client.get(f"{api}/events")
        answer.raise_for_status()
        return Cursor.parse(answer.json()["cursor"])
