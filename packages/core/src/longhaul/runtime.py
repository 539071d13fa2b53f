"""The one place that builds objects: a connected core, an API's runtime, a worker's runtime."""

from __future__ import annotations

import asyncio
import os
import secrets
import socket
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from longhaul.engine.artifacts import Artifacts
from longhaul.engine.client import Client
from longhaul.engine.executor import Executor
from longhaul.engine.handlers import HandlerRegistry
from longhaul.engine.health import Health
from longhaul.engine.hub import Hub
from longhaul.engine.isolation import ChildRunner
from longhaul.engine.lease_keeper import LeaseKeeper, LeaseStore
from longhaul.engine.pruner import Pruner
from longhaul.engine.relay import OnAppend, Relay
from longhaul.engine.reporter import Reporter
from longhaul.engine.rescuer import Rescuer
from longhaul.engine.scheduler import Scheduler
from longhaul.engine.service import Service
from longhaul.engine.slots import LimitedBodies
from longhaul.engine.supervisor import WorkerSupervisor
from longhaul.engine.sweeper import Sweeper
from longhaul.engine.tally import Tally
from longhaul.engine.threads import ThreadRunner
from longhaul.engine.why import Explainer
from longhaul.engine.worker import Worker
from longhaul.engine.workspaces import sweep_workspaces
from longhaul.filesystem.blobs import FilesystemBlobs
from longhaul.model.artifact import BlobStore
from longhaul.model.probe import Probe
from longhaul.model.registry import TaskRegistry
from longhaul.model.schedule import Schedule
from longhaul.model.settings import EngineSettings, WorkerSettings
from longhaul.mongo.artifact_sweep import ArtifactSweep
from longhaul.mongo.artifacts import ArtifactRecords
from longhaul.mongo.clock import ServerTime, TimeSource
from longhaul.mongo.collections import ARTIFACT_BUCKET, Collections
from longhaul.mongo.doorbell import open_doorbell
from longhaul.mongo.driver import Database
from longhaul.mongo.event_log import EventLog
from longhaul.mongo.gridfs import GridFSBlobs
from longhaul.mongo.holder import HolderStore
from longhaul.mongo.indexes import build_indexes
from longhaul.mongo.insights import Insights
from longhaul.mongo.jobs import JobStore
from longhaul.mongo.limits import RateLimits
from longhaul.mongo.log_reader import NEWS
from longhaul.mongo.minutes import MinuteStore
from longhaul.mongo.outbox import Outboxes
from longhaul.mongo.requests import JobRequests
from longhaul.mongo.schedules import ScheduleStore
from longhaul.mongo.slots import SlotStore
from longhaul.mongo.workers import WorkerRegistry

HandlerBuilder = Callable[["Core"], HandlerRegistry]


@dataclass(frozen=True)
class Core:
    """What every process has: a prepared database, the stores on it, and a running relay."""

    settings: EngineSettings
    database: Database
    collections: Collections
    time: TimeSource
    tasks: TaskRegistry
    jobs: JobStore
    holder: HolderStore
    requests: JobRequests
    schedules: ScheduleStore
    registry: WorkerRegistry
    log: EventLog
    outboxes: Outboxes
    relay: Relay
    blobs: BlobStore
    artifacts: Artifacts
    client: Client
    insights: Insights
    minutes: MinuteStore
    explainer: Explainer


@dataclass(frozen=True)
class ApiRuntime:
    """What an API process has beside the core: the hub that streams read from, and its health."""

    core: Core
    hub: Hub
    health: Health


@dataclass(frozen=True)
class WorkerRuntime:
    """What a worker process has beside the core: the claim loop, everything around it, and its health."""

    core: Core
    worker: Worker
    supervisor: WorkerSupervisor
    health: Health


@asynccontextmanager
async def open_core(
    settings: EngineSettings,
    tasks: TaskRegistry,
    *,
    on_append: OnAppend | None = None,
    clear_every_s: float = 0.0,
    probe: Probe | None = None,
) -> AsyncGenerator[Core]:
    """Connect, build what is missing in the database, and start the relay, which tells `on_append` of new events.

    Tests stall or kill the process at the points of `probe`. Raises `StoreUnavailable` or `StoreMisconfigured` where
    the database does not answer or refuses.
    """
    database = _database(settings)
    collections, time = Collections(database, probe), ServerTime(database)
    log = EventLog(collections, time, retention_s=settings.event_retention_s)
    outboxes = Outboxes(collections, time)
    relay = Relay(log, outboxes, on_append=on_append, clear_every_s=clear_every_s)
    jobs = JobStore(collections, time)
    requests = JobRequests(collections, time)
    registry, insights = WorkerRegistry(collections, time), Insights(collections, time)
    blobs = _blobs(settings, collections)
    core = Core(
        settings=settings,
        database=database,
        collections=collections,
        time=time,
        tasks=tasks,
        jobs=jobs,
        holder=HolderStore(collections, time),
        requests=requests,
        schedules=ScheduleStore(collections, time),
        registry=registry,
        log=log,
        outboxes=outboxes,
        relay=relay,
        blobs=blobs,
        artifacts=Artifacts(
            blobs,
            ArtifactRecords(collections, time),
            limit_bytes=settings.artifact_limit_bytes,
            upload_retention_s=settings.upload_retention_s,
        ),
        client=Client(
            jobs,
            requests,
            RateLimits(collections, time),
            relay,
            tasks,
            args_limit_bytes=settings.args_limit_bytes,
        ),
        insights=insights,
        minutes=MinuteStore(collections),
        explainer=Explainer(requests, registry, insights, SlotStore(collections, time), tasks, time),
    )
    async with AsyncExitStack() as stack:
        stack.push_async_callback(database.close)
        await build_indexes(database)
        await log.prepare()
        await stack.enter_async_context(_running([relay]))
        yield core


@asynccontextmanager
async def open_api(
    settings: EngineSettings, tasks: TaskRegistry, *, tick_s: float = 15.0, probe: Probe | None = None
) -> AsyncGenerator[ApiRuntime]:
    """A core with a hub, a sweeper and a pruner. Raises as `open_core`."""
    hubs: list[Hub] = []

    def ring(_: object) -> None:
        for hub in hubs:
            hub.ring()

    async with open_core(settings, tasks, on_append=ring, probe=probe) as core:
        doorbell = open_doorbell(settings.doorbell, core.collections.events, NEWS)
        hub = Hub(core.log, doorbell, tick_s=tick_s)
        hubs.append(hub)
        health = Health(core.database, also={"hub": lambda: hub.ready and hub.is_healthy})
        async with _running([hub, *_caretakers(core)]):
            yield ApiRuntime(core, hub, health)


@asynccontextmanager
async def open_worker(
    settings: WorkerSettings,
    tasks: TaskRegistry,
    build_handlers: HandlerBuilder,
    *,
    preload: Sequence[str] = (),
    schedules: Sequence[Schedule] = (),
    probe: Probe | None = None,
) -> AsyncGenerator[WorkerRuntime]:
    """A core with a claim loop and all it needs; nothing is claimed before `supervisor.run`.

    `preload` names modules that child processes should find imported; `schedules` are declared and fired while the
    worker runs. Raises as `open_core`, `ValueError` for a task without a handler, and `InvalidInput` for a schedule
    of no task.
    """
    async with open_core(settings, tasks, clear_every_s=_WORKER_CLEARS_EVERY_S, probe=probe) as core:
        handlers = build_handlers(core)
        handlers.check(tasks)
        await asyncio.to_thread(sweep_workspaces)
        children, threads = ChildRunner(preload), ThreadRunner()
        keeper = LeaseKeeper(_lease_store_opener(settings), lease_s=settings.lease_s)
        bodies = LimitedBodies(children, threads, SlotStore(core.collections, core.time), handlers)
        tally = Tally(core.minutes, core.time)
        executor = Executor(handlers, bodies, core.holder, core.relay, keeper, core.artifacts, settings, tally)
        worker = Worker(
            f"{socket.gethostname()}-{os.getpid()}-{secrets.token_hex(3)}",
            core.jobs,
            executor,
            core.relay,
            open_doorbell(settings.doorbell, core.collections.jobs, _waiting(settings.queue_names)),
            core.registry,
            queues=settings.queue_names,
            types=handlers.names,
            concurrency=settings.concurrency,
            lease_s=settings.lease_s,
            settle=bodies.settle,
        )
        reporter = Reporter(
            core.registry,
            worker.id,
            queues=settings.queue_names,
            concurrency=settings.concurrency,
            running=lambda: worker.running,
        )
        rescuer = Rescuer(
            core.jobs,
            core.holder,
            core.relay,
            lease_s=settings.lease_s,
            interruptions_cap=settings.interruptions_cap,
            tally=tally,
        )
        health = Health(core.database, also={"worker": lambda: worker.is_healthy})
        around: list[Service] = [children, keeper, tally, rescuer, reporter, *_caretakers(core)]
        if schedules:
            around.append(Scheduler(core.schedules, core.client, core.time, tasks, schedules))
        supervisor = WorkerSupervisor(worker, reporter, health, around, grace_s=settings.grace_s)
        yield WorkerRuntime(core, worker, supervisor, health)


_WORKER_CLEARS_EVERY_S = 0.2


def _waiting(queues: Sequence[str]) -> list[dict[str, Any]]:
    """What a worker's doorbell listens to: jobs that begin to wait in its queues."""
    inserted = {"operationType": "insert", "fullDocument.queue": {"$in": list(queues)}}
    queued = {"operationType": "update", "updateDescription.updatedFields.status": "queued"}
    resumed = {"operationType": "update", "updateDescription.updatedFields.run_at": {"$exists": True}}
    return [{"$match": {"$or": [inserted, queued, resumed]}}, {"$project": {"_id": 1}}]


def _caretakers(core: Core) -> list[Service]:
    sweeper = Sweeper(core.log, core.outboxes, core.relay)
    pruner = Pruner(ArtifactSweep(core.collections, core.time), core.blobs)
    return [sweeper, pruner]


def _database(settings: EngineSettings) -> Database:
    return Database(
        settings.mongodb_uri,
        settings.mongodb_database,
        driver=settings.mongo_driver,
        timeout_s=settings.mongo_timeout_s,
    )


def _blobs(settings: EngineSettings, collections: Collections) -> BlobStore:
    if settings.artifact_store == "filesystem":
        return FilesystemBlobs(Path(settings.artifact_directory or "."))
    return GridFSBlobs(collections.database, ARTIFACT_BUCKET, collections.reach)


def _lease_store_opener(settings: EngineSettings) -> Callable[[], AbstractAsyncContextManager[LeaseStore]]:
    @asynccontextmanager
    async def opened() -> AsyncGenerator[LeaseStore]:
        # A connection of its own: the keeper lives in another thread and event loop.
        database = _database(settings)
        try:
            yield JobStore(Collections(database), ServerTime(database))
        finally:
            await database.close()

    return opened


@asynccontextmanager
async def _running(services: Sequence[Service]) -> AsyncGenerator[None]:
    async with AsyncExitStack() as stack:
        for service in services:
            await service.start()
            stack.push_async_callback(service.stop)
        yield
