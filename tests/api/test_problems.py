"""Every error is problem+json, whoever refuses."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from scripts.local import local_client
from starlette.types import Message

from longhaul.model.errors import (
    Conflict,
    InvalidInput,
    KeyConflict,
    LeaseLost,
    NotFound,
    RateExceeded,
    StoreMisconfigured,
    StoreUnavailable,
    TooLarge,
)
from longhaul.runtime import ApiRuntime
from longhaul_api.app import create_app
from longhaul_api.deps import get_runtime
from longhaul_api.settings import ApiSettings

SETTINGS = ApiSettings(_env_file=None, json_limit_bytes=2048, cors_origins="https://app.example")  # pyright: ignore[reportCallIssue]


@asynccontextmanager
async def unreachable() -> AsyncGenerator[ApiRuntime]:
    raise StoreUnavailable("mongodb://user:secret@db does not answer")
    yield  # makes this a generator


@pytest.fixture
def app() -> FastAPI:
    return create_app(SETTINGS, unreachable)


@pytest.fixture
async def http(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    async with local_client("http://localhost", transport=httpx.ASGITransport(app)) as client:
        yield client


def failing(app: FastAPI, error: Exception) -> None:
    """Give `app` a route that raises `error`."""

    async def fail() -> None:
        raise error

    app.add_api_route("/fails", fail)


def assert_problem(answer: httpx.Response, status: int) -> dict[str, Any]:
    body = answer.json()
    assert "application/problem+json" == answer.headers["content-type"]
    assert status == answer.status_code == body["status"]
    assert {"type", "title", "status", "detail", "instance", "request_id"} <= body.keys()
    assert answer.headers["X-Request-ID"] == body["request_id"]
    return body


async def test_an_unknown_route(http: httpx.AsyncClient) -> None:
    body = assert_problem(await http.get("/nowhere"), 404)

    assert "/nowhere" == body["instance"]


async def test_a_wrong_method_says_which_are_allowed(http: httpx.AsyncClient) -> None:
    answer = await http.put("/healthz")

    assert_problem(answer, 405)
    assert "GET" == answer.headers["Allow"]


async def test_wrong_fields_are_named(app: FastAPI, http: httpx.AsyncClient) -> None:
    app.dependency_overrides[get_runtime] = object

    answer = await http.post("/background-jobs", json={"args": [], "priority": 11, "colour": "red"})

    body = assert_problem(answer, 422)
    assert {"type", "args", "priority", "colour"} == {error["field"] for error in body["errors"]}


async def test_a_naive_time_is_refused(app: FastAPI, http: httpx.AsyncClient) -> None:
    app.dependency_overrides[get_runtime] = object

    answer = await http.post("/background-jobs", json={"type": "demo.echo", "run_at": "2030-01-01T00:00:00"})

    assert ["run_at"] == [error["field"] for error in assert_problem(answer, 422)["errors"]]


async def test_a_body_that_is_not_json(http: httpx.AsyncClient) -> None:
    answer = await http.post("/background-jobs", content=b'{"type": ', headers={"Content-Type": "application/json"})

    assert "urn:longhaul:problem:not-json" == assert_problem(answer, 400)["type"]


async def test_a_body_over_the_limit_is_refused_by_its_announced_length(http: httpx.AsyncClient) -> None:
    answer = await http.post("/background-jobs", json={"type": "x" * 3000})

    assert_problem(answer, 413)


async def test_a_body_over_the_limit_is_refused_without_an_announced_length(http: httpx.AsyncClient) -> None:
    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(100):
            yield b" " * 100

    answer = await http.post("/background-jobs", content=chunks(), headers={"Content-Type": "application/json"})

    assert "urn:longhaul:problem:too-large" == assert_problem(answer, 413)["type"]


async def test_no_database_is_503_with_retry_after_and_without_details(http: httpx.AsyncClient) -> None:
    answer = await http.get("/background-jobs")

    assert_problem(answer, 503)
    assert answer.headers["Retry-After"].isdigit()
    assert "secret" not in answer.text


@pytest.mark.parametrize(
    ("error", "status", "kind"),
    [
        (InvalidInput("args.text: too short", field="args.text"), 422, "invalid-input"),
        (TooLarge("args", limit=10, size=20, field="args"), 413, "too-large"),
        (NotFound("job", "abc"), 404, "not-found"),
        (Conflict("the job is running"), 409, "conflict"),
        (KeyConflict("taken"), 409, "key-conflict"),
        (RateExceeded("5 in 300 s", retry_after_s=12.2), 429, "rate-exceeded"),
        (StoreUnavailable("db:27017"), 503, "unavailable"),
        (StoreMisconfigured("bad auth"), 503, "unavailable"),
        (LeaseLost("abc"), 500, "internal"),
        (RuntimeError("password is swordfish"), 500, "internal"),
    ],
)
async def test_what_the_engine_raises_has_its_status(
    app: FastAPI, http: httpx.AsyncClient, error: Exception, status: int, kind: str
) -> None:
    failing(app, error)

    answer = await http.get("/fails")

    body = assert_problem(answer, status)
    assert f"urn:longhaul:problem:{kind}" == body["type"]
    assert "swordfish" not in answer.text
    assert ("12.2" not in str(error)) or "13" == answer.headers["Retry-After"]


async def test_an_unexpected_error_reaches_an_allowed_page_with_cors_headers(
    app: FastAPI, http: httpx.AsyncClient
) -> None:
    failing(app, RuntimeError())

    answer = await http.get("/fails", headers={"Origin": "https://app.example"})

    assert_problem(answer, 500)
    assert "https://app.example" == answer.headers["Access-Control-Allow-Origin"]


async def test_a_sane_request_id_is_kept_and_others_are_replaced(http: httpx.AsyncClient) -> None:
    kept = await http.get("/healthz", headers={"X-Request-ID": "deploy-2026-11:42"})
    replaced = await http.get("/healthz", headers={"X-Request-ID": "bad id with spaces"})

    assert "deploy-2026-11:42" == kept.headers["X-Request-ID"]
    assert 32 == len(replaced.headers["X-Request-ID"])


async def test_a_form_sent_by_a_page_of_another_site_is_refused(http: httpx.AsyncClient) -> None:
    headers = {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}

    foreign = await http.post("/queues/default/pause", headers=headers)
    allowed = await http.post("/queues/default/pause", headers={**headers, "Origin": "https://app.example"})

    assert_problem(foreign, 403)
    assert_problem(allowed, 503)


async def test_a_foreign_host_name_that_points_here_is_refused(http: httpx.AsyncClient) -> None:
    answer = await http.get("/background-jobs", headers={"Host": "rebound.example:8000"})

    assert "urn:longhaul:problem:foreign-page" == assert_problem(answer, 403)["type"]


async def test_a_request_cut_off_at_the_end_of_the_drain_is_told_to_come_again(app: FastAPI) -> None:
    begun = asyncio.Event()

    async def slow() -> None:
        begun.set()
        await asyncio.Event().wait()

    app.add_api_route("/slow", slow)
    sent: list[Message] = []

    async def receive() -> Message:
        await asyncio.Event().wait()
        raise AssertionError("nobody hangs up")

    async def send(message: Message) -> None:
        sent.append(message)

    scope: Any = {"type": "http", "method": "GET", "path": "/slow", "headers": [], "query_string": b""}
    request = asyncio.ensure_future(app(scope, receive, send))
    await begun.wait()
    request.cancel()  # as the server does when its time is over
    await asyncio.wait({request})

    start, body = sent
    assert 503 == start["status"]
    assert (b"retry-after", b"2") in start["headers"]
    assert "This process is ending" == json.loads(body["body"])["title"]
