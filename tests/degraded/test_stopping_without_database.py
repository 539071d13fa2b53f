"""Told to stop while the database is away: the process ends all the same, and does not begin anew."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

from scripts.demo.inputs import feed_xml

from longhaul.model.states import Status
from longhaul.runtime import open_api
from longhaul_api.tasks import TASKS
from tests.degraded.conftest import environment
from tests.degraded.feeds import held_feed
from tests.degraded.processes import API, WORKER, is_ready, post, watched
from tests.degraded.servers import server
from tests.engine.conftest import settings
from tests.support.waiting import BUSY_S

OWNER = "local"


async def test_a_worker_with_a_running_job_and_its_api_end_in_time_and_lose_nothing(tmp_path: Path) -> None:
    with server(tmp_path / "data") as database:
        variables = environment(database.uri, "stopping", LONGHAUL_GRACE_S="0", LONGHAUL_LEASE_S="30")
        async with held_feed(feed_xml(5)) as feed:
            with watched(API, tmp_path, **variables) as api, watched(WORKER, tmp_path, **variables) as worker:
                for process in (api, worker):
                    await is_ready(process)
                job_id = (await post(api, "/jobs/ingest", json={"url": feed.url})).json()["job_id"]
                async with asyncio.timeout(60):
                    await feed.asked.wait()
                database.kill()

                began = time.monotonic()
                statuses = await asyncio.gather(*[asyncio.to_thread(process.stop, 40) for process in (api, worker)])
                took_s = time.monotonic() - began

        database.start()
        async with open_api(settings(database.uri, "stopping"), TASKS) as again:
            job = await again.core.requests.get(OWNER, job_id)

    assert [0, 0] == statuses
    assert took_s < 8.0 + BUSY_S
    assert "Traceback" not in api.said() + worker.said()
    assert "ended without giving everything back" in {line["event"] for line in worker.complaints()}
    # Nobody could be told that it is free; whoever works next rescues it when its lease has expired.
    assert (Status.RUNNING, 1) == (job.status, job.attempt)
