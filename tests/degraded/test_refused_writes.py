"""A server that answers and takes no writes: its disk is full, it is no primary, it shuts down."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from scripts.demo.inputs import feed_xml

from longhaul.model.errors import StoreUnavailable
from longhaul.runtime import open_api
from tests.degraded.conftest import environment
from tests.degraded.feeds import HeldFeed, held_feed
from tests.degraded.processes import API, WORKER, Usage, Watched, get, is_ready, is_unready, post, usage_over, watched
from tests.degraded.recorder import TASKS
from tests.degraded.servers import Server
from tests.engine.conftest import OWNER, settings
from tests.support.waiting import eventually

WRITES = ["insert", "update", "findAndModify", "delete"]
DISK_FULL, NOT_PRIMARY, SHUTTING_DOWN = 14031, 10107, 11600
UNCONFIRMED = {"code": 64, "errmsg": "waiting for replication timed out"}
ITEMS = 250
ENDS = {"succeeded", "failed", "cancelled"}


@dataclass
class Product:
    """An API, a worker, and a job that is in the middle of fetching its feed."""

    server: Server
    database: str
    api: Watched
    worker: Watched
    feed: HeldFeed
    job_id: str

    async def refuse(self, code: int, *, seconds: float) -> list[Usage]:
        """Let the server refuse all writes, have the job go on meanwhile, and measure both processes."""
        self.server.fail(WRITES, code)
        self.feed.release()
        for process in (self.api, self.worker):
            await is_unready(process)
        return await usage_over(seconds, self.api, self.worker)

    async def ended(self) -> dict[str, Any]:
        """The job, when it has ended."""

        async def job() -> dict[str, Any] | None:
            answer = (await get(self.api, f"/background-jobs/{self.job_id}")).json()
            return answer if answer.get("status") in ENDS else None

        ended = await eventually(job, description="the job ends")
        assert ended is not None
        return ended

    async def log(self, v: int) -> list[dict[str, Any]]:
        """The whole log, when it holds `v` events of the job, and a reader has closed the holes in between."""

        def read() -> list[dict[str, Any]]:
            with self.server.client() as client:
                events = list(client[self.database]["events"].find(sort=[("_id", 1)]))
            # The worker's own schedules may have come due and have events too.
            is_whole = sum(event.get("job") == self.job_id for event in events) == v
            return events if is_whole and [event["_id"] for event in events] == list(range(1, len(events) + 1)) else []

        return await eventually(read, description="all events are in a log without holes")


@pytest.fixture
async def product(faulty: Server, unused_name: str, tmp_path: Path) -> AsyncIterator[Product]:
    """Both processes, with leases that need no renewal during the refusals of these tests, and the job."""
    variables = environment(faulty.uri, unused_name, LONGHAUL_LEASE_S="300")
    async with held_feed(feed_xml(ITEMS)) as feed:
        with watched(API, tmp_path, **variables) as api, watched(WORKER, tmp_path, **variables) as worker:
            for process in (api, worker):
                await is_ready(process)
            asked = await post(api, "/jobs/ingest", json={"url": feed.url})
            async with asyncio.timeout(60):
                await feed.asked.wait()
            yield Product(faulty, unused_name, api, worker, feed, asked.json()["job_id"])


def told(process: Watched) -> list[str]:
    """What the process complains of, but for the handler's own failed attempts."""
    events = [str(line["event"]) for line in process.complaints()]
    return [event for event in events if event != "attempt raised"]


def assert_whole(product: Product, job: dict[str, Any], log: list[dict[str, Any]]) -> None:
    """Nothing is lost, half-written or there twice."""
    assert ("succeeded", 0) == (job["status"], job["interruptions"])
    counts = job["result"]
    assert ITEMS == counts["jobs_new"] + counts["jobs_updated"] + counts["jobs_unchanged"]
    with product.server.client() as client:
        database = client[product.database]
        assert ITEMS == database["postings"].count_documents({})
        assert len(job["artifacts"]) == database["artifact_files.files"].count_documents({})
    assert list(range(1, job["v"] + 1)) == [event["v"] for event in log if event.get("job") == product.job_id]


async def test_a_full_disk_is_told_once_and_when_there_is_space_again_all_goes_on(product: Product) -> None:
    used = await product.refuse(DISK_FULL, seconds=4.0)

    refusals = [await post(product.api, "/jobs/ingest", json={"url": product.feed.url}) for _ in range(5)]
    alive = [(await get(process, "/healthz")).status_code for process in (product.api, product.worker)]
    checks = [await is_unready(process) for process in (product.api, product.worker)]
    complaints = [await eventually(process.complaints) for process in (product.api, product.worker)]
    product.server.heal()
    job = await product.ended()
    log = await product.log(job["v"])
    accepted = await post(product.api, "/jobs/ingest", json={"url": product.feed.url})

    assert ([200, 200], [503] * 5) == (alive, [answer.status_code for answer in refusals])
    assert {"takes no writes"} == {check["mongodb"] for check in checks}
    assert [["waiting for the database"]] * 2 == [[line["event"] for line in lines] for lines in complaints]
    assert all("no disk space left" in lines[0]["error"] for lines in complaints)
    for usage in used:
        usage.assert_modest(lines=3)
    assert_whole(product, job, log)
    assert 202 == accepted.status_code


async def test_a_server_that_answers_and_is_no_primary_for_a_while_costs_next_to_nothing(product: Product) -> None:
    used = await product.refuse(NOT_PRIMARY, seconds=4.0)
    used += await product.refuse(SHUTTING_DOWN, seconds=3.0)

    complaints = [told(process) for process in (product.api, product.worker)]
    refusal = await post(product.api, "/jobs/ingest", json={"url": product.feed.url})
    product.server.heal()
    job = await product.ended()
    log = await product.log(job["v"])

    assert 503 == refusal.status_code
    assert all(events.count("waiting for the database") <= 1 for events in complaints), complaints
    for usage in used:
        usage.assert_modest(lines=12)
    assert_whole(product, job, log)


async def test_leases_that_cannot_be_renewed_are_told_once_and_not_per_try(
    faulty: Server, unused_name: str, tmp_path: Path
) -> None:
    variables = environment(faulty.uri, unused_name, LONGHAUL_LEASE_S="2")
    async with held_feed(feed_xml(1)) as feed:
        with watched(API, tmp_path, **variables) as api, watched(WORKER, tmp_path, **variables) as worker:
            for process in (api, worker):
                await is_ready(process)
            await post(api, "/jobs/ingest", json={"url": feed.url})
            async with asyncio.timeout(60):
                await feed.asked.wait()
            faulty.fail(WRITES, DISK_FULL)

            await usage_over(3.0, worker)

            assert told(worker).count("leases are not renewed") <= 1


async def test_a_job_that_no_majority_has_confirmed_is_not_promised(faulty: Server, unused_name: str) -> None:
    async with open_api(settings(faulty.uri, unused_name), TASKS) as api:
        faulty.fail(["insert"], writeConcernError=UNCONFIRMED)

        with pytest.raises(StoreUnavailable):
            await api.core.client.enqueue("degraded.hold", {"book": "none", "pieces": 1}, owner=OWNER)

        faulty.heal()
