"""A rescuer meets the holder of an expired lease: whichever writes first has the job, the other writes nothing."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable

import pytest

from longhaul.engine.lease_keeper import LeaseKeeper, Signal
from longhaul.model.errors import LeaseLost
from longhaul.model.job import Failure, Job
from longhaul.model.lease import Lease
from longhaul.model.states import Status
from longhaul.mongo.change import Success
from tests.races.arena import Arena, Side, ends
from tests.support.waiting import eventually

BEGUN = ["job.created", "job.started"]
AGAIN = [*BEGUN, "job.rescued", "job.started"]
FAILURE = Failure("error", "transient", "BOOM", "it broke")
ENDINGS: dict[str, Callable[[Arena, Job, Lease], Awaitable[object]]] = {
    "succeed": lambda arena, job, lease: arena.core.holder.succeed(Success(job, lease, job.v, {}, 1)),
    "retry": lambda arena, job, lease: arena.core.holder.retry(lease, FAILURE, 1.0, refund=False),
    "fail": lambda arena, job, lease: arena.core.holder.fail(lease, FAILURE),
    "snooze": lambda arena, job, lease: arena.core.holder.snooze(lease, 1.0, "later"),
    "release": lambda arena, job, lease: arena.core.holder.release(lease, 20),
    "cancel": lambda arena, job, lease: arena.core.holder.cancel(lease, "enough"),
}


async def expired_at_its_end(arena: Arena, mode: str = "") -> tuple[Side, str]:
    """A job whose lease is over, and its holder, held before it writes how the attempt ended."""
    job_id = await arena.enqueue("test.end", mode=mode)
    first = await arena.worker(hold=["ending"])
    await first.pauses.reached("ending")
    await arena.expire(job_id)
    return first, job_id


@pytest.mark.parametrize(
    ("mode", "status", "event"),
    [
        ("", Status.SUCCEEDED, "job.completed"),
        ("fail", Status.FAILED, "job.failed"),
        ("cancel", Status.CANCELLED, "job.cancelled"),
        ("snooze", Status.QUEUED, "job.retrying"),
    ],
)
async def test_a_holder_that_ends_first_keeps_the_job_though_its_lease_is_over(
    arena: Arena, mode: str, status: Status, event: str
) -> None:
    first, job_id = await expired_at_its_end(arena, mode)
    first.pauses.hold("claiming")
    arena.pauses.hold("rescuing")
    rescuing = arena.rescuing()
    await arena.pauses.reached("rescuing")
    first.pauses.release("ending")
    await first.idle()
    before = await arena.facts(job_id)

    arena.pauses.release("rescuing")
    await rescuing

    assert before == await arena.facts(job_id)
    assert (status, 0, False) == (Status(before["status"]), before["interruptions"], "lease" in before)
    assert [*BEGUN, event] == await arena.story(job_id)


async def test_a_rescuer_that_comes_late_does_not_take_the_next_attempt(arena: Arena) -> None:
    first, job_id = await expired_at_its_end(arena, "snooze")
    arena.pauses.hold("rescuing")
    rescuing = arena.rescuing()
    await arena.pauses.reached("rescuing")
    first.pauses.hold("claimed")
    first.pauses.release("ending")
    await first.pauses.reached("claimed")
    before = await arena.facts(job_id)

    arena.pauses.release("rescuing")
    await rescuing

    assert before == await arena.facts(job_id)
    assert ("running", 1, 0) == (before["status"], before["attempt"], before["interruptions"])


async def test_a_lease_that_is_renewed_first_is_not_rescued(arena: Arena) -> None:
    first, job_id = await expired_at_its_end(arena)
    lease = (await arena.job(job_id)).lease
    assert lease is not None
    arena.pauses.hold("rescuing")
    rescuing = arena.rescuing()
    await arena.pauses.reached("rescuing")
    await arena.core.jobs.renew([lease], 600.0)
    before = await arena.facts(job_id)

    arena.pauses.release("rescuing")
    await rescuing

    assert before == await arena.facts(job_id)
    first.pauses.release("ending")
    await arena.reaches(job_id, "succeeded")
    assert [*BEGUN, "job.completed"] == await arena.story(job_id)


async def test_two_rescuers_take_a_job_once(arena: Arena) -> None:
    _, job_id = await expired_at_its_end(arena)
    arena.pauses.hold("rescuing")
    rounds = [arena.rescuing(), arena.rescuing()]
    await arena.pauses.reached("rescuing")

    arena.pauses.release("rescuing")
    for round_ in rounds:
        await round_

    job = await arena.job(job_id)
    assert (Status.QUEUED, 1, 1, None) == (job.status, job.attempt, job.interruptions, job.lease)
    assert [*BEGUN, "job.rescued"] == await arena.story(job_id)


@pytest.mark.parametrize(
    ("mode", "status"),
    [
        ("", "succeeded"),
        ("fail", "failed"),
        ("retry_once", "succeeded"),
        ("snooze", "succeeded"),
        ("cancel", "cancelled"),
    ],
)
async def test_an_attempt_that_ends_after_another_worker_has_finished_changes_nothing(
    arena: Arena, mode: str, status: str
) -> None:
    first, job_id = await expired_at_its_end(arena, mode)
    await arena.rescuing()
    await arena.worker()
    before = await arena.reaches(job_id, status)
    story = await arena.story(job_id)

    first.pauses.release("ending")
    await first.idle()

    assert before == await arena.facts(job_id)
    assert (2, 1, False) == (before["attempt"], before["interruptions"], "lease" in before)
    assert (AGAIN, 1) == (story[:-1], ends(story))
    assert story == await arena.story(job_id)


async def test_an_attempt_that_ends_while_another_worker_runs_the_job_changes_nothing(arena: Arena) -> None:
    first, job_id = await expired_at_its_end(arena)
    await arena.rescuing()
    second = await arena.worker(hold=["ending"])
    await second.pauses.reached("ending")
    before = await arena.facts(job_id)

    first.pauses.release("ending")
    await first.idle()

    assert before == await arena.facts(job_id)
    second.pauses.release("ending")
    await second.idle()
    job = await arena.job(job_id)
    assert (Status.SUCCEEDED, {"value": 2}, 2, 1) == (job.status, job.result, job.attempt, job.interruptions)
    assert [*AGAIN, "job.completed"] == await arena.story(job_id)


async def test_a_worker_that_runs_the_job_it_lost_once_more_ends_the_newer_attempt_alone(arena: Arena) -> None:
    job_id = await arena.enqueue("test.end")
    side = await arena.worker(hold=["ending"], concurrency=2)
    await side.pauses.reached("ending")
    await arena.expire(job_id)
    await arena.rescuing()
    await arena.reaches(job_id, "running")

    side.pauses.release("ending")
    await side.idle()

    job = await arena.job(job_id)
    assert (Status.SUCCEEDED, {"value": 2}, 2, 1) == (job.status, job.result, job.attempt, job.interruptions)
    assert [*AGAIN, "job.completed"] == await arena.story(job_id)


async def test_a_cancel_that_comes_before_the_rescue_ends_the_job_in_the_same_statement(arena: Arena) -> None:
    first, job_id = await expired_at_its_end(arena)
    arena.pauses.hold("rescuing")
    rescuing = arena.rescuing()
    await arena.pauses.reached("rescuing")
    await arena.cancelling(job_id)

    arena.pauses.release("rescuing")
    await rescuing

    before = await arena.facts(job_id)
    first.pauses.release("ending")
    await first.idle()
    assert before == await arena.facts(job_id)
    assert ("cancelled", 1, False) == (before["status"], before["interruptions"], "lease" in before)
    assert [*BEGUN, "job.cancel_requested", "job.cancelled"] == await arena.story(job_id)


@pytest.mark.parametrize("verb", ENDINGS)
async def test_an_end_is_refused_also_while_the_rescued_job_waits_in_the_queue(arena: Arena, verb: str) -> None:
    _, job_id = await expired_at_its_end(arena)
    job = await arena.job(job_id)
    assert job.lease is not None
    await arena.rescuing()
    before = await arena.facts(job_id)

    with pytest.raises(LeaseLost):
        await ENDINGS[verb](arena, job, job.lease)

    assert before == await arena.facts(job_id)


async def test_a_lease_counts_from_when_its_claim_was_asked_for_and_not_from_the_answer(
    arena: Arena, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted_from: list[float] = []
    add = LeaseKeeper.add

    def noted(keeper: LeaseKeeper, lease: Lease, on_signal: Callable[[Signal], None], *, asked_at: float) -> None:
        counted_from.append(asked_at)
        add(keeper, lease, on_signal, asked_at=asked_at)

    monkeypatch.setattr(LeaseKeeper, "add", noted)
    await arena.enqueue("test.wait")
    side = await arena.worker(hold=["claimed"])
    await side.pauses.reached("claimed")
    answered_at = time.monotonic()
    side.pauses.release("claimed")
    await eventually(lambda: counted_from)
    await side.ended()

    assert counted_from[0] < answered_at
