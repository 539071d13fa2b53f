"""A worker that has nothing to do looks seldom, whatever waits in its queues that it cannot run."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import pytest

from longhaul.engine.worker import IDLE_WAIT_S, Worker
from longhaul.model.job import Job, NewJob
from longhaul.mongo.clock import ManualTime
from longhaul.mongo.collections import Collections
from longhaul.mongo.driver import Database
from longhaul.mongo.jobs import JobStore
from longhaul.mongo.workers import WorkerRegistry


@dataclass
class SilentBell:
    """Never rings, and remembers for how long it was waited for."""

    waits_s: list[float] = field(default_factory=list[float])

    async def arm(self) -> None:
        """There is nothing to hear."""

    async def wait(self, timeout_s: float) -> bool:
        """As if so much time had passed."""
        self.waits_s.append(timeout_s)
        return False

    def ring(self) -> None:
        """Nobody waits."""

    def quicken(self) -> None:
        """It is no faster."""

    async def close(self) -> None:
        """There is nothing to give back."""


async def settle(_job: Job) -> None:
    """No job ends here."""


@dataclass
class Idler:
    """A worker of the task demo.noop that is stepped by hand, and the store in front of it."""

    jobs: JobStore
    time: ManualTime
    worker: Worker
    bell: SilentBell


@pytest.fixture
def idler(database: Database) -> Idler:
    """With no jobs yet."""
    collections, time, bell = Collections(database), ManualTime(datetime(2100, 3, 1, 12, tzinfo=UTC)), SilentBell()
    jobs = JobStore(collections, time)
    nobody = cast("Any", None)  # runs and relays what is claimed, which is nothing in these tests
    registry = WorkerRegistry(collections, time)
    worker = Worker(
        "w1",
        jobs,
        nobody,
        nobody,
        bell,
        registry,
        queues=["default"],
        types=["demo.noop"],
        concurrency=1,
        lease_s=12.0,
        settle=settle,
    )
    return Idler(jobs, time, worker, bell)


async def test_due_jobs_of_tasks_that_it_does_not_know_do_not_keep_it_busy(idler: Idler) -> None:
    await idler.jobs.insert([NewJob("demo.foreign", "ada", {}, priority=priority) for priority in range(3)])

    await idler.worker.run_once()

    assert [IDLE_WAIT_S] == idler.bell.waits_s


async def test_it_comes_back_when_a_job_of_its_own_is_due_behind_those(idler: Idler) -> None:
    due = await idler.time.now() + timedelta(seconds=5)
    await idler.jobs.insert([NewJob("demo.foreign", "ada", {}), NewJob("demo.noop", "ada", {}, run_at=due)])

    await idler.worker.run_once()

    assert [pytest.approx(5.0, abs=0.01)] == idler.bell.waits_s
