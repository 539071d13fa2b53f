"""What a worker counts of the jobs it runs, on a real database."""

from __future__ import annotations

import pytest

from longhaul.telemetry.metrics import WorkerMetrics
from tests.telemetry.conftest import Measured, value

END = {"task": "test.end", "queue": "default"}


async def test_a_job_that_succeeds_is_counted_at_its_claim_its_start_and_its_end(measured: Measured) -> None:
    place = {"task": "test.echo", "queue": "default"}
    before = measured.counted("longhaul_jobs_ended_total", **place, status="succeeded")

    await measured.ran("test.echo")

    assert 0.0 == before, "what has not happened yet shows at 0, so that the first time is a rise"
    assert 1.0 == measured.counted("longhaul_jobs_claimed_total", **place)
    assert 1.0 == measured.counted("longhaul_attempts_started_total", **place)
    assert 1.0 == measured.counted("longhaul_jobs_ended_total", **place, status="succeeded")
    assert 1.0 == measured.counted("longhaul_attempt_run_seconds_count", task="test.echo")
    assert 1.0 == measured.counted("longhaul_job_wait_seconds_count", queue="default")
    assert (0.0, 4.0) == (
        measured.counted("longhaul_worker_running_jobs"),
        measured.counted("longhaul_worker_concurrency"),
    )


@pytest.mark.parametrize(
    ("mode", "name", "label", "expected"),
    [
        ("retry_once", "longhaul_attempts_put_back_total", {"reason": "retry"}, 1.0),
        ("retry_once", "longhaul_attempt_failures_total", {"cause": "error"}, 1.0),
        ("retry_once", "longhaul_jobs_ended_total", {"status": "succeeded"}, 1.0),
        ("snooze", "longhaul_attempts_put_back_total", {"reason": "snooze"}, 1.0),
        ("snooze", "longhaul_attempt_failures_total", {"cause": "error"}, None),
        ("fail", "longhaul_jobs_ended_total", {"status": "failed"}, 1.0),
        ("fail", "longhaul_attempt_failures_total", {"cause": "error"}, 1.0),
        ("cancel", "longhaul_jobs_ended_total", {"status": "cancelled"}, 1.0),
        ("boom", "longhaul_attempt_failures_total", {"cause": "error"}, 3.0),
        ("boom", "longhaul_attempts_put_back_total", {"reason": "retry"}, 2.0),
    ],
)
async def test_other_ends_are_counted_by_what_became_of_the_job_and_why(
    measured: Measured, mode: str, name: str, label: dict[str, str], expected: float | None
) -> None:
    await measured.ran("test.end", mode)

    assert expected == measured.counted(name, **END, **label)


async def test_an_attempt_that_runs_out_of_time_is_counted_by_that_cause(measured: Measured) -> None:
    await measured.ran("test.short")

    place = {"task": "test.short", "queue": "default"}
    assert 1.0 == measured.counted("longhaul_attempt_failures_total", **place, cause="timed_out")
    assert 1.0 == measured.counted("longhaul_jobs_ended_total", **place, status="failed")


async def test_children_are_counted_by_how_they_ended_and_their_files_by_size(measured: Measured) -> None:
    for mode in ("", "crash", "memory"):
        await measured.ran("test.child", mode)

    # One that ran out of memory lives to say so.
    assert {"answered": 2.0, "died": 1.0, "killed": 0.0} == {
        how: measured.counted("longhaul_children_ended_total", how=how) for how in ("answered", "died", "killed")
    }
    assert 1.0 == measured.counted("longhaul_artifacts_stored_total", source="job")
    assert 1.0 == measured.counted("longhaul_artifact_bytes_total", source="job")


async def test_a_child_that_is_stopped_is_counted_as_killed(measured: Measured) -> None:
    job_id = await measured.desk.enqueue("test.spin")
    await measured.desk.events(job_id, until="job.progress")

    await measured.desk.api.core.client.cancel("ada", job_id)
    await measured.desk.ended(job_id)

    assert 1.0 == measured.counted("longhaul_children_ended_total", how="killed")


async def test_a_job_that_is_given_back_at_a_shutdown_is_counted_as_released(measured: Measured) -> None:
    job_id = await measured.desk.enqueue("test.wait")
    await measured.desk.events(job_id, until="job.progress")

    await measured.desk.worker.worker.drain(0.0)

    place = {"task": "test.wait", "queue": "default"}
    assert 1.0 == measured.counted("longhaul_attempts_put_back_total", **place, reason="release")


async def test_events_are_counted_as_they_come_into_the_log(measured: Measured) -> None:
    job = await measured.ran("test.echo")
    await measured.desk.api.core.relay.flush()

    by_the_worker = measured.counted("longhaul_events_appended_total")
    by_the_api = value(measured.desk.api.core.metrics, "longhaul_events_appended_total")
    assert (job.v, 1.0) == ((by_the_worker or 0) + (by_the_api or 0), by_the_api)
    assert 1.0 <= (measured.counted("longhaul_event_append_seconds_count") or 0)
    assert (0.0, 1.0) == (measured.counted("longhaul_relay_backlog_events"), measured.counted("longhaul_database_up"))
    assert 1.0 == value(measured.desk.api.core.metrics, "longhaul_jobs_enqueued_total", task="test.echo")


def test_two_workers_in_one_process_share_nothing() -> None:
    one, other = WorkerMetrics(), WorkerMetrics()

    one.jobs.of("test.echo", "default").claimed += 1

    assert None is value(other, "longhaul_jobs_claimed_total", task="test.echo", queue="default")


def test_the_text_has_no_moments_of_birth() -> None:
    metrics = WorkerMetrics()
    metrics.jobs.of("test.echo", "default")

    text = metrics.text().decode()

    assert 'longhaul_jobs_claimed_total{queue="default",task="test.echo"} 0.0' in text
    assert "longhaul_build_info{version=" in text
    assert "_created" not in text
