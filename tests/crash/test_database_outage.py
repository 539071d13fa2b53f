"""A database that dies under running jobs and comes back."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from longhaul.model.states import Status
from longhaul.runtime import open_api
from longhaul.testing.mongod import start_mongod
from longhaul.testing.ports import HeldPort
from tests.crash.conftest import Watch
from tests.engine.conftest import settings
from tests.support.processes import worker_process
from tests.support.tasks import TASKS

pytestmark = pytest.mark.crash


async def test_a_job_works_on_through_an_outage_and_loses_no_line_and_no_attempt(tmp_path: Path) -> None:
    port = HeldPort()
    first = await asyncio.to_thread(start_mongod, tmp_path, port=port.number)
    try:
        # The lease outlives the outage, however long the server takes to start on a busy machine.
        with worker_process(first.uri, "outage", LONGHAUL_MONGO_TIMEOUT_S="2", LONGHAUL_LEASE_S="60"):
            async with open_api(settings(first.uri, "outage", LONGHAUL_MONGO_TIMEOUT_S=2), TASKS) as api:
                watch = Watch(api, first.uri, "outage")
                job_id = await watch.enqueue("test.work", n=100)
                await watch.events(job_id, until="job.progress", count=2)

                first.process.kill()
                await asyncio.to_thread(first.process.wait)
                second = await asyncio.to_thread(start_mongod, tmp_path, port=port.number)
                try:
                    events = await watch.events(job_id, until="job.completed", timeout_s=60)
                    job = await watch.job(job_id)
                finally:
                    await asyncio.to_thread(second.stop)
    finally:
        first.stop()
        port.release()

    lines = [line for event in events if event.type == "job.log" for line in event.data["lines"]]
    # A line whose storing was not answered any more may be there twice; none is missing and none is out of order.
    numbers = list(dict.fromkeys(line["fields"]["number"] for line in lines))
    assert (job.status, job.attempt, job.interruptions, job.result) == (Status.SUCCEEDED, 1, 0, {"value": 100})
    assert numbers == list(range(100))
    assert [event.v for event in events] == list(range(1, len(events) + 1))
    assert [artifact.filename for artifact in job.artifacts] == ["work.txt"]
