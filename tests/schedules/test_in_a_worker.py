"""A worker that is given schedules declares and fires them."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

from longhaul.model.settings import WorkerSettings
from longhaul.model.states import Status
from longhaul.mongo.requests import JobFilter
from longhaul.runtime import open_worker
from tests.support.tasks import TASKS, build_handlers
from tests.support.waiting import eventually

from .conftest import hourly


async def test_a_worker_fires_a_tick_that_was_missed_and_runs_its_job(mongo_uri: str, database_name: str) -> None:
    settings = WorkerSettings.model_validate(
        {"mongodb_uri": mongo_uri, "mongodb_database": database_name, "LONGHAUL_GRACE_S": 5.0}
    )
    schedule = hourly(args={"n": 1})
    async with open_worker(settings, TASKS, build_handlers, schedules=[schedule]) as worker:
        core = worker.core
        await core.schedules.sync([schedule])
        hour_ago = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) - timedelta(hours=1)
        await core.collections.schedules.update_one({"_id": "hourly"}, {"$set": {"next_run_at": hour_ago}})
        working = asyncio.create_task(worker.supervisor.run(signals=False))

        async def done() -> bool:
            return await core.requests.count("ada", JobFilter(status=Status.SUCCEEDED)) >= 1

        await eventually(done, description="the scheduled job has run")

        worker.supervisor.shut_down()
        await working
