"""Many jobs at once: cancelled, deleted and requeued by criteria or by name, previewed first."""

from __future__ import annotations

from typing import Any

import pytest
from bson import ObjectId

from tests.api.support import RunningApi

EVE = {"X-Owner": "eve"}


async def bulk(api: RunningApi, verb: str, **body: Any) -> dict[str, Any]:
    """The answer to a bulk request that was accepted."""
    answer = await api.http.post(f"/background-jobs/{verb}", json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def statuses(api: RunningApi) -> dict[str, str]:
    """The status of each job by its id."""
    jobs = (await api.http.get("/background-jobs")).json()["jobs"]
    return {job["id"]: job["status"] for job in jobs}


async def test_cancelling_in_bulk_previews_and_then_does_what_it_said(api: RunningApi) -> None:
    red = [(await api.create(tags=["red"]))["job_id"] for _ in range(2)]
    blue = (await api.create(tags=["blue"]))["job_id"]

    preview = await bulk(api, "cancel", tag="red", preview=True)
    between = await statuses(api)
    done = await bulk(api, "cancel", tag="red")

    assert (red, red) == (preview["job_ids"], done["job_ids"])
    assert {"queued"} == set(between.values())
    assert {**dict.fromkeys(red, "cancelled"), blue: "queued"} == await statuses(api)


async def test_deleting_in_bulk_forgets_those_that_ended_and_no_others(api: RunningApi) -> None:
    ended, waiting = (await api.create())["job_id"], (await api.create())["job_id"]
    await api.cancel(ended)

    done = await bulk(api, "delete", status="cancelled")

    assert ({"count": 1, "is_capped": False}, [ended]) == (done["matched"], done["job_ids"])
    assert [waiting] == list(await statuses(api))


async def test_named_jobs_are_acted_on_whatever_else_there_is(api: RunningApi) -> None:
    one, two, three = [(await api.create())["job_id"] for _ in range(3)]
    await api.cancel(three)

    cancelled = await bulk(api, "cancel", ids=[one, three, str(ObjectId()), "nonsense"])
    requeued = await bulk(api, "requeue", ids=[one, two])
    deleted = await bulk(api, "delete", ids=[three, two])

    assert ([one], [one], [three]) == (cancelled["job_ids"], requeued["job_ids"], deleted["job_ids"])
    assert {one: "queued", two: "queued"} == await statuses(api)


async def test_nobody_reaches_the_jobs_of_another_owner_by_their_ids(api: RunningApi) -> None:
    job_id = (await api.create())["job_id"]

    answer = await api.http.post("/background-jobs/cancel", json={"ids": [job_id]}, headers=EVE)

    assert [] == answer.json()["job_ids"]
    assert {job_id: "queued"} == await statuses(api)


@pytest.mark.parametrize(
    ("verb", "body", "field"),
    [
        ("delete", {}, "status"),
        ("delete", {"status": "running"}, "status"),
        ("cancel", {"status": "failed"}, "status"),
        ("cancel", {"ids": ["a"], "tag": "red"}, "ids"),
        ("requeue", {"ids": ["a"] * 1001}, "ids"),
    ],
)
async def test_what_makes_no_sense_in_bulk_names_its_field(
    api: RunningApi, verb: str, body: dict[str, Any], field: str
) -> None:
    answer = await api.http.post(f"/background-jobs/{verb}", json=body)

    assert (422, [field]) == (answer.status_code, [error["field"] for error in answer.json()["errors"]])
