"""How an attempt ends, and what becomes of the job."""

from __future__ import annotations

from datetime import timedelta

from longhaul.model.job import Failure
from longhaul.model.states import Status
from longhaul.mongo.change import Success

from .conftest import Store

FAILURE = Failure("error", "transient", "BOOM", "it broke at $5.00", hint="mend it")


async def test_success_stores_the_result_and_drops_the_lease(store: Store) -> None:
    job, lease = await store.running()

    await store.holder.succeed(Success(job, lease, job.v, {"answer": 42}, 7))

    after = await store.requests.get("ada", job.id)
    assert (after.status, after.result, after.lease) == (Status.SUCCEEDED, {"answer": 42}, None)
    assert after.finished_at is not None
    assert after.finished_at + timedelta(days=7) == after.expires_at


async def test_a_retry_waits_and_keeps_the_error(store: Store) -> None:
    job, lease = await store.running()

    await store.holder.retry(lease, FAILURE, 30.0, refund=False)

    after = await store.requests.get("ada", job.id)
    assert (after.status, after.attempt, after.label(await store.time.now())) == (Status.QUEUED, 1, "retrying")
    assert await store.time.now() + timedelta(seconds=30) == after.run_at
    assert after.error is not None
    assert (after.error.message, after.error.hint, after.error.attempt) == ("it broke at $5.00", "mend it", 1)
    assert await store.claim() == []


async def test_only_the_last_ten_errors_are_kept(store: Store) -> None:
    job = await store.enqueue(max_attempts=50)

    for n in range(12):
        (claimed,) = await store.claim()
        assert claimed.lease is not None
        await store.holder.retry(claimed.lease, Failure("error", "transient", f"E{n}", ""), 0.0, refund=False)

    codes = [error.code for error in (await store.requests.get("ada", job.id)).errors]
    assert [f"E{n}" for n in range(2, 12)] == codes


async def test_a_rate_limited_retry_gives_the_attempt_back(store: Store) -> None:
    job, lease = await store.running()

    await store.holder.retry(lease, FAILURE, 5.0, refund=True)

    after = await store.requests.get("ada", job.id)
    assert (after.attempt, after.refunds) == (0, 1)


async def test_cancel_beats_retry_snooze_and_release(store: Store) -> None:
    for verb in ("retry", "snooze", "release", "rescue"):
        job, lease = await store.running()
        await store.requests.request_cancel("ada", job.id)
        match verb:
            case "retry":
                await store.holder.retry(lease, FAILURE, 5.0, refund=False)
            case "snooze":
                await store.holder.snooze(lease, 5.0, "later")
            case "release":
                await store.holder.release(lease, 20)
            case _:
                store.time.advance(13)
                await store.holder.rescue(lease, 20)

        after = await store.requests.get("ada", job.id)
        assert (verb, Status.CANCELLED) == (verb, after.status)
        assert after.outbox[-1].type == "job.cancelled"
        assert after.expires_at is not None


async def test_a_snooze_is_no_error_and_costs_no_attempt(store: Store) -> None:
    job, lease = await store.running()

    await store.holder.snooze(lease, 60.0, "not yet")

    after = await store.requests.get("ada", job.id)
    assert (after.status, after.attempt, after.error) == (Status.QUEUED, 0, None)


async def test_a_release_keeps_the_place_in_the_queue_and_the_attempt(store: Store) -> None:
    job, lease = await store.running()
    store.time.advance(5)

    await store.holder.release(lease, 20)

    after = await store.requests.get("ada", job.id)
    assert (after.status, after.attempt, after.interruptions) == (Status.QUEUED, 0, 1)
    assert job.run_at == after.run_at
    assert after.outbox[-1].type == "job.released"


async def test_a_job_given_back_too_often_is_poison(store: Store) -> None:
    job = await store.enqueue()
    for _ in range(3):
        (claimed,) = await store.claim()
        assert claimed.lease is not None
        await store.holder.release(claimed.lease, interruptions_cap=3)

    after = await store.requests.get("ada", job.id)
    assert after.status == Status.FAILED
    assert after.error is not None
    assert after.error.cause == "poison"
    assert ["poison"] == [error.cause for error in after.errors]


async def test_a_rescue_spends_the_attempt_and_the_last_one_fails(store: Store) -> None:
    job, first = await store.running(max_attempts=2)
    store.time.advance(13)
    await store.holder.rescue(first, 20)

    between = await store.requests.get("ada", job.id)
    assert (between.status, between.attempt, between.interruptions) == (Status.QUEUED, 1, 1)
    assert [("worker_died", 1)] == [(error.cause, error.attempt) for error in between.errors]
    assert between.error is None

    (claimed,) = await store.claim("w2")
    assert claimed.lease is not None
    store.time.advance(13)
    await store.holder.rescue(claimed.lease, 20)

    after = await store.requests.get("ada", job.id)
    assert after.status == Status.FAILED
    assert after.error is not None
    assert (after.error.cause, after.error.attempt) == ("worker_died", 2)
    assert [("worker_died", 1), ("worker_died", 2)] == [(error.cause, error.attempt) for error in after.errors]
    assert after.outbox[-1].type == "job.failed"


async def test_progress_never_falls_within_an_attempt_and_starts_anew_in_the_next(store: Store) -> None:
    from longhaul.model.job import Progress  # noqa: PLC0415

    job, lease = await store.running()
    await store.holder.report_progress(lease, Progress(60, "most"))
    await store.holder.report_progress(lease, Progress(20, "less", counters={"$n": 3}))

    told = (await store.requests.get("ada", job.id)).progress
    assert told is not None
    assert (told.percent, told.message, told.counters) == (60, "less", {"$n": 3})

    await store.holder.retry(lease, FAILURE, 0.0, refund=False)
    await store.claim()

    assert (await store.requests.get("ada", job.id)).progress is None
