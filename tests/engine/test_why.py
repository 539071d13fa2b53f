"""Why a job waits, runs or has ended: each reason from the facts that make it true, and from a real queue."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from longhaul.engine.why import Surroundings, why_ended, why_running, why_waiting
from longhaul.model.job import Failure, Job
from longhaul.model.lease import Lease
from longhaul.model.states import Status
from longhaul.mongo.workers import WorkerRecord
from tests.engine.conftest import OWNER, Desk
from tests.support.jobs import waiting_job
from tests.support.waiting import eventually

NOW = datetime(2100, 3, 1, 12, 0, tzinfo=UTC)
LATER, EARLIER = NOW + timedelta(minutes=5), NOW - timedelta(minutes=5)
JOB = waiting_job(EARLIER)
WORKER = WorkerRecord("w1", "host", 1, ("default",), 4, 0, "active", EARLIER, NOW)
FREE = Surroundings(NOW, False, [WORKER], {}, ahead=0, limit=None, held_by=(), is_parked=False)
BROKE = Failure("error", "transient", "BROKE", "the line was cut", None, 1, EARLIER)


def codes(job: Job, around: Surroundings) -> list[str]:
    """The codes of the reasons why `job` waits."""
    return [reason.code for reason in why_waiting(job, around)]


@pytest.mark.parametrize(
    ("job", "around", "expected"),
    [
        (JOB, FREE, ["about_to_start"]),
        (JOB, replace(FREE, is_paused=True), ["queue_paused"]),
        (JOB, replace(FREE, workers=[]), ["no_worker"]),
        (JOB, replace(FREE, is_paused=True, workers=[], ahead=3), ["queue_paused", "no_worker", "behind_others"]),
        (JOB, replace(FREE, running={"w1": 3}), ["about_to_start"]),
        (JOB, replace(FREE, running={"w1": 4}), ["workers_busy"]),
        (JOB, replace(FREE, running={"w1": 4}, ahead=2), ["workers_busy", "behind_others"]),
        (JOB, replace(FREE, workers=[WORKER, replace(WORKER, id="w2")], running={"w1": 4}), ["about_to_start"]),
        (JOB, replace(FREE, limit=1, held_by=("1" * 24,)), ["limit_reached"]),
        (JOB, replace(FREE, limit=2, held_by=("1" * 24,)), ["about_to_start"]),
        (replace(JOB, run_at=LATER), replace(FREE, limit=1, is_parked=True), ["limit_reached"]),
        (replace(JOB, run_at=LATER), replace(FREE, running={"w1": 4}), ["scheduled"]),
        (replace(JOB, run_at=LATER), replace(FREE, is_paused=True), ["queue_paused", "scheduled"]),
        (replace(JOB, run_at=LATER, attempt=1, v=3, error=BROKE), FREE, ["backing_off"]),
        (replace(JOB, run_at=LATER, v=3), FREE, ["scheduled"]),
        (replace(JOB, attempt=1, v=3, error=BROKE), FREE, ["about_to_start"]),
    ],
)
def test_a_job_waits_for_the_reasons_there_are(job: Job, around: Surroundings, expected: list[str]) -> None:
    assert expected == codes(job, around)


def test_backing_off_tells_what_went_wrong_and_when_it_is_tried_again() -> None:
    (reason,) = why_waiting(replace(JOB, run_at=LATER, attempt=1, v=3, error=BROKE), FREE)

    assert "the line was cut" in reason.message
    assert "2100-03-01 12:05:00 UTC" in reason.message
    assert reason.hint is not None
    assert "4 attempts" in reason.hint


def running(**fields: Any) -> Job:
    """A job that a worker runs."""
    lease = Lease("0" * 24, "1" * 24, "w1")
    made = replace(JOB, status=Status.RUNNING, attempt=1, lease=lease, lease_expires_at=LATER, started_at=EARLIER)
    return replace(made, **fields)


def test_a_running_job_names_its_worker_since_when_and_until_when() -> None:
    (reason,) = why_running(running(), NOW)

    assert "running" == reason.code
    assert all(part in reason.message for part in ("w1", "11:55:00", "12:05:00", "attempt 1 of 5"))


def test_a_running_job_that_was_asked_to_stop_says_so_first() -> None:
    reasons = why_running(running(cancel_requested_at=NOW), NOW)

    assert ["cancel_requested", "running"] == [reason.code for reason in reasons]


def test_a_running_job_whose_lease_ran_out_is_said_to_come_back() -> None:
    (reason,) = why_running(running(lease_expires_at=EARLIER), NOW)

    assert reason.hint is not None
    assert "queued again" in reason.hint


@pytest.mark.parametrize(
    ("status", "error", "said"),
    [
        (Status.SUCCEEDED, None, "succeeded"),
        (Status.CANCELLED, None, "cancelled"),
        (Status.FAILED, replace(BROKE, cause="worker_died"), "the worker died"),
        (Status.FAILED, replace(BROKE, kind="permanent"), "the line was cut"),
        (Status.FAILED, BROKE, "of 5"),
    ],
)
def test_an_ended_job_tells_how(status: Status, error: Failure | None, said: str) -> None:
    reason = why_ended(replace(JOB, status=status, error=error, finished_at=NOW))

    assert ("ended", True) == (reason.code, said in reason.message)


async def test_a_job_in_a_queue_that_nobody_serves_has_no_worker(desk: Desk) -> None:
    job = (await desk.api.core.client.enqueue("test.echo", {}, owner=OWNER, queue="elsewhere")).job

    explanation = await desk.api.core.explainer.explain(OWNER, job.id)

    assert (["no_worker"], 0) == ([reason.code for reason in explanation.reasons], explanation.ahead)


async def test_behind_a_full_worker_a_job_learns_who_is_ahead(desk: Desk) -> None:
    for _ in range(4):
        await desk.enqueue("test.wait")

    async def all_run() -> bool:
        return 4 == sum((await desk.api.core.insights.running()).by_worker.values())

    await eventually(all_run, description="the worker is full")
    await eventually(desk.api.core.registry.list, description="the worker has reported itself")
    first = await desk.job(await desk.enqueue("test.echo"))

    async def is_later() -> bool:
        return await desk.api.core.time.now() > first.run_at

    await eventually(is_later, description="a millisecond, or neither job was ahead of the other")
    second = await desk.enqueue("test.echo")

    explanation = await desk.api.core.explainer.explain(OWNER, second)

    assert ["workers_busy", "behind_others"] == [reason.code for reason in explanation.reasons]
    assert 1 == explanation.ahead
