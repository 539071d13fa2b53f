"""How many jobs a second: through one worker process, and the same writes by the raw driver; and enqueueing."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable

from bson import ObjectId

from longhaul.engine.client import Request
from longhaul.model.job import NewJob
from longhaul.mongo.clock import ServerTime
from longhaul.mongo.codec import new_document
from longhaul.mongo.collections import Collections
from longhaul.mongo.driver import aggregate
from longhaul.runtime import open_core
from scripts.bench import raw
from scripts.bench.figures import Counts, Enqueueing, Throughput, rate
from scripts.bench.ground import OWNER, Ground, log_holds, outboxes_are_empty
from scripts.bench.tasks import NOOP, TASKS

_JOBS_PER_SLOT = 150


async def measure_throughput(ground: Ground) -> Throughput:
    """Rounds of all patterns take turns, so that a noisy moment of the machine falls on all alike."""
    plan = ground.plan
    bulk: list[float] = []
    single: list[float] = []
    workers: dict[int, list[float]] = {concurrency: [] for concurrency in plan.concurrencies}
    counts: list[Counts] = []
    for _ in range(plan.rounds):
        ground.said("jobs/s: raw driver in bulk")
        bulk.append(await _raw_round(ground, plan.jobs, raw.run_in_bulk, counts))
        ground.said("jobs/s: raw driver one by one")
        single.append(
            await _raw_round(ground, plan.single_jobs, lambda c: raw.run_one_by_one(c, plan.single_jobs), counts)
        )
        for concurrency, rounds in workers.items():
            ground.said(f"jobs/s: worker, concurrency {concurrency}")
            rounds.append(await _worker_round(ground, concurrency, counts))
    raw_bulk = rate(bulk)
    return Throughput(
        raw_bulk,
        rate(single, raw=raw_bulk),
        {concurrency: rate(rounds, raw=raw_bulk) for concurrency, rounds in workers.items()},
        counts,
    )


async def measure_enqueueing(ground: Ground) -> Enqueueing:
    """Enqueue one after the other, a thousand at a time, and the same documents by the raw driver."""
    plan = ground.plan
    name = ground.new_database()
    single: list[float] = []
    batch: list[float] = []
    raw_batch: list[float] = []
    async with ground.database(name) as database, open_core(ground.settings(name), TASKS) as core:
        jobs, now = Collections(database).jobs, await ServerTime(database).now()
        for _ in range(plan.rounds):
            ground.said("enqueueing")
            singles = plan.single_jobs // 2
            began = time.perf_counter()
            for _ in range(singles):
                await core.client.enqueue(NOOP, {}, owner=OWNER)
            single.append(singles / (time.perf_counter() - began))
            await core.relay.flush()
            requests = [Request(NOOP.name, {})] * 1000
            began = time.perf_counter()
            for _ in range(plan.jobs // 1000 or 1):
                await core.client.enqueue_many(requests, owner=OWNER)
            batch.append(1000 * (plan.jobs // 1000 or 1) / (time.perf_counter() - began))
            await core.relay.flush()
            documents = [new_document(NewJob(NOOP.name, OWNER, {}), ObjectId(), now) for _ in range(1000)]
            began = time.perf_counter()
            await jobs.insert_many(documents, ordered=False)
            raw_batch.append(1000 / (time.perf_counter() - began))
    raw_rate = rate(raw_batch)
    return Enqueueing(rate(single), rate(batch, raw=raw_rate), raw_rate)


async def _raw_round(
    ground: Ground, jobs: int, run: Callable[[Collections], Awaitable[None]], counts: list[Counts]
) -> float:
    name = ground.new_database()
    async with ground.database(name) as database:
        await ground.fill(name, jobs)
        collections = Collections(database)
        began = time.perf_counter()
        await run(collections)
        seconds = time.perf_counter() - began
        counts.append(await _counted(collections, jobs))
    return jobs / seconds


async def _worker_round(ground: Ground, concurrency: int, counts: list[Counts]) -> float:
    name, jobs = ground.new_database(), min(ground.plan.jobs, _JOBS_PER_SLOT * concurrency)
    async with ground.database(name) as database:
        await ground.fill(name, jobs)
        collections = Collections(database)
        async with ground.worker(name, LONGHAUL_CONCURRENCY=str(concurrency)):
            await log_holds(collections, 3 * jobs)
            ended_at = time.time()
            await outboxes_are_empty(collections)
        first = await aggregate(collections.jobs, [{"$group": {"_id": None, "at": {"$min": "$started_at"}}}])
        counts.append(await _counted(collections, jobs))
    return jobs / (ended_at - first[0]["at"].timestamp())


async def _counted(collections: Collections, jobs: int) -> Counts:
    async def events(type_: str) -> int:
        return await collections.events.count_documents({"type": type_})

    return Counts(
        jobs=jobs,
        succeeded=await collections.jobs.count_documents({"status": "succeeded"}),
        created=await events("job.created"),
        started=await events("job.started"),
        completed=await events("job.completed"),
        tombstones=await events("_"),
        outboxes_left=await collections.jobs.count_documents({"outbox.0": {"$exists": True}}),
    )
