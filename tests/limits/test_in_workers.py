"""Workers hold to the limit of running jobs, and get through all of them."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator

import pytest

from longhaul.engine.client import Request
from longhaul.model.settings import WorkerSettings
from longhaul.model.states import Status
from longhaul.mongo.requests import JobFilter
from longhaul.runtime import WorkerRuntime, open_worker
from tests.limits.tasks import TASKS, Gauge
from tests.support.waiting import eventually

TOTAL = 10


@pytest.fixture
async def crew(mongo_uri: str, database_name: str) -> AsyncIterator[tuple[Gauge, list[WorkerRuntime]]]:
    """Two workers of eight slots each on a fresh database."""
    settings = WorkerSettings.model_validate(
        {"mongodb_uri": mongo_uri, "mongodb_database": database_name, "LONGHAUL_CONCURRENCY": 8, "LONGHAUL_GRACE_S": 0}
    )
    gauge = Gauge()
    async with contextlib.AsyncExitStack() as stack:
        workers = [await stack.enter_async_context(open_worker(settings, TASKS, gauge.handlers)) for _ in range(2)]
        running = [asyncio.create_task(worker.supervisor.run(signals=False)) for worker in workers]
        yield gauge, workers
        for worker in workers:
            worker.supervisor.shut_down()
        await asyncio.gather(*running)


async def test_no_more_than_allowed_run_at_once_and_all_get_their_turn(
    crew: tuple[Gauge, list[WorkerRuntime]],
) -> None:
    gauge, workers = crew
    core = workers[0].core
    await core.client.enqueue_many([Request("limits.slotted", {"n": n}) for n in range(TOTAL)], owner="ada")
    await core.client.enqueue_many([Request("limits.slotted", {"n": n}) for n in range(2)], owner="bob")

    async def all_parked() -> bool:
        parked = await core.collections.jobs.count_documents({"owner": "ada", "waits_for": {"$exists": True}})
        return parked == TOTAL - 2 and gauge.running == {"ada": 2, "bob": 2}

    await eventually(all_parked, description="two of each owner run, the rest is parked")
    gauge.gate.set()

    async def done() -> bool:
        return await core.requests.count("ada", JobFilter(status=Status.SUCCEEDED)) == TOTAL

    await eventually(done, description="all have run")
    assert {"ada": 2, "bob": 2} == gauge.most
    assert sorted(("ada", n) for n in range(TOTAL)) == sorted(one for one in gauge.begun if one[0] == "ada")


async def test_waiting_for_a_slot_spends_no_attempt(crew: tuple[Gauge, list[WorkerRuntime]]) -> None:
    gauge, workers = crew
    core = workers[0].core
    gauge.gate.set()

    await core.client.enqueue_many([Request("limits.slotted", {"n": n}) for n in range(TOTAL)], owner="ada")

    async def done() -> bool:
        return await core.requests.count("ada", JobFilter(status=Status.SUCCEEDED)) == TOTAL

    await eventually(done, description="all have run")
    page = await core.requests.list("ada", JobFilter())
    assert [1] * TOTAL == [job.attempt for job in page.jobs]
