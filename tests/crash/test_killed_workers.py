"""Workers that are killed, frozen or told to stop in the middle of a job."""

from __future__ import annotations

import asyncio
import signal
import time

import pytest

from longhaul.model.states import Status
from longhaul.mongo.driver import Document
from tests.crash.conftest import OWNER, Watch
from tests.support.processes import WorkerProcess, worker_process
from tests.support.waiting import BUSY_S, eventually

pytestmark = pytest.mark.crash


async def stored(watch: Watch) -> Document:
    """The only job's document, but for what relaying its events takes out of it."""
    document = await watch.api.core.collections.jobs.find_one({}, {"outbox": 0, "outbox_at": 0})
    assert document is not None
    return document


async def is_with(watch: Watch, job_id: str, worker: WorkerProcess) -> bool:
    """Whether this worker has the job."""
    lease = (await watch.job(job_id)).lease
    return lease is not None and f"-{worker.pid}-" in lease.worker_id


async def test_a_job_of_a_killed_worker_is_rescued_within_fifteen_seconds(watch: Watch) -> None:
    with worker_process(watch.uri, watch.database) as first, worker_process(watch.uri, watch.database) as second:
        job_id = await watch.enqueue("test.wait")
        started = await watch.events(job_id, until="job.progress")
        holder = (await watch.job(job_id)).lease
        assert holder is not None
        killed = time.monotonic()
        holding = first if f"-{first.pid}-" in holder.worker_id else second
        holding.send(signal.SIGKILL)
        seen = await watch.events(job_id, until="job.started", count=2)

        assert time.monotonic() - killed <= 15.0 + BUSY_S
        again = await watch.job(job_id)
        assert (again.attempt, again.interruptions) == (2, 1)
        assert again.lease is not None
        assert again.lease.worker_id != holder.worker_id
        assert [event.v for event in seen] == list(range(1, len(seen) + 1))
        assert len(seen) > len(started)
        await watch.api.core.client.cancel(OWNER, job_id)
        await watch.events(job_id, until="job.cancelled")


async def test_a_worker_frozen_past_its_lease_writes_nothing_when_it_wakes(watch: Watch) -> None:
    tuned = {"LONGHAUL_LEASE_S": "2", "LONGHAUL_GRACE_S": "0.2"}
    with worker_process(watch.uri, watch.database, **tuned) as frozen:
        job_id = await watch.enqueue("test.tell", n=1_000_000)
        await watch.events(job_id, until="job.progress", count=2)
        frozen.send(signal.SIGSTOP)
        with worker_process(watch.uri, watch.database, **tuned) as second:
            await eventually(lambda: is_with(watch, job_id, second), description="the second worker has the job")
            second.send(signal.SIGTERM)  # gives it back, so that nobody holds it
            second.wait(60)
            await watch.api.core.client.cancel(OWNER, job_id)
            told = await watch.events(job_id, until="job.cancelled")
            before = await stored(watch)

            frozen.send(signal.SIGCONT)
            frozen.send(signal.SIGTERM)
            frozen.wait(60)

        assert before == await stored(watch)
        assert (await watch.job(job_id)).status is Status.CANCELLED
        log = await watch.api.core.log.tail(0, 100_000)
        assert [event for event in log if not event.is_tombstone] == told


async def test_a_worker_told_to_stop_gives_its_job_back_and_spends_no_attempt(watch: Watch) -> None:
    with worker_process(watch.uri, watch.database, LONGHAUL_GRACE_S="0.5") as first:
        job_id = await watch.enqueue("test.wait")
        await watch.events(job_id, until="job.progress")
        asked = time.monotonic()
        first.send(signal.SIGTERM)
        status = first.wait(60)
        took = time.monotonic() - asked

    assert status == 0
    assert took <= 0.5 + 2.0 + BUSY_S
    job = await watch.job(job_id)
    assert (job.status, job.attempt, job.interruptions) == (Status.QUEUED, 0, 1)
    with worker_process(watch.uri, watch.database):
        events = await watch.events(job_id, until="job.started", count=2)
        assert [event.data["attempt"] for event in events if event.type == "job.started"] == [1, 1]
        await watch.api.core.client.cancel(OWNER, job_id)
        await watch.events(job_id, until="job.cancelled")


async def test_a_worker_told_to_stop_lets_a_job_finish_within_the_grace(watch: Watch) -> None:
    with worker_process(watch.uri, watch.database, LONGHAUL_GRACE_S="20") as worker:
        job_id = await watch.enqueue("test.tell", n=3000)
        await watch.events(job_id, until="job.progress")
        worker.send(signal.SIGTERM)
        await watch.events(job_id, until="job.completed")

        assert worker.wait(60) == 0
    assert (await watch.job(job_id)).attempt == 1


async def test_a_cpu_bound_child_is_dead_within_three_seconds_of_the_cancel(watch: Watch) -> None:
    with worker_process(watch.uri, watch.database):
        job_id = await watch.enqueue("test.spin")
        await watch.events(job_id, until="job.progress")
        asked = time.monotonic()
        await watch.api.core.client.cancel(OWNER, job_id)
        await watch.events(job_id, until="job.cancelled")

        assert time.monotonic() - asked <= 3.0 + BUSY_S
    assert (await watch.job(job_id)).status is Status.CANCELLED


async def test_two_workers_share_a_hundred_jobs_and_each_ends_once(watch: Watch) -> None:
    with worker_process(watch.uri, watch.database), worker_process(watch.uri, watch.database):
        ids = [await watch.enqueue("test.echo", n=n) for n in range(100)]
        await asyncio.gather(*(watch.events(job_id, until="job.completed") for job_id in ids))

    jobs = [await watch.job(job_id) for job_id in ids]
    assert {(job.status, job.attempt, job.v) for job in jobs} == {(Status.SUCCEEDED, 1, 3)}


async def test_a_handler_that_blocks_its_event_loop_does_not_lose_its_lease(watch: Watch) -> None:
    # It blocks for longer than its lease, and a third of that may be over when it is renewed: a shorter one would be
    # lost where the machine alone stalls.
    tuned = {"LONGHAUL_LEASE_S": "6"}
    with worker_process(watch.uri, watch.database, **tuned), worker_process(watch.uri, watch.database, **tuned):
        job_id = await watch.enqueue("test.block", n=10)
        events = await watch.events(job_id, until="job.completed")

    assert "job.rescued" not in [event.type for event in events]
    assert (await watch.job(job_id)).attempt == 1
