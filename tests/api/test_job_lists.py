"""Lists, counts, batches, and dead letters in bulk."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from bson import ObjectId

from tests.api.support import RunningApi


def echo(text: str, **more: Any) -> dict[str, Any]:
    return {"type": "demo.echo", "args": {"text": text}, **more}


async def test_pages_show_every_job_once_newest_first(api: RunningApi) -> None:
    created = [(await api.create(str(number)))["job_id"] for number in range(5)]

    seen: list[str] = []
    page: str | None = None
    while True:
        params: dict[str, Any] = {"limit": 2, **({"page": page} if page else {})}
        answer = (await api.http.get("/background-jobs", params=params)).json()
        seen += [job["id"] for job in answer["jobs"]]
        page = answer["next_page"]
        if page is None:
            break

    assert created[::-1] == seen


async def test_a_list_carries_a_cursor_and_each_jobs_version(api: RunningApi) -> None:
    await api.create()

    answer = (await api.http.get("/background-jobs")).json()

    assert "." in answer["cursor"]
    assert [1] == [job["v"] for job in answer["jobs"]]
    assert "args" not in answer["jobs"][0]


async def test_filters_narrow_a_list(api: RunningApi) -> None:
    first = await api.create("a", tags=["red"], queue="slow")
    await api.create("b", tags=["blue"])
    await api.cancel(first["job_id"])
    soon = (datetime.now(UTC) + timedelta(hours=1)).isoformat()

    found = [
        [job["id"] for job in (await api.http.get("/background-jobs", params=params)).json()["jobs"]]
        for params in ({"status": "cancelled"}, {"tag": "red"}, {"queue": "slow"}, {"created_after": soon})
    ]

    assert [[first["job_id"]]] * 3 + [[]] == found


async def test_a_list_may_be_of_one_task_and_of_a_span_of_time(api: RunningApi) -> None:
    parse = (await api.http.post("/resumes/parse", json={"text": "Ada Lovelace"})).json()["job_id"]
    long_ago = (await api.create("old"))["job_id"]
    at = datetime(2020, 5, 1, tzinfo=UTC)
    await api.runtime.core.collections.jobs.update_one({"_id": ObjectId(long_ago)}, {"$set": {"created_at": at}})
    may = {"created_after": "2020-05-01T00:00:00Z", "created_before": "2020-06-01T00:00:00Z"}

    found = [
        [job["id"] for job in (await api.http.get("/background-jobs", params=params)).json()["jobs"]]
        for params in ({"type": "resume.parse"}, may, {"created_before": "2020-05-01T00:00:00Z"})
    ]

    assert [[parse], [long_ago], []] == found


async def test_a_list_may_be_of_several_states_and_its_pages_keep_to_them(api: RunningApi) -> None:
    ids = [(await api.create(str(number)))["job_id"] for number in range(6)]
    for job_id in ids[:2]:
        await api.cancel(job_id)
    jobs = api.runtime.core.collections.jobs
    await jobs.update_many({"_id": {"$in": [ObjectId(job_id) for job_id in ids[2:4]]}}, {"$set": {"status": "failed"}})
    wanted: dict[str, Any] = {"status": ["queued", "cancelled"], "limit": 3}

    first = (await api.http.get("/background-jobs", params=wanted)).json()
    second = (await api.http.get("/background-jobs", params={**wanted, "page": first["next_page"]})).json()

    assert [ids[5], ids[4], ids[1]] == [job["id"] for job in first["jobs"]]
    assert [ids[0]] == [job["id"] for job in second["jobs"]]
    assert None is second["next_page"]


async def test_a_state_that_is_none_is_refused_also_among_others(api: RunningApi) -> None:
    answer = await api.http.get("/background-jobs", params={"status": ["queued", "lost"]})

    assert 422 == answer.status_code


async def test_a_page_that_is_none_names_its_field(api: RunningApi) -> None:
    answer = await api.http.get("/background-jobs", params={"page": "nonsense"})

    assert (422, ["page"]) == (answer.status_code, [error["field"] for error in answer.json()["errors"]])


async def test_a_batch_is_stored_in_order_and_says_what_existed(api: RunningApi) -> None:
    body = {"jobs": [echo("a", idempotency_key="k1"), echo("b")]}
    await api.http.post("/background-jobs/batch", json={"jobs": body["jobs"][:1]})

    answer = await api.http.post("/background-jobs/batch", json=body)

    assert 202 == answer.status_code
    assert (1, 1) == (answer.json()["created"], answer.json()["existed"])
    assert [True, False] == [job["existed"] for job in answer.json()["jobs"]]


async def test_a_batch_with_one_wrong_job_stores_none_and_says_which(api: RunningApi) -> None:
    body = {"jobs": [echo("a"), {"type": "demo.echo", "args": {"text": ""}}]}

    answer = await api.http.post("/background-jobs/batch", json=body)

    assert (422, ["jobs.1.args.text"]) == (answer.status_code, [error["field"] for error in answer.json()["errors"]])
    assert [] == (await api.http.get("/background-jobs")).json()["jobs"]


async def test_a_batch_of_ten_thousand_is_taken_at_once(api: RunningApi) -> None:
    body = {"jobs": [echo(str(number)) for number in range(10_000)]}

    answer = await api.http.post("/background-jobs/batch", json=body)

    assert (202, 10_000) == (answer.status_code, answer.json()["created"])


async def test_stats_count_jobs_by_state(api: RunningApi) -> None:
    created = [await api.create(str(number)) for number in range(3)]
    await api.cancel(created[0]["job_id"])

    stats = (await api.http.get("/background-jobs/stats")).json()

    counts = {status: entry["count"] for status, entry in stats["counts"].items()}
    assert {"queued": 2, "running": 0, "succeeded": 0, "failed": 0, "cancelled": 1} == counts
    assert [] == stats["stuck"]


async def test_a_bulk_requeue_previews_and_then_does_what_it_said(api: RunningApi) -> None:
    created = [await api.create(str(number), tags=["lot"]) for number in range(3)]
    for job in created[:2]:
        await api.cancel(job["job_id"])
    wanted = {"status": "cancelled", "tag": "lot"}

    preview = (await api.http.post("/background-jobs/requeue", json={**wanted, "preview": True})).json()
    done = (await api.http.post("/background-jobs/requeue", json=wanted)).json()

    ids = [job["job_id"] for job in created[:2]]
    assert (ids, 2) == (preview["job_ids"], preview["matched"]["count"])
    assert ids == done["job_ids"]
    assert "queued" == (await api.http.get(created[0]["links"]["self"])).json()["status"]


async def test_running_jobs_cannot_be_requeued_in_bulk(api: RunningApi) -> None:
    answer = await api.http.post("/background-jobs/requeue", json={"status": "running"})

    assert (422, ["status"]) == (answer.status_code, [error["field"] for error in answer.json()["errors"]])


async def test_a_paused_queue_is_listed_as_such_until_it_is_resumed(api: RunningApi) -> None:
    paused = (await api.http.post("/queues/default/pause")).json()
    listed = (await api.http.get("/queues")).json()["queues"]
    resumed = (await api.http.post("/queues/default/resume")).json()

    assert (True, False) == (paused["paused"], resumed["paused"])
    assert {"default": True} == {queue["name"]: queue["paused"] for queue in listed}


async def test_workers_that_reported_are_listed(api: RunningApi) -> None:
    await api.runtime.core.registry.report(
        "w1", host="h", pid=7, queues=["default"], concurrency=4, running=1, state="active"
    )

    workers = (await api.http.get("/workers")).json()["workers"]

    assert [("w1", 7, ["default"], 4, 1)] == [
        (worker["id"], worker["pid"], worker["queues"], worker["concurrency"], worker["running"]) for worker in workers
    ]
