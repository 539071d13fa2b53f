"""What a running worker does with jobs of every kind."""

from __future__ import annotations

import time

import pytest

from longhaul.model.states import Status
from tests.engine.conftest import OWNER, Desk


async def test_a_job_runs_and_its_story_is_in_the_log(desk: Desk) -> None:
    job_id = await desk.enqueue("test.echo", n=7, text="hi")

    events = await desk.events(job_id, until="job.completed")

    assert [event.type for event in events] == ["job.created", "job.started", "job.completed"]
    assert [event.v for event in events] == [1, 2, 3]
    job = await desk.job(job_id)
    assert (job.status, job.result) == (Status.SUCCEEDED, {"value": [7, "hi", 1]})


async def test_progress_and_log_lines_arrive_and_the_last_word_always_does(desk: Desk) -> None:
    began = time.monotonic()
    job_id = await desk.enqueue("test.tell", n=200)

    events = await desk.events(job_id, until="job.completed")
    took_s = time.monotonic() - began

    told = [event for event in events if event.type == "job.progress"]
    lines = [line for event in events if event.type == "job.log" for line in event.data["lines"]]
    assert told[-1].data["percent"] == 100
    # With every fifty lines, and four times a second: where writing takes longer than that, as often as it can.
    assert len(told) < 12 + 8 * took_s
    assert [line["fields"]["number"] for line in lines] == list(range(200))


@pytest.mark.parametrize(
    ("mode", "status", "attempt", "code"),
    [
        ("fail", Status.FAILED, 1, "WRONG"),
        ("retry_once", Status.SUCCEEDED, 2, None),
        ("rate_limited", Status.SUCCEEDED, 1, None),
        ("snooze", Status.SUCCEEDED, 1, None),
        ("cancel", Status.CANCELLED, 1, None),
        ("boom", Status.FAILED, 3, "ValueError"),
        ("not_storable", Status.FAILED, 1, "RESULT_NOT_STORABLE"),
        ("surrogate", Status.FAILED, 1, "RESULT_NOT_STORABLE"),
    ],
)
async def test_a_handler_ends_its_job_as_it_says(
    desk: Desk, mode: str, status: Status, attempt: int, code: str | None
) -> None:
    job = await desk.ended(await desk.enqueue("test.end", mode=mode))

    assert (job.status, job.attempt) == (status, attempt)
    assert (job.error.code if job.error else None) == code


async def test_wrong_args_that_reached_the_store_fail_for_good(desk: Desk) -> None:
    from longhaul.model.job import NewJob  # noqa: PLC0415

    (one,) = await desk.api.core.jobs.insert([NewJob("test.echo", OWNER, {"n": "many"})])
    desk.api.core.relay.submit(OWNER, one.job.id, one.job.outbox)

    job = await desk.ended(one.job.id)

    assert job.error is not None
    assert (job.status, job.error.cause, job.attempt) == (Status.FAILED, "invalid_args", 1)
    assert "args.n" in job.error.message


async def test_a_retry_does_not_repeat_finished_steps(desk: Desk) -> None:
    job = await desk.ended(await desk.enqueue("test.steps", n=1))

    assert job.result == {"value": {"done": ["second"], "sum": 20}}


async def test_a_job_reads_adopts_and_leaves_files(desk: Desk) -> None:
    artifacts = desk.api.core.artifacts
    upload = await artifacts.upload(OWNER, filename="in.txt", content_type="text/plain", source=b"abc")

    job = await desk.ended(await desk.enqueue("test.files", text=upload.id))

    assert [(ref.kind, ref.filename) for ref in job.artifacts] == [("source", "in.txt"), ("output", "out.txt")]
    content = b"".join([chunk async for chunk in artifacts.read(OWNER, job.artifacts[1].id)])
    assert content == b"ABC"


async def test_somebody_elses_file_cannot_be_read(desk: Desk) -> None:
    upload = await desk.api.core.artifacts.upload("bob", filename="b", content_type="text/plain", source=b"secret")

    job = await desk.ended(await desk.enqueue("test.files", text=upload.id))

    assert job.error is not None
    assert (job.status, job.error.code) == (Status.FAILED, "ARTIFACT_NOT_FOUND")


async def test_a_body_past_its_timeout_is_stopped(desk: Desk) -> None:
    job = await desk.ended(await desk.enqueue("test.short"))

    assert job.error is not None
    assert (job.status, job.error.cause) == (Status.FAILED, "timed_out")


async def test_a_body_that_swallows_its_cancellation_is_cancelled_again(desk: Desk) -> None:
    job_id = await desk.enqueue("test.stubborn")

    events = await desk.events(job_id, until="job.retrying")

    assert events[-1].data["error"]["cause"] == "timed_out"
    await desk.api.core.client.cancel(OWNER, job_id)


@pytest.mark.parametrize("task", ["test.wait", "test.thread", "test.spin"])
async def test_a_cancelled_job_stops_wherever_it_runs(desk: Desk, task: str) -> None:
    job_id = await desk.enqueue(task, mode="spin")
    await desk.events(job_id, until="job.progress")

    await desk.api.core.client.cancel(OWNER, job_id)
    job = await desk.ended(job_id)

    assert (job.status, job.attempt) == (Status.CANCELLED, 1)


async def test_a_handler_in_a_thread_has_the_same_context(desk: Desk) -> None:
    job = await desk.ended(await desk.enqueue("test.thread", n=4))

    assert (job.result, job.steps["sum"]["result"]) == ({"value": 5}, 5)


async def test_a_handler_in_a_child_has_the_same_context(desk: Desk) -> None:
    job_id = await desk.enqueue("test.child", text="hello")

    events = await desk.events(job_id, until="job.completed")

    job = await desk.job(job_id)
    assert job.result == {"value": {"size": 5, "read": "hello"}}
    assert "job.artifact" in [event.type for event in events]
    assert job.peak_rss_mb is not None
    assert job.peak_rss_mb > 1


@pytest.mark.parametrize(
    ("mode", "cause", "code"),
    [
        ("memory", "out_of_memory", "OUT_OF_MEMORY"),
        ("crash", "worker_died", "WORKER_DIED"),
        ("fail", "error", "NOT_WITH_ME"),
    ],
)
async def test_a_child_that_breaks_its_limits_or_crashes_says_why(desk: Desk, mode: str, cause: str, code: str) -> None:
    job = await desk.ended(await desk.enqueue("test.child", mode=mode))

    assert job.error is not None
    assert (job.status, job.error.cause, job.error.code) == (Status.FAILED, cause, code)


async def test_a_result_over_the_limit_fails_with_a_way_out(desk: Desk) -> None:
    job = await desk.ended(await desk.enqueue("test.big", n=300_000))

    assert job.error is not None
    assert (job.status, job.error.code) == (Status.FAILED, "RESULT_TOO_LARGE")
    assert "artifact" in (job.error.hint or "")


async def test_a_result_over_the_limit_is_refused_from_an_interrupted_body_too(desk: Desk) -> None:
    job_id = await desk.enqueue("test.wait", n=300_000, mode="big")
    await desk.events(job_id, until="job.progress")

    desk.worker.worker.interrupt()
    job = await desk.ended(job_id)

    assert job.error is not None
    assert (job.status, job.error.code) == (Status.FAILED, "RESULT_TOO_LARGE")


async def test_progress_that_cannot_be_stored_is_refused_once_and_spoils_nothing(desk: Desk) -> None:
    job = await desk.ended(await desk.enqueue("test.untellable", n=3))

    assert (job.status, job.result) == (Status.SUCCEEDED, {"value": 3})
