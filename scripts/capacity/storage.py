"""What jobs leave behind when they are done, in the collections and in each index."""

from __future__ import annotations

from longhaul.model.settings import EngineSettings
from longhaul.mongo.collections import EVENTS, JOBS, Collections
from longhaul.mongo.driver import Database
from scripts.bench.ground import log_holds, outboxes_are_empty
from scripts.bench.tasks import NOOP
from scripts.capacity.points import Storage, Stored
from scripts.capacity.site import Site

_DAY_S = 86_400.0
_EVENTS_PER_JOB = 3


async def measure_storage(site: Site) -> Storage:
    """Run so many jobs that do nothing, then ask the server what stands on its disk."""
    jobs = site.plan.stored_jobs
    site.said(f"storage: {jobs:,} jobs")
    async with site.database() as (name, database):
        await site.fill(name, jobs, ["default"])
        collections = Collections(database)
        async with site.ground.worker(name, LONGHAUL_CONCURRENCY="200"):
            await log_holds(collections, _EVENTS_PER_JOB * jobs)
            await outboxes_are_empty(collections)
        await database.command({"fsync": 1})  # sizes are those of the last checkpoint
        stored = [await _stored(database, one) for one in (JOBS, EVENTS)]
    site.told()
    return Storage(
        jobs=jobs,
        events=stored[1].documents,
        job_days=NOOP.retention.total_seconds() / _DAY_S,
        event_days=EngineSettings().event_retention_s / _DAY_S,
        collections=stored,
    )


async def _stored(database: Database, name: str) -> Stored:
    stats = await database.raw().command("collStats", name)
    count = max(1, stats["count"])
    return Stored(
        name=name,
        documents=stats["count"],
        data_bytes=stats["size"] / count,
        storage_bytes=stats["storageSize"] / count,
        index_bytes={index: size / count for index, size in stats["indexSizes"].items()},
    )
