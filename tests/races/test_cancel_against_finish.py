"""A cancel meets the end of an attempt: whichever is written first stands, and the job ends once."""

from __future__ import annotations

import pytest

from longhaul.model.errors import Conflict
from longhaul.model.states import Status
from tests.races.arena import Arena, Side, ends

BEGUN = ["job.created", "job.started"]
ASKED = [*BEGUN, "job.cancel_requested"]


async def at_its_end(arena: Arena, mode: str) -> tuple[Side, str]:
    """A job whose body is over, and its worker, held before it writes that; it claims no more after."""
    job_id = await arena.enqueue("test.end", mode=mode)
    side = await arena.worker(hold=["ending"])
    await side.pauses.reached("ending")
    side.pauses.hold("claiming")
    return side, job_id


@pytest.mark.parametrize(
    ("mode", "status", "event", "attempt"),
    [
        ("", Status.SUCCEEDED, "job.completed", 1),
        ("fail", Status.FAILED, "job.failed", 1),
        ("cancel", Status.CANCELLED, "job.cancelled", 1),
        ("retry_once", Status.CANCELLED, "job.cancelled", 1),
        ("rate_limited", Status.CANCELLED, "job.cancelled", 0),
        ("snooze", Status.CANCELLED, "job.cancelled", 0),
    ],
)
async def test_asked_before_the_end_is_written_what_is_done_stands_and_what_would_go_on_is_cancelled(
    arena: Arena, mode: str, status: Status, event: str, attempt: int
) -> None:
    side, job_id = await at_its_end(arena, mode)

    asked = await arena.cancelling(job_id)
    side.pauses.release("ending")
    await arena.reaches(job_id, status)

    job = await arena.job(job_id)
    assert Status.RUNNING == asked.status
    assert (attempt, 0, None) == (job.attempt, job.interruptions, job.lease)
    assert [*ASKED, event] == await arena.story(job_id)


@pytest.mark.parametrize(("mode", "event"), [("", "job.completed"), ("fail", "job.failed")])
async def test_asked_after_a_final_end_it_is_refused_and_writes_nothing(arena: Arena, mode: str, event: str) -> None:
    side, job_id = await at_its_end(arena, mode)
    arena.pauses.hold("cancelling")
    cancelling = arena.cancelling(job_id)
    await arena.pauses.reached("cancelling")
    side.pauses.release("ending")
    await side.idle()
    before = await arena.facts(job_id)

    arena.pauses.release("cancelling")

    with pytest.raises(Conflict):
        await cancelling
    assert before == await arena.facts(job_id)
    assert [*BEGUN, event] == await arena.story(job_id)


async def test_asked_after_the_handler_cancelled_it_changes_nothing(arena: Arena) -> None:
    side, job_id = await at_its_end(arena, "cancel")
    arena.pauses.hold("cancelling")
    cancelling = arena.cancelling(job_id)
    await arena.pauses.reached("cancelling")
    side.pauses.release("ending")
    await side.idle()
    before = await arena.facts(job_id)

    arena.pauses.release("cancelling")

    assert Status.CANCELLED == (await cancelling).status
    assert before == await arena.facts(job_id)
    assert [*BEGUN, "job.cancelled"] == await arena.story(job_id)


@pytest.mark.parametrize(("mode", "attempt"), [("retry_once", 1), ("rate_limited", 0), ("snooze", 0)])
async def test_asked_after_the_job_went_back_to_the_queue_it_ends_there(arena: Arena, mode: str, attempt: int) -> None:
    side, job_id = await at_its_end(arena, mode)
    arena.pauses.hold("cancelling")
    cancelling = arena.cancelling(job_id)
    await arena.pauses.reached("cancelling")
    side.pauses.release("ending")
    await side.pauses.reached("claiming")

    arena.pauses.release("cancelling")

    assert Status.CANCELLED == (await cancelling).status
    before = await arena.facts(job_id)
    side.pauses.release("claiming")
    await side.ended()
    assert before == await arena.facts(job_id)
    assert (attempt, False) == (before["attempt"], "lease" in before)
    assert [*BEGUN, "job.retrying", "job.cancelled"] == await arena.story(job_id)


async def test_asked_while_a_stopping_worker_gives_the_job_back_it_is_cancelled(arena: Arena) -> None:
    job_id = await arena.enqueue("test.wait")
    side = await arena.worker(hold=["ending"])
    await arena.reaches(job_id, "running")
    await side.drain()
    await side.pauses.reached("ending")

    await arena.cancelling(job_id)
    side.pauses.release("ending")
    await side.ended()

    job = await arena.job(job_id)
    assert (Status.CANCELLED, 0, 1, None) == (job.status, job.attempt, job.interruptions, job.lease)
    assert [*ASKED, "job.cancelled"] == await arena.story(job_id, without=["job.progress"])


async def test_asked_after_a_stopping_worker_gave_the_job_back_it_ends_in_the_queue(arena: Arena) -> None:
    job_id = await arena.enqueue("test.wait")
    side = await arena.worker()
    await arena.reaches(job_id, "running")
    arena.pauses.hold("cancelling")
    cancelling = arena.cancelling(job_id)
    await arena.pauses.reached("cancelling")
    await side.ended()

    arena.pauses.release("cancelling")

    assert Status.CANCELLED == (await cancelling).status
    job = await arena.job(job_id)
    assert (0, 1, None) == (job.attempt, job.interruptions, job.lease)
    story = await arena.story(job_id, without=["job.progress"])
    assert [*BEGUN, "job.released", "job.cancelled"] == story


async def test_two_requests_at_once_are_one_request(arena: Arena) -> None:
    side, job_id = await at_its_end(arena, "retry_once")
    arena.pauses.hold("cancelling")
    requests = [arena.cancelling(job_id), arena.cancelling(job_id)]
    await arena.pauses.reached("cancelling")

    arena.pauses.release("cancelling")
    asked = [await request for request in requests]
    side.pauses.release("ending")
    await arena.reaches(job_id, "cancelled")

    assert [Status.RUNNING] * 2 == [job.status for job in asked]
    assert [*ASKED, "job.cancelled"] == await arena.story(job_id)


async def test_a_cancel_of_one_of_many_that_end_together_holds_up_no_other(arena: Arena) -> None:
    jobs = [await arena.enqueue("test.echo", n=n) for n in range(4)]
    side = await arena.worker(hold=["ending"], concurrency=4)
    await side.pauses.reached("ending")
    for job_id in jobs:
        await arena.reaches(job_id, "running")

    await arena.cancelling(jobs[0])
    await arena.cancelling(jobs[2])
    side.pauses.release("ending")
    await side.idle()

    found = [await arena.job(job_id) for job_id in jobs]
    stories = [await arena.story(job_id) for job_id in jobs]
    assert [{"value": [n, "", 1]} for n in range(4)] == [job.result for job in found]
    assert [1] * 4 == [ends(story) for story in stories]
    assert [True, False, True, False] == ["job.cancel_requested" in story for story in stories]
