"""A worker that is full of one owner's jobs soon runs those of another."""

from __future__ import annotations

import asyncio

import pytest

from longhaul.engine.client import Request
from longhaul.model.settings import WorkerSettings
from longhaul.model.states import Status
from longhaul.mongo.requests import JobFilter
from longhaul.runtime import open_worker
from tests.limits.tasks import TASKS, Gauge
from tests.support.waiting import eventually


@pytest.mark.parametrize("concurrency", [1, 4])
async def test_a_latecomer_runs_among_the_first(mongo_uri: str, database_name: str, concurrency: int) -> None:
    settings = WorkerSettings.model_validate(
        {"mongodb_uri": mongo_uri, "mongodb_database": database_name, "LONGHAUL_CONCURRENCY": concurrency}
    )
    gauge = Gauge()
    gauge.gate.set()
    async with open_worker(settings, TASKS, gauge.handlers) as worker:
        core = worker.core
        await core.client.enqueue_many([Request("limits.free", {"n": n}) for n in range(100)], owner="ada")
        await core.client.enqueue("limits.free", {}, owner="bob")
        working = asyncio.create_task(worker.supervisor.run(signals=False))

        async def done() -> bool:
            return await core.requests.count("bob", JobFilter(status=Status.SUCCEEDED)) == 1

        await eventually(done, description="the latecomer's job has run")

        place = [owner for owner, _ in gauge.begun].index("bob")
        worker.supervisor.shut_down()
        await working
    assert place <= 3 * concurrency
