"""How long things take: from enqueueing to the handler, from the log to a reader, from a cancel to the stop."""

from __future__ import annotations

import asyncio
import json
import random
import time
from collections.abc import AsyncGenerator

import httpx
from bson import ObjectId

from longhaul.engine.frames import Encoded
from longhaul.engine.hub import Hub
from longhaul.model.event import NewEvent, Scope
from longhaul.mongo.clock import ServerTime
from longhaul.mongo.collections import Collections
from longhaul.mongo.driver import Collection, Database
from longhaul.mongo.event_log import EventLog
from longhaul.mongo.requests import JobRequests
from longhaul.runtime import open_api, open_core
from scripts.bench.figures import Latency, latency
from scripts.bench.ground import OWNER, Ground, until, worker_is_there
from scripts.bench.requests import serving
from scripts.bench.tasks import CLOCK, TASKS, WAIT

_PAUSE_S = 0.02
_POLL_PAUSES_S = 0.5
_WARMING = 3  # the first ones open connections


async def measure_starts(ground: Ground, doorbell: str, samples: int) -> Latency:
    """From the call of `enqueue` until the handler runs in an idle worker process; one job at a time.

    Between two jobs pass 20 ms with change streams, and a random time up to half a second on poll.
    """
    ground.said(f"enqueue → handler starts, {doorbell}")
    name, taken = ground.new_database(), list[float]()
    async with (
        ground.database(name) as database,
        open_core(ground.settings(name), TASKS) as core,
        ground.worker(name, LONGHAUL_DOORBELL=doorbell),
    ):
        await worker_is_there(Collections(database))
        for index in range(samples + _WARMING):
            asked_at = time.time()
            job_id = (await core.client.enqueue(CLOCK, {}, owner=OWNER)).job.id
            began_at = await _began_at(core.requests, job_id)
            if index >= _WARMING:
                taken.append(began_at - asked_at)
            await asyncio.sleep(_PAUSE_S if doorbell == "change_stream" else random.uniform(0, _POLL_PAUSES_S))  # noqa: S311
    return latency(taken)


async def measure_cancels(ground: Ground) -> Latency:
    """From the request to cancel a running job until its body has stopped and the end is stored, both by `$$NOW`."""
    ground.said("cancel → body stopped")
    name, count = ground.new_database(), ground.plan.cancels
    async with (
        ground.database(name) as database,
        open_core(ground.settings(name), TASKS) as core,
        ground.worker(name, LONGHAUL_CONCURRENCY=str(count)),
    ):
        jobs = Collections(database).jobs
        ids = [(await core.client.enqueue(WAIT, {}, owner=OWNER)).job.id for _ in range(count)]
        await until(lambda: _all_are(jobs, "running", count))
        for job_id in ids:
            await core.client.cancel(OWNER, job_id)
            await asyncio.sleep(random.uniform(0, 0.1))  # noqa: S311 - at any moment between two looks of the worker
        await until(lambda: _all_are(jobs, "cancelled", count))
        ended = await jobs.find({}).to_list(None)
    return latency([(job["finished_at"] - job["cancel_requested_at"]).total_seconds() for job in ended])


async def measure_hub(ground: Ground) -> Latency:
    """From the call that appends an event until a subscriber of another runtime's hub has it."""
    ground.said("event appended → subscriber of the hub")
    name = ground.new_database()
    async with ground.database(name) as database, open_api(ground.settings(name), TASKS) as api:
        arrivals = _arrivals(api.hub)
        await anext(arrivals)  # live from here on
        return await _appended_to_arrived(ground, database, arrivals)


async def measure_sse(ground: Ground) -> Latency:
    """From the call that appends an event until a client of the API's SSE stream has it."""
    ground.said("event appended → SSE client")
    name = ground.new_database()
    async with (
        ground.database(name) as database,
        serving(ground, name) as (client, url),
        client.stream("GET", f"{url}/events/stream") as response,
    ):
        arrivals = _lines(response)
        await anext(arrivals)
        return await _appended_to_arrived(ground, database, arrivals)


async def _began_at(requests: JobRequests, job_id: str) -> float:
    while True:
        result = (await requests.get(OWNER, job_id)).result
        if result is not None:
            return float(result["at"])
        await asyncio.sleep(_PAUSE_S)


async def _all_are(jobs: Collection, status: str, count: int) -> bool:
    return await jobs.count_documents({"status": status}) == count


async def _appended_to_arrived(
    ground: Ground, database: Database, arrivals: AsyncGenerator[tuple[str, float]]
) -> Latency:
    """`arrivals` gives job ids and the moments at which their events came."""
    log = EventLog(Collections(database), ServerTime(database), retention_s=3600)
    taken: list[float] = []
    for index in range(ground.plan.samples + _WARMING):
        event = NewEvent("job.progress", OWNER, str(ObjectId()), 1, {"percent": 50, "message": "half"})
        asked_at = time.perf_counter()
        appending = asyncio.ensure_future(log.append([event]))
        async for job_id, at in arrivals:
            if job_id == event.job_id:
                if index >= _WARMING:
                    taken.append(at - asked_at)
                break
        await appending
        await asyncio.sleep(_PAUSE_S)
    return latency(taken)


async def _arrivals(hub: Hub) -> AsyncGenerator[tuple[str, float]]:
    subscription = await hub.subscribe(Scope(OWNER), None)
    async for batch in subscription:
        at = time.perf_counter()
        for delivery in batch:
            yield (delivery.event.job_id or "" if isinstance(delivery, Encoded) else "", at)


async def _lines(response: httpx.Response) -> AsyncGenerator[tuple[str, float]]:
    async for line in response.aiter_lines():
        if line.startswith("data:"):
            content = line.removeprefix("data:").strip()
            yield (json.loads(content).get("job", "") if content.startswith("{") else "", time.perf_counter())
