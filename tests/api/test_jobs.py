"""Asking for jobs, reading them, and acting on them."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

from longhaul.model.event import Cursor
from tests.api.support import RunningApi, stream, take_until


async def test_a_job_asked_for_is_answered_with_where_it_is_and_where_to_follow_it(api: RunningApi) -> None:
    before = api.runtime.hub.cursor

    answer = await api.http.post("/background-jobs", json={"type": "demo.echo", "args": {"text": "hi"}, "tags": ["a"]})

    body = answer.json()
    assert 202 == answer.status_code
    assert f"/background-jobs/{body['job_id']}" == answer.headers["Location"]
    assert ("demo.echo", "queued", 1) == (body["type"], body["status"], body["v"])
    assert before == Cursor.parse(body["cursor"])
    assert f"/events/stream?job={body['job_id']}" == body["links"]["stream"]
    assert "job" not in body


async def test_a_job_reads_back_with_everything_and_times_in_utc(api: RunningApi) -> None:
    created = await api.create("hi", tags=["a", "b"], priority=2)

    job = (await api.http.get(created["links"]["self"])).json()

    assert {"text": "hi"} == job["args"]
    assert ("queued", "queued", 2, ["a", "b"], 1) == (
        job["status"],
        job["label"],
        job["priority"],
        job["tags"],
        job["v"],
    )
    assert job["created_at"].endswith("Z")
    assert timedelta(minutes=5) > abs(datetime.now(UTC) - datetime.fromisoformat(job["created_at"]))
    assert Cursor.parse(job["cursor"]).seq >= 0


async def test_the_same_idempotency_key_gives_the_same_job_with_200(api: RunningApi) -> None:
    body = {"type": "demo.echo", "args": {"text": "once"}}
    headers = {"Idempotency-Key": "order-7"}

    first = await api.http.post("/background-jobs", json=body, headers=headers)
    second = await api.http.post("/background-jobs", json=body, headers=headers)

    assert (202, 200) == (first.status_code, second.status_code)
    assert first.json()["job_id"] == second.json()["job_id"]


async def test_an_idempotency_key_used_for_something_else_is_a_conflict(api: RunningApi) -> None:
    headers = {"Idempotency-Key": "order-8"}
    await api.http.post("/background-jobs", json={"type": "demo.echo", "args": {"text": "a"}}, headers=headers)

    answer = await api.http.post("/background-jobs", json={"type": "demo.echo", "args": {"text": "b"}}, headers=headers)

    assert (409, "urn:longhaul:problem:key-conflict") == (answer.status_code, answer.json()["type"])


async def test_a_job_for_later_is_called_scheduled(api: RunningApi) -> None:
    run_at = (datetime.now(UTC) + timedelta(hours=1)).isoformat()

    created = await api.create(run_at=run_at)

    job = (await api.http.get(created["links"]["self"])).json()
    assert ("queued", "scheduled") == (job["status"], job["label"])


async def test_prefer_wait_answers_with_the_end_of_a_job_that_has_ended(api: RunningApi) -> None:
    body = {"type": "demo.echo", "args": {"text": "x"}}
    first = await api.http.post("/background-jobs", json=body, headers={"Idempotency-Key": "k"})
    await api.cancel(first.json()["job_id"])

    answer = await api.http.post(
        "/background-jobs", json=body, headers={"Idempotency-Key": "k", "Prefer": "respond-async, wait=10"}
    )

    assert (200, "wait=10") == (answer.status_code, answer.headers["Preference-Applied"])
    assert ("cancelled", "cancelled") == (answer.json()["status"], answer.json()["job"]["status"])


async def test_prefer_wait_sees_an_end_that_comes_while_it_waits(api: RunningApi) -> None:
    asking: dict[str, Any] = {"json": {"type": "demo.echo", "args": {"text": "x"}}, "headers": {"Prefer": "wait=15"}}
    async with stream(api) as frames:
        waiting = asyncio.create_task(api.http.post("/background-jobs", **asking))
        created = (await take_until(frames, lambda frame: frame.event == "job.created"))[-1]
        await api.cancel(created.json["job"])

        answer = await waiting

    assert (200, "cancelled") == (answer.status_code, answer.json()["job"]["status"])


async def test_prefer_wait_gives_up_after_its_time_with_202(api: RunningApi) -> None:
    answer = await api.http.post(
        "/background-jobs", json={"type": "demo.echo", "args": {"text": "x"}}, headers={"Prefer": "wait=0"}
    )

    assert (202, "queued") == (answer.status_code, answer.json()["status"])


async def test_cancel_ends_a_queued_job_at_once_and_twice_is_no_error(api: RunningApi) -> None:
    created = await api.create()

    first = await api.cancel(created["job_id"])
    second = await api.cancel(created["job_id"])

    assert ("cancelled", "cancelled") == (first["status"], second["status"])


async def test_an_ended_job_can_be_requeued_and_a_queued_one_cannot(api: RunningApi) -> None:
    created = await api.create()
    await api.cancel(created["job_id"])

    requeued = await api.http.post(created["links"]["requeue"])
    again = await api.http.post(created["links"]["requeue"])

    assert (200, "queued") == (requeued.status_code, requeued.json()["status"])
    assert (409, "urn:longhaul:problem:conflict") == (again.status_code, again.json()["type"])


async def test_only_an_ended_job_can_be_deleted(api: RunningApi) -> None:
    created = await api.create()

    refused = await api.http.delete(created["links"]["self"])
    await api.cancel(created["job_id"])
    deleted = await api.http.delete(created["links"]["self"])
    gone = await api.http.get(created["links"]["self"])

    assert [409, 204, 404] == [refused.status_code, deleted.status_code, gone.status_code]


async def test_the_history_of_a_job_is_its_events_in_order(api: RunningApi) -> None:
    created = await api.create()
    await api.cancel(created["job_id"])
    async with stream(api, after=created["cursor"]) as frames:
        await take_until(frames, lambda frame: frame.event == "job.cancelled")

    history = (await api.http.get(created["links"]["events"])).json()

    assert [("job.created", 1), ("job.cancelled", 2)] == [(event["type"], event["v"]) for event in history["events"]]
