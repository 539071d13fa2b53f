"""What is counted of workers that die and of a database that goes away."""

from __future__ import annotations

import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import pytest

from longhaul.engine.lease_keeper import LeaseKeeper
from longhaul.engine.rescuer import Rescuer
from longhaul.engine.service import Outage, outage_for, sharing
from longhaul.model.errors import LonghaulError, StoreUnavailable
from longhaul.model.lease import Lease
from longhaul.model.states import Status
from longhaul.mongo.jobs import Held
from longhaul.runtime import open_core
from longhaul.telemetry.metrics import Metrics, WorkerMetrics
from tests.engine.conftest import settings
from tests.support.tasks import TASKS
from tests.support.waiting import eventually
from tests.telemetry.conftest import value


@pytest.mark.parametrize(("attempts", "status"), [(1, "failed"), (3, "queued")])
async def test_a_rescue_is_counted_with_what_became_of_the_job(
    mongo_uri: str, database_name: str, attempts: int, status: str
) -> None:
    metrics = WorkerMetrics()
    # Beside no worker, whose own rescuer might find the job first.
    async with open_core(settings(mongo_uri, database_name), TASKS) as core:
        await core.client.enqueue("test.echo", {}, owner="ada", max_attempts=attempts)
        (job,) = await core.jobs.claim("w9", ["default"], ["test.echo"], lease_s=0.0, limit=1)
        rescuer = Rescuer(core.jobs, core.holder, core.relay, lease_s=0.0, interruptions_cap=20, metrics=metrics)

        async def is_rescued() -> bool:
            await rescuer.run_once()
            return (await core.requests.get("ada", job.id)).status is not Status.RUNNING

        await eventually(is_rescued, description="the job is rescued")

    place = {"task": "test.echo", "queue": "default"}
    assert 1.0 == value(metrics, "longhaul_rescues_total", queue="default", status=status)
    assert 1.0 == value(metrics, "longhaul_attempt_failures_total", **place, cause="worker_died")
    failed = value(metrics, "longhaul_jobs_ended_total", **place, status="failed")
    assert (1.0 if status == "failed" else None) == failed


async def test_an_outage_is_counted_once_and_shows_until_it_is_over() -> None:
    metrics = Metrics()
    metrics.database_up.set(1)
    seen: list[float | None] = []

    with sharing(Outage(quiet_s=0.01)):
        outage = outage_for(metrics)
    for part in ("hub", "relay"):
        outage.begin(part, StoreUnavailable("gone"))
        seen.append(value(metrics, "longhaul_database_up"))
    for part in ("hub", "relay"):
        outage.end(part)
    await eventually(lambda: not outage.is_on, description="the outage is over")

    assert [0.0, 0.0] == seen
    assert (1.0, 1.0) == (value(metrics, "longhaul_database_up"), value(metrics, "longhaul_database_outages_total"))


class Leases:
    """A store of leases that answers, or does not."""

    def __init__(self) -> None:
        self.error: LonghaulError | None = None
        self.rounds = 0

    async def renew(self, leases: list[Lease], lease_s: float) -> list[Held]:
        """Say that all are held."""
        assert lease_s > 0
        return await self.look(leases)

    async def look(self, leases: list[Lease]) -> list[Held]:
        """The same."""
        self.rounds += 1
        if self.error is not None:
            raise self.error
        return [Held(lease, is_held=True, cancel_requested=False) for lease in leases]


async def test_renewals_are_counted_by_lease_and_rounds_without_an_answer_by_round() -> None:
    metrics, leases = WorkerMetrics(), Leases()

    @asynccontextmanager
    async def opened() -> AsyncGenerator[Leases]:
        yield leases

    keeper = LeaseKeeper(opened, lease_s=0.3, metrics=metrics)
    await keeper.start()
    for token in ("a", "b"):
        lease = Lease(job_id=token * 24, token=token * 24, worker_id="w1")
        keeper.add(lease, lambda _: None, asked_at=time.monotonic() - 1.0)
    await eventually(lambda: value(metrics, "longhaul_lease_renewals_total"), description="the leases are renewed")
    leases.error = StoreUnavailable("gone")
    await eventually(lambda: value(metrics, "longhaul_lease_renewal_failures_total"), description="a round fails")
    await keeper.stop()

    assert 0 == (value(metrics, "longhaul_lease_renewals_total") or 1) % 2
