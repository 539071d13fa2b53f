"""Routes on a mock of Motor: reading jobs needs neither a server nor a database."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any, cast

import httpx
import pytest
from bson import ObjectId
from mongomock_motor import AsyncMongoMockClient
from scripts.local import local_client

from longhaul.model.event import Cursor
from longhaul.model.job import NewJob
from longhaul.mongo.clock import ManualTime
from longhaul.mongo.codec import new_document
from longhaul.mongo.collections import Collections
from longhaul.mongo.driver import Database
from longhaul.mongo.requests import JobRequests
from longhaul_api.app import create_app
from longhaul_api.deps import get_runtime
from longhaul_api.settings import ApiSettings
from tests.api.test_problems import unreachable

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


class MockDatabase:
    """As much of `Database` as collections ask for."""

    def __init__(self) -> None:
        self._database: Any = AsyncMongoMockClient(tz_aware=True)["mock"]

    def collection(self, name: str) -> Any:
        return self._database[name]

    async def settled(self, read: Callable[[], Awaitable[Any]]) -> Any:
        """There are no elections here."""
        return await read()


@pytest.fixture
def collections() -> Collections:
    return Collections(cast("Database", MockDatabase()))


@pytest.fixture
async def http(collections: Collections) -> AsyncIterator[httpx.AsyncClient]:
    time = ManualTime(NOW)
    core = SimpleNamespace(requests=JobRequests(collections, time), time=time)
    app = create_app(ApiSettings(_env_file=None), unreachable)  # pyright: ignore[reportCallIssue]
    app.dependency_overrides[get_runtime] = lambda: SimpleNamespace(
        core=core, hub=SimpleNamespace(cursor=Cursor(7, 36))
    )
    async with local_client("http://localhost", transport=httpx.ASGITransport(app)) as client:
        yield client


async def stored(collections: Collections, owner: str = "local", **fields: Any) -> str:
    job = NewJob(type="demo.echo", owner=owner, args={"text": "hi"})
    document = {**new_document(job, ObjectId(), NOW), **fields}
    await collections.jobs.insert_one(document)
    return str(document["_id"])


async def test_a_job_that_failed_tells_why_when_and_what_it_left(
    http: httpx.AsyncClient, collections: Collections
) -> None:
    failure = {"cause": "error", "kind": "permanent", "code": "not_a_cv", "message": "no text", "attempt": 1, "at": NOW}
    artifact = {
        "id": "f1",
        "kind": "resume_text",
        "filename": "a.txt",
        "content_type": "text/plain",
        "size": 2,
        "sha256": "0" * 64,
    }
    job_id = await stored(collections, status="failed", error=failure, errors=[failure], artifacts=[artifact], v=4)

    job = (await http.get(f"/background-jobs/{job_id}")).json()

    assert ("failed", 4, "7.10") == (job["status"], job["v"], job["cursor"])
    assert ("not_a_cv", "2026-11-23T08:00:00Z") == (job["error"]["code"], job["error"]["at"])
    assert ["/artifacts/f1"] == [artifact["url"] for artifact in job["artifacts"]]


async def test_a_running_job_names_its_worker_and_keeps_its_token_to_itself(
    http: httpx.AsyncClient, collections: Collections
) -> None:
    token = ObjectId()
    lease = {"token": token, "worker_id": "w1", "expires_at": NOW + timedelta(seconds=12)}
    progress = {"percent": 40, "message": "reading", "step": "text"}
    job_id = await stored(collections, status="running", lease=lease, progress=progress)

    answer = await http.get(f"/background-jobs/{job_id}")

    assert {"worker_id": "w1", "expires_at": "2026-11-23T08:00:12Z"} == answer.json()["lease"]
    assert (40, "reading", "text") == tuple(answer.json()["progress"][name] for name in ("percent", "message", "step"))
    assert str(token) not in answer.text


@pytest.mark.parametrize("job_id", ["nonsense", "6b03eb91852a2a29cec567d5"])
async def test_what_is_no_job_is_not_found(http: httpx.AsyncClient, job_id: str) -> None:
    answer = await http.get(f"/background-jobs/{job_id}")

    assert (404, "urn:longhaul:problem:not-found") == (answer.status_code, answer.json()["type"])


async def test_a_list_holds_the_owners_jobs_only(http: httpx.AsyncClient, collections: Collections) -> None:
    mine = await stored(collections)
    await stored(collections, owner="eve")

    jobs = (await http.get("/background-jobs")).json()["jobs"]

    assert [mine] == [job["id"] for job in jobs]


async def test_a_running_job_with_an_expired_lease_is_stuck(http: httpx.AsyncClient, collections: Collections) -> None:
    leases = [
        {"token": ObjectId(), "worker_id": "w1", "expires_at": NOW + timedelta(seconds=seconds)} for seconds in (-1, 9)
    ]
    stuck, _ = [await stored(collections, status="running", lease=lease) for lease in leases]

    stats = (await http.get("/background-jobs/stats")).json()

    assert ([stuck], 2) == (stats["stuck"], stats["counts"]["running"]["count"])
