"""A worker is told to stop while its claim is under way: no job is lost to it, and none loses an attempt."""

from __future__ import annotations

import pytest

from longhaul.model.probe import Point
from longhaul.model.states import Status
from longhaul.testing.proxy import proxy
from tests.races.arena import Arena
from tests.support.waiting import eventually

WITHOUT = ["job.progress"]
GIVEN_BACK = ["job.created", "job.started", "job.released"]


@pytest.mark.parametrize("point", ["claiming", "claimed"])
async def test_a_claim_that_goes_through_while_the_worker_stops_is_given_back(
    arena: Arena, monkeypatch: pytest.MonkeyPatch, point: Point
) -> None:
    # On a busy machine more than two seconds may pass between the next lines, and the claim would be cut off.
    monkeypatch.setattr("longhaul.engine.worker._CLAIM_PATIENCE_S", 60.0)
    job_id = await arena.enqueue("test.wait")
    side = await arena.worker(hold=[point])
    await side.pauses.reached(point)
    await side.drain()

    side.pauses.release(point)
    await side.ended()

    job = await arena.job(job_id)
    assert (Status.QUEUED, 0, 1, None) == (job.status, job.attempt, job.interruptions, job.lease)
    assert GIVEN_BACK == await arena.story(job_id, without=WITHOUT)


async def test_a_claim_that_never_reached_the_database_leaves_the_job_as_it_was(arena: Arena) -> None:
    job_id = await arena.enqueue("test.wait")
    side = await arena.worker(hold=["claiming"])
    await side.pauses.reached("claiming")
    before = await arena.facts(job_id)

    await side.ended()

    assert before == await arena.facts(job_id)
    assert ["job.created"] == await arena.story(job_id)


@pytest.mark.parametrize("concurrency", [1, 4], ids=["one at a time", "in bulk"])
async def test_jobs_of_a_claim_that_outlasts_the_workers_patience_are_given_back(
    arena: Arena, concurrency: int
) -> None:
    jobs = [await arena.enqueue("test.wait") for _ in range(concurrency)]
    side = await arena.worker(hold=["claimed"], concurrency=concurrency)
    await side.pauses.reached("claimed")

    await side.ended()

    found = [await arena.job(job_id) for job_id in jobs]
    stories = [await arena.story(job_id, without=WITHOUT) for job_id in jobs]
    assert [(Status.QUEUED, 0, 1, None)] * concurrency == [
        (job.status, job.attempt, job.interruptions, job.lease) for job in found
    ]
    assert [GIVEN_BACK] * concurrency == stories


async def test_what_a_stopping_worker_gave_back_another_does_with_all_its_attempts(arena: Arena) -> None:
    job_id = await arena.enqueue("test.wait")
    first = await arena.worker(hold=["claimed"])
    await first.pauses.reached("claimed")
    await first.drain()
    first.pauses.release("claimed")
    await first.ended()

    second = await arena.worker()
    document = await arena.reaches(job_id, "running")

    assert (1, 1) == (document["attempt"], document["interruptions"])
    await second.ended()
    assert [*GIVEN_BACK, "job.started", "job.released"] == await arena.story(job_id, without=WITHOUT)


async def test_a_second_signal_skips_the_grace_also_for_the_claim_under_way(arena: Arena) -> None:
    job_id = await arena.enqueue("test.wait")
    side = await arena.worker(hold=["claimed"], grace_s=600.0)
    await side.pauses.reached("claimed")
    await side.drain()
    side.runtime.supervisor.shut_down()
    await arena.reaches(job_id, "running")

    side.pauses.release("claimed")
    await side.ended()

    job = await arena.job(job_id)
    assert (Status.QUEUED, 0, 1, None) == (job.status, job.attempt, job.interruptions, job.lease)
    assert GIVEN_BACK == await arena.story(job_id, without=WITHOUT)


async def test_a_claim_whose_answer_is_lost_on_the_way_is_given_back_all_the_same(arena: Arena, port: int) -> None:
    job_id = await arena.enqueue("test.wait")
    line = await arena.enter(proxy(port))
    uri = f"mongodb://127.0.0.1:{line.port}/?directConnection=true"
    side = await arena.worker(hold=["claiming"], mongodb_uri=uri)
    await side.pauses.reached("claiming")
    line.hold_after(b"findAndModify\0\x10\0\0\0background_jobs\0")
    connections = line.connections
    side.pauses.release("claiming")
    await arena.reaches(job_id, "running")
    await side.drain()

    await eventually(lambda: line.connections < connections, description="the worker gives its claim up")
    began = side.runtime.worker.running
    line.heal()
    await side.ended()

    job = await arena.job(job_id)
    assert 0 == began
    assert (Status.QUEUED, 0, 1, None) == (job.status, job.attempt, job.interruptions, job.lease)
    assert GIVEN_BACK == await arena.story(job_id, without=WITHOUT)
