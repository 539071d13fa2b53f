"""What events say is what `longhaul.model.event_data` says they do, whichever way a job came to them."""

from __future__ import annotations

from typing import Any

import pytest
from bson import ObjectId

from longhaul.model import event
from longhaul.model.artifact import ArtifactRef
from longhaul.model.event import EVENT_TYPES
from longhaul.model.event_data import EVENT_DATA
from longhaul.model.job import Failure, Job, Progress
from longhaul.mongo.change import Success
from tests.support.describing import faults

from .conftest import Store

_FAILURE = Failure("error", "transient", "BOOM", "it broke", "try again")
_FILE = ArtifactRef(id="0" * 24, kind="text", filename="a.txt", content_type="text/plain", size=1, sha256="0" * 64)


def test_every_type_of_event_has_its_data_described() -> None:
    assert tuple(EVENT_DATA) == EVENT_TYPES


async def test_a_job_that_says_everything_and_succeeds(store: Store) -> None:
    job, lease = await store.running(tags=("nightly",))
    await store.holder.report_progress(lease, Progress(10, "Reading", counters={"pages": 3}))
    await store.holder.write_log(lease, [{"level": "info", "message": "hello"}, _line_with_fields()])
    await store.holder.keep_step(lease, "load", {"result": 1}, 5)
    await store.holder.publish(lease, _FILE)
    await store.holder.succeed(Success(job, lease, 6, {}, 12))

    expected = "created started progress log step artifact completed"
    assert [f"job.{name}" for name in expected.split()] == await said(store, job)


async def test_jobs_that_wait_for_another_attempt(store: Store) -> None:
    failed, lease = await store.running()
    await store.holder.retry(lease, _FAILURE, 1.0, refund=False)
    snoozed, lease = await store.running()
    await store.holder.snooze(lease, 5.0, "not yet")

    assert event.RETRYING in await said(store, failed)
    assert event.RETRYING in await said(store, snoozed)


async def test_jobs_that_are_interrupted(store: Store) -> None:
    released, lease = await store.running()
    await store.holder.release(lease, 5)
    assert event.RELEASED in await said(store, released)

    rescued, lease = await store.running()
    store.time.advance(60)
    await store.holder.rescue(lease, 5)
    assert event.RESCUED in await said(store, rescued)


async def test_jobs_that_fail(store: Store) -> None:
    by_handler, lease = await store.running()
    await store.holder.fail(lease, _FAILURE)
    poison, lease = await store.running()
    await store.holder.release(lease, 1)
    died, lease = await store.running(max_attempts=1)
    store.time.advance(60)
    await store.holder.rescue(lease, 5)

    for job in (by_handler, poison, died):
        assert event.FAILED in await said(store, job)


@pytest.mark.parametrize("end", ["cancel", "retry", "snooze", "release", "rescue"])
async def test_running_jobs_that_are_cancelled(store: Store, end: str) -> None:
    job, lease = await store.running()
    await store.requests.request_cancel("ada", job.id)
    store.time.advance(60)
    changes = {
        "cancel": lambda: store.holder.cancel(lease, "asked"),
        "retry": lambda: store.holder.retry(lease, _FAILURE, 1.0, refund=False),
        "snooze": lambda: store.holder.snooze(lease, 1.0, "later"),
        "release": lambda: store.holder.release(lease, 5),
        "rescue": lambda: store.holder.rescue(lease, 5),
    }
    await changes[end]()

    types = await said(store, job)

    assert [event.CANCEL_REQUESTED, event.CANCELLED] == types[-2:]


async def test_a_queued_job_that_is_cancelled_and_started_anew(store: Store) -> None:
    job = await store.enqueue()
    await store.requests.request_cancel("ada", job.id)
    await store.requests.requeue("ada", job.id)

    assert [event.CREATED, event.CANCELLED, event.REQUEUED] == await said(store, job)


def test_what_is_not_described_is_noticed() -> None:
    data = {"task": "demo.noop", "queue": "default", "status": "running", "attempt": 1}

    assert ["worker_id is missing"] == list(faults(data, EVENT_DATA[event.STARTED]))
    assert ["more is not described"] == list(faults({**data, "worker_id": "w", "more": 1}, EVENT_DATA[event.STARTED]))
    assert ["attempt is str"] == list(faults({**data, "worker_id": "w", "attempt": "1"}, EVENT_DATA[event.STARTED]))


async def said(store: Store, job: Job) -> list[str]:
    """The types of the job's events, after each has been compared with its description."""
    found = await store.collections.jobs.find_one({"_id": ObjectId(job.id)})
    assert found is not None
    for entry in found["outbox"]:
        assert [] == list(faults(entry["data"], EVENT_DATA[entry["type"]])), entry["type"]
    return [entry["type"] for entry in found["outbox"]]


def _line_with_fields() -> dict[str, Any]:
    return {"level": "warning", "message": "slow", "fields": {"seconds": 3}}
