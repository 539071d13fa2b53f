"""Liveness, readiness and figures, as a process with a database gives them."""

from __future__ import annotations

from tests.api.support import RunningApi


async def test_a_process_whose_database_answers_is_ready(api: RunningApi) -> None:
    answer = await api.http.get("/readyz")

    assert (200, "ok", "ok") == (answer.status_code, answer.json()["status"], answer.json()["checks"]["mongodb"])


async def test_a_draining_process_is_not_ready(api: RunningApi) -> None:
    api.state.drain.begin()

    answer = await api.http.get("/readyz")

    assert (503, "yes") == (answer.status_code, answer.json()["checks"]["draining"])


async def test_jobs_that_wait_without_a_worker_are_a_degraded_state(api: RunningApi) -> None:
    before = (await api.http.get("/health/jobs")).json()
    await api.create()

    after = (await api.http.get("/health/jobs")).json()

    assert ("ok", 0) == (before["status"], before["queued"])
    assert ("degraded", 1, 0) == (after["status"], after["queued"], after["workers"])


async def test_metrics_count_requests_by_route_and_not_by_path(api: RunningApi) -> None:
    created = await api.create()
    await api.http.get(created["links"]["self"])

    text = (await api.http.get("/metrics")).text

    assert 'longhaul_http_requests_total{method="GET",route="/background-jobs/{job_id}",status="200"} 1.0' in text
    assert created["job_id"] not in text
