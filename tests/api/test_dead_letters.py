"""What failed for all owners, and which jobs workers hold: lists for operators."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from bson import ObjectId

from longhaul.mongo.collections import JOBS
from longhaul.mongo.driver import Database, Document
from tests.api.support import RunningApi

NOW = datetime.now(UTC)
FAILURE = {"cause": "error", "kind": "permanent", "code": "BROKE", "message": "It broke.", "at": NOW}


def job(owner: str, status: str, **fields: Any) -> Document:
    """A job as it is stored."""
    return {
        "_id": ObjectId(),
        "type": "demo.echo",
        "queue": "default",
        "owner": owner,
        "status": status,
        "priority": 5,
        "run_at": NOW,
        "args": {"text": "x"},
        "attempt": 1,
        "max_attempts": 1,
        "timeout_s": 60.0,
        "v": 3,
        "created_at": NOW,
        **fields,
    }


def failed(owner: str, **fields: Any) -> Document:
    """A dead letter."""
    return job(owner, "failed", error=FAILURE, errors=[FAILURE], **fields)


def running(owner: str, worker_id: str, *, started_s_ago: float = 0, **fields: Any) -> Document:
    """A job that a worker holds."""
    lease = {"token": ObjectId(), "worker_id": worker_id, "expires_at": NOW + timedelta(minutes=1)}
    return job(owner, "running", lease=lease, started_at=NOW - timedelta(seconds=started_s_ago), **fields)


async def store(database: Database, *documents: Document) -> list[str]:
    """Store jobs; their ids."""
    await database.collection(JOBS).insert_many(documents)
    return [str(document["_id"]) for document in documents]


async def letters(api: RunningApi, **params: Any) -> dict[str, Any]:
    """The answer of the list."""
    return (await api.http.get("/dead-letters", params=params)).raise_for_status().json()


async def report(api: RunningApi, worker_id: str) -> None:
    """Let a worker say that it lives."""
    await api.runtime.core.registry.report(
        worker_id, host="h", pid=7, queues=["default"], concurrency=4, running=0, state="active"
    )


async def test_dead_letters_of_all_owners_are_listed_newest_first(api: RunningApi, database: Database) -> None:
    ids = await store(database, failed("ada"), failed("bob"), failed("local"))
    await store(database, job("ada", "succeeded"), job("ada", "queued"))

    found = await letters(api)

    assert [(ids[2], "local"), (ids[1], "bob"), (ids[0], "ada")] == [(one["id"], one["owner"]) for one in found["jobs"]]
    assert "BROKE" == found["jobs"][0]["error"]["code"]
    assert {"args", "result", "steps"}.isdisjoint(found["jobs"][0])
    assert None is found["next_page"]
    assert "." in found["cursor"]


async def test_dead_letters_are_narrowed_by_queue_and_task(api: RunningApi, database: Database) -> None:
    ids = await store(
        database, failed("ada"), failed("bob", queue="slow"), failed("eve", type="match.score", queue="slow")
    )

    found = [
        [one["id"] for one in (await letters(api, **params))["jobs"]]
        for params in (
            {"queue": "slow"},
            {"type": "demo.echo"},
            {"queue": "slow", "type": "demo.echo"},
            {"queue": "no"},
        )
    ]

    assert [[ids[2], ids[1]], [ids[1], ids[0]], [ids[1]], []] == found


async def test_pages_of_dead_letters_show_each_once(api: RunningApi, database: Database) -> None:
    ids = await store(database, *(failed(f"owner{n}") for n in range(5)))

    first = await letters(api, limit=2)
    second = await letters(api, limit=2, page=first["next_page"])
    third = await letters(api, limit=2, page=second["next_page"])

    assert ids[::-1] == [one["id"] for page in (first, second, third) for one in page["jobs"]]
    assert None is third["next_page"]


async def test_the_links_of_a_dead_letter_lead_to_it(api: RunningApi, database: Database) -> None:
    (job_id,) = await store(database, failed("ada"))
    api.app.dependency_overrides.clear()

    (letter,) = (await letters(api))["jobs"]
    requeued = await api.http.post(letter["links"]["requeue"])

    assert f"/background-jobs/{job_id}?owner=ada" == letter["links"]["self"]
    assert (200, "queued") == (requeued.status_code, requeued.json()["status"])
    assert [] == (await letters(api))["jobs"]


async def test_a_page_of_dead_letters_that_is_none_names_its_field(api: RunningApi) -> None:
    answer = await api.http.get("/dead-letters", params={"page": "nonsense"})

    assert (422, ["page"]) == (answer.status_code, [error["field"] for error in answer.json()["errors"]])


async def test_a_worker_is_listed_with_the_jobs_that_it_holds(api: RunningApi, database: Database) -> None:
    progress: Document = {"percent": 40, "message": "Halfway", "step": None, "code": None, "counters": {}}
    late, early = await store(
        database, running("ada", "w1"), running("bob", "w1", started_s_ago=90, queue="slow", progress=progress)
    )
    await store(database, running("ada", "w2"), running("ada", "gone"), job("ada", "queued"))
    for worker_id in ("w1", "w2", "w3"):
        await report(api, worker_id)

    answer = (await api.http.get("/workers")).json()

    held = {worker["id"]: worker["jobs"] for worker in answer["workers"]}
    assert ([early, late], 1, 0) == ([one["id"] for one in held["w1"]], len(held["w2"]), len(held["w3"]))
    first = held["w1"][0]
    assert ("demo.echo", "bob", "slow", 40) == (
        first["type"],
        first["owner"],
        first["queue"],
        first["progress"]["percent"],
    )
    assert first["started_at"] < held["w1"][1]["started_at"]
    assert not answer["is_capped"]


async def test_two_hundred_held_jobs_are_told_and_that_there_are_more(api: RunningApi, database: Database) -> None:
    await store(database, *(running("ada", f"w{n % 2}") for n in range(201)))
    for worker_id in ("w0", "w1"):
        await report(api, worker_id)

    answer = (await api.http.get("/workers")).json()

    assert (200, True) == (sum(len(worker["jobs"]) for worker in answer["workers"]), answer["is_capped"])
