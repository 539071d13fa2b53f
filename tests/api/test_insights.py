"""What operators and waiting people are told: how full queues are, what workers did, and why a job waits."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from bson import ObjectId

from longhaul.model.histogram import bucket_of
from longhaul.mongo.minutes import Minute, Tallied
from tests.api.support import RunningApi

EVE = {"X-Owner": "eve"}


def few(count: int) -> dict[str, Any]:
    """A count that is not capped."""
    return {"count": count, "is_capped": False}


async def queues(api: RunningApi) -> dict[str, dict[str, Any]]:
    """The queues by name."""
    return {queue["name"]: queue for queue in (await api.http.get("/queues")).json()["queues"]}


async def test_a_queue_tells_how_full_it_is_over_all_owners(api: RunningApi) -> None:
    jobs = api.runtime.core.collections.jobs
    ids = [ObjectId((await api.create(queue="slow"))["job_id"]) for _ in range(5)]
    await api.http.post("/background-jobs", json={"type": "demo.echo", "args": {"text": "x"}}, headers=EVE)
    await jobs.update_one({"_id": ids[0]}, {"$set": {"status": "failed"}})
    lease = {"token": ObjectId(), "worker_id": "w1", "expires_at": datetime.now(UTC) + timedelta(minutes=1)}
    await jobs.update_one({"_id": ids[1]}, {"$set": {"status": "running", "lease": lease}})
    long_ago = datetime.now(UTC) - timedelta(seconds=90)
    await jobs.update_one({"_id": ids[2]}, {"$set": {"run_at": long_ago, "created_at": long_ago}})

    found = await queues(api)

    slow = found["slow"]
    assert (few(3), few(1), few(1)) == (slow["queued"], slow["running"], slow["failed"])
    assert 89 < slow["oldest_wait_s"] < 120
    assert few(1) == found["default"]["queued"]


async def test_a_job_that_is_not_due_is_no_wait(api: RunningApi) -> None:
    await api.create(queue="later", run_at=(datetime.now(UTC) + timedelta(hours=1)).isoformat())

    later = (await queues(api))["later"]

    assert (few(1), None) == (later["queued"], later["oldest_wait_s"])


async def test_a_queue_that_is_paused_is_answered_as_the_list_has_it(api: RunningApi) -> None:
    await api.create(queue="slow")

    paused = (await api.http.post("/queues/slow/pause")).json()

    assert (True, few(1)) == (paused["paused"], paused["queued"])
    assert (await queues(api))["slow"]["paused"]


async def test_throughput_sums_what_several_workers_counted(api: RunningApi) -> None:
    minute = (await api.runtime.core.time.now()).replace(second=0, microsecond=0)
    one = Tallied({"succeeded": 3, "retried": 1}, waits={bucket_of(1.0): 3}, runs={bucket_of(2.0): 4})
    other = Tallied({"succeeded": 2, "failed": 1}, runs={bucket_of(2.0): 3})
    for tallied in (one, other):
        await api.runtime.core.minutes.add(Minute(minute, "default", tallied))
    await api.runtime.core.minutes.add(Minute(minute - timedelta(minutes=1), "default", one))
    await api.runtime.core.minutes.add(Minute(minute - timedelta(minutes=90), "default", one))

    answer = (await api.http.get("/queues/throughput", params={"minutes": 60})).json()

    before, newest = answer["points"]
    assert (60, [3, 5]) == (answer["step_s"], [before["succeeded"], newest["succeeded"]])
    assert (1, 0, 1) == (newest["failed"], newest["cancelled"], newest["retried"])
    assert 0.8 < newest["wait_s"]["p50"] < 1.2
    assert 1.6 < newest["run_s"]["p95"] < 2.4
    assert answer["from"] < before["at"] < newest["at"] < answer["to"]


async def test_a_minute_without_a_start_has_no_waits(api: RunningApi) -> None:
    minute = (await api.runtime.core.time.now()).replace(second=0, microsecond=0)
    await api.runtime.core.minutes.add(Minute(minute, "default", Tallied({"cancelled": 1})))

    (point,) = (await api.http.get("/queues/throughput")).json()["points"]

    assert (1, None, None) == (point["cancelled"], point["wait_s"], point["run_s"])


async def test_why_tells_what_is_in_the_way_and_how_many_are_ahead(api: RunningApi) -> None:
    await api.create()
    job_id = (await api.create())["job_id"]
    await api.http.post("/queues/default/pause")

    why = (await api.http.get(f"/background-jobs/{job_id}/why")).json()

    assert ["queue_paused", "no_worker", "behind_others"] == [reason["code"] for reason in why["reasons"]]
    assert ("queued", few(1)) == (why["status"], why["ahead"])
    assert why["reasons"][0]["hint"]


async def test_why_of_a_job_that_has_ended_says_how(api: RunningApi) -> None:
    job_id = (await api.create())["job_id"]
    await api.cancel(job_id)

    why = (await api.http.get(f"/background-jobs/{job_id}/why")).json()

    assert ("cancelled", None, ["ended"]) == (why["status"], why["ahead"], [one["code"] for one in why["reasons"]])


async def test_why_is_not_told_of_another_owners_job(api: RunningApi) -> None:
    job_id = (await api.create())["job_id"]

    assert 404 == (await api.http.get(f"/background-jobs/{job_id}/why", headers=EVE)).status_code
