"""The one place that builds objects: a connected core, an API's runtime, a worker's runtime."""

from __future__ import annotations

import asyncio
import os
import secrets
import socket
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from longhaul.engine.artifacts import Artifacts
from longhaul.engine.client import Client
from longhaul.engine.executor import Executor
from longhaul.engine.handlers import HandlerRegistry
from longhaul.engine.health import Health
from longhaul.engine.hub import Hub
from longhaul.engine.isolation import ChildRunner
from longhaul.engine.lease_keeper import LeaseKeeper
from longhaul.engine.pruner import Pruner
from longhaul.engine.relay import OnAppend, Relay
from longhaul.engine.reporter import Reporter
from longhaul.engine.rescuer import Rescuer
from longhaul.engine.scheduler import Scheduler
from longhaul.engine.service import Outage, Service, outage_for, running
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
from longhaul.mongo.all_jobs import AllJobs
from longhaul.mongo.artifact_sweep import ArtifactSweep
from longhaul.mongo.artifacts import ArtifactRecords
from longhaul.mongo.clock import ServerTime, TimeSource
from longhaul.mongo.collections import ARTIFACT_BUCKET, Collections
from longhaul.mongo.doorbell import open_doorbell, waiting_in
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
from longhaul.mongo.opening import database_of, job_store_opener
from longhaul.mongo.outbox import Outboxes
from longhaul.mongo.overdue import Overdue
from longhaul.mongo.requests import JobRequests
from longhaul.mongo.schedules import ScheduleStore
from longhaul.mongo.server import ServerFacts
from longhaul.mongo.slots import SlotStore
from longhaul.mongo.workers import WorkerRegistry
from longhaul.telemetry.metrics import HubMetrics, Metrics, WorkerMetrics

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
    metrics: Metrics
    outage: Outage


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


@dataclass(frozen=True)
class OperatorRuntime:
    """What a command of an operator has beside the core: reads over all owners, and what the server tells of itself."""

    core: Core
    all_jobs: AllJobs
    overdue: Overdue
    server: ServerFacts


@asynccontextmanager
async def open_core(
    settings: EngineSettings,
    tasks: TaskRegistry,
    *,
    on_append: OnAppend | None = None,
    clear_every_s: float = 0.0,
    probe: Probe | None = None,
    metrics: Metrics | None = None,
    **ids: str,
) -> AsyncGenerator[Core]:
    """Connect, build what is missing in the database, and start the relay, which tells `on_append` of new events.

    It counts in `metrics`, and what the relay logs carries `ids`. Tests stall or kill the process at the points of
    `probe`. Raises `StoreUnavailable` or `StoreMisconfigured` where the database does not answer or refuses.
    """
    core = _core(settings, tasks, on_append, clear_every_s, probe, metrics or Metrics())
    async with AsyncExitStack() as stack:
        stack.push_async_callback(core.database.close)
        await build_indexes(core.database)
        await core.log.prepare()
        core.metrics.database_up.set(1)
        await stack.enter_async_context(running([core.relay], core.outage, **ids))
        yield core


def _core(
    settings: EngineSettings,
    tasks: TaskRegistry,
    on_append: OnAppend | None,
    clear_every_s: float,
    probe: Probe | None,
    metrics: Metrics,
) -> Core:
    database = database_of(settings)
    collections, time = Collections(database, probe), ServerTime(database)
    log = EventLog(collections, time, retention_s=settings.event_retention_s)
    outboxes = Outboxes(collections, time)
    relay = Relay(log, outboxes, on_append=on_append, clear_every_s=clear_every_s, metrics=metrics)
    jobs, requests = JobStore(collections, time), JobRequests(collections, time)
    registry, insights = WorkerRegistry(collections, time), Insights(collections, time)
    blobs = _blobs(settings, collections)
    return Core(
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
            metrics=metrics,
        ),
        client=Client(
            jobs,
            requests,
            RateLimits(collections, time),
            relay,
            tasks,
            args_limit_bytes=settings.args_limit_bytes,
            metrics=metrics,
        ),
        insights=insights,
        minutes=MinuteStore(collections),
        explainer=Explainer(requests, registry, insights, SlotStore(collections, time), tasks, time),
        metrics=metrics,
        outage=outage_for(metrics),
    )


@asynccontextmanager
async def open_operator(settings: EngineSettings, tasks: TaskRegistry) -> AsyncGenerator[OperatorRuntime]:
    """A core on the database as it is: nothing is built, nobody is taken care of, and nothing is asked yet.

    Its relay brings into the log what is changed through it. Raises `StoreMisconfigured` for an unusable MONGODB_URI.
    """
    core = _core(settings, tasks, None, 0.0, None, Metrics())
    async with AsyncExitStack() as stack:
        stack.push_async_callback(core.database.close)
        await stack.enter_async_context(running([core.relay], core.outage))
        all_jobs, overdue = AllJobs(core.collections), Overdue(core.collections, core.time)
        yield OperatorRuntime(core, all_jobs, overdue, ServerFacts(core.database))


@asynccontextmanager
async def open_hub(core: Core, *, tick_s: float = 15.0) -> AsyncGenerator[Hub]:
    """A hub that reads the log of `core` for the length of a block, and needs a second at most to end."""
    hub = _hub(core, tick_s, await_s=1.0)
    async with running([hub], core.outage):
        yield hub


@asynccontextmanager
async def open_api(
    settings: EngineSettings,
    tasks: TaskRegistry,
    *,
    tick_s: float = 15.0,
    probe: Probe | None = None,
    metrics: HubMetrics | None = None,
) -> AsyncGenerator[ApiRuntime]:
    """A core with a hub, a sweeper and a pruner, which count in `metrics`. Raises as `open_core`."""
    metrics = metrics or HubMetrics()
    hubs: list[Hub] = []

    def ring(_: object) -> None:
        for hub in hubs:
            hub.ring()

    async with open_core(settings, tasks, on_append=ring, probe=probe, metrics=metrics) as core:
        hub = _hub(core, tick_s, metrics)
        hubs.append(hub)
        health = Health(core.database, also={"hub": lambda: hub.ready and hub.is_healthy})
        async with running([hub, *_caretakers(core)], core.outage):
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
    metrics: WorkerMetrics | None = None,
) -> AsyncGenerator[WorkerRuntime]:
    """A core with a claim loop and all it needs; nothing is claimed before `supervisor.run`.

    `preload` names modules that child processes should find imported; `schedules` are declared and fired while the
    worker runs; all of it counts in `metrics`. Raises as `open_core`, `ValueError` for a task without a handler, and
    `InvalidInput` for a schedule of no task.
    """
    metrics = metrics or WorkerMetrics()
    worker_id = f"{socket.gethostname()}-{os.getpid()}-{secrets.token_hex(3)}"
    async with open_core(
        settings, tasks, clear_every_s=_WORKER_CLEARS_EVERY_S, probe=probe, metrics=metrics, worker_id=worker_id
    ) as core:
        handlers = build_handlers(core)
        handlers.check(tasks)
        await asyncio.to_thread(sweep_workspaces)
        metrics.expect((task for task in tasks if task.queue in settings.queue_names), settings.queue_names)
        children, threads = ChildRunner(preload, metrics=metrics), ThreadRunner()
        keeper = LeaseKeeper(job_store_opener(settings), lease_s=settings.lease_s, metrics=metrics)
        bodies = LimitedBodies(children, threads, SlotStore(core.collections, core.time), handlers)
        tally = Tally(core.minutes, core.time)
        executor = Executor(
            handlers, bodies, core.holder, core.relay, keeper, core.artifacts, settings, tally, metrics=metrics
        )
        worker = Worker(
            worker_id,
            core.jobs,
            executor,
            core.relay,
            open_doorbell(settings.doorbell, core.collections.jobs, waiting_in(settings.queue_names)),
            core.registry,
            queues=settings.queue_names,
            types=handlers.names,
            concurrency=settings.concurrency,
            lease_s=settings.lease_s,
            settle=bodies.settle,
            metrics=metrics,
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
            metrics=metrics,
        )
        health = Health(core.database, also={"worker": lambda: worker.is_healthy})
        around: list[Service] = [children, keeper, tally, rescuer, reporter, *_caretakers(core)]
        if schedules:
            around.append(Scheduler(core.schedules, core.client, core.time, tasks, schedules, metrics=metrics))
        supervisor = WorkerSupervisor(worker, reporter, health, around, grace_s=settings.grace_s, outage=core.outage)
        yield WorkerRuntime(core, worker, supervisor, health)


_WORKER_CLEARS_EVERY_S = 0.2


def _hub(core: Core, tick_s: float, metrics: HubMetrics | None = None, *, await_s: float = 4.0) -> Hub:
    doorbell = open_doorbell(core.settings.doorbell, core.collections.events, NEWS, await_s=await_s)
    return Hub(core.log, doorbell, tick_s=tick_s, metrics=metrics)


def _caretakers(core: Core) -> list[Service]:
    return [
        Sweeper(core.log, core.outboxes, core.relay, metrics=core.metrics),
        Pruner(ArtifactSweep(core.collections, core.time), core.blobs),
    ]


def _blobs(settings: EngineSettings, collections: Collections) -> BlobStore:
    if settings.artifact_store == "filesystem":
        return FilesystemBlobs(Path(settings.artifact_directory or "."))
    return GridFSBlobs(collections.database, ARTIFACT_BUCKET, collections.reach)
