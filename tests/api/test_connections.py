"""Connections that do not behave, the drain, and what the log says of requests."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from typing import Any

import pytest

from longhaul.model.event import PROGRESS, NewEvent
from longhaul_api.serving import USER_TIMEOUT_MS
from tests.api.conftest import MakeSettings
from tests.api.support import RunningApi, running_api, stream, until_tick
from tests.support.waiting import BUSY_S, eventually


async def test_idle_connections_are_kept_for_longer_than_proxies_keep_theirs(api: RunningApi) -> None:
    assert api.server.config.timeout_keep_alive > 60


async def test_accepted_sockets_do_not_outlive_a_vanished_client(api: RunningApi) -> None:
    async with stream(api):
        connections: set[Any] = api.server.server_state.connections
        sockets = [connection.transport.get_extra_info("socket") for connection in connections]

        timeouts = {one.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT) for one in sockets}

    assert {USER_TIMEOUT_MS} == timeouts


async def test_a_frozen_reader_is_cut_off_with_one_line_and_its_socket_gone(
    make_settings: MakeSettings, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    async with running_api(make_settings(send_timeout_s=0.5)) as api:
        caplog.clear()
        with contextlib.closing(_frozen_reader(api.port)):
            await eventually(lambda: api.state.streams.open == 1, description="the stream is open")
            others = set(api.server.server_state.connections)
            await _append_much(api)
            await eventually(lambda: api.state.streams.open == 0, description="the reader is cut off")
            await eventually(
                lambda: len(api.server.server_state.connections) < len(others), description="the socket is gone"
            )

        lines = _lines(caplog)

    about = [line for line in lines if line["event"] != "request"]
    assert ["stream cut off"] == [line["event"] for line in about]
    assert [200] == [line["status"] for line in lines if line.get("path") == "/events/stream"]


async def test_drain_ends_streams_polls_and_waits_cleanly(api: RunningApi) -> None:
    cursor = (await api.http.get("/events")).json()["cursor"]
    body = {"type": "demo.echo", "args": {"text": "x"}}
    async with stream(api, types="job.failed") as frames:
        await until_tick(frames)
        polling = asyncio.create_task(
            api.http.get("/events", params={"after": cursor, "types": "job.failed", "wait": 20})
        )
        waiting = asyncio.create_task(api.http.post("/background-jobs", json=body, headers={"Prefer": "wait=20"}))
        await eventually(lambda: api.runtime.hub.cursor.seq > 0, description="the job is in the log")

        api.state.drain.begin()

        async with asyncio.timeout(3 + BUSY_S):
            rest = [frame async for frame in frames]
            answers = [(await polling).status_code, (await waiting).status_code]

    assert ["tick"] == [frame.event for frame in rest]
    assert [200, 202] == answers


async def test_a_draining_process_asks_new_streams_to_come_again(api: RunningApi) -> None:
    api.state.drain.begin()

    answer = await api.http.get("/events/stream")

    assert 200 == answer.status_code
    assert answer.text.startswith("retry: ")


async def test_a_request_is_one_log_line_without_its_query(api: RunningApi, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")

    await api.http.get("/background-jobs", params={"tag": "ticket-123"}, headers={"X-Request-ID": "abcdefgh"})

    lines = _lines(caplog)
    assert [("request", "GET", "/background-jobs", 200)] == [
        (line["event"], line["method"], line["path"], line["status"]) for line in lines
    ]
    assert ["abcdefgh"] == [line["request_id"] for line in lines]
    assert "ticket-123" not in str(lines)


async def test_links_carry_the_prefix_that_a_proxy_strips(make_settings: MakeSettings) -> None:
    async with running_api(make_settings(root_path="/api")) as api:
        created = await api.create()
        job = (await api.http.get(created["links"]["self"].removeprefix("/api"))).json()

    assert f"/api/background-jobs/{created['job_id']}" == job["links"]["self"]


async def test_only_allowed_origins_get_cors_headers(make_settings: MakeSettings) -> None:
    async with running_api(make_settings(cors_origins="http://localhost:3000")) as api:
        preflights = [
            await api.http.options(
                "/background-jobs",
                headers={
                    "Origin": origin,
                    "Access-Control-Request-Method": "POST",
                    "Access-Control-Request-Headers": "idempotency-key,content-type",
                },
            )
            for origin in ("http://localhost:3000", "https://evil.example")
        ]

    assert [200, 400] == [answer.status_code for answer in preflights]
    assert "http://localhost:3000" == preflights[0].headers["Access-Control-Allow-Origin"]
    assert "Access-Control-Allow-Origin" not in preflights[1].headers


async def test_owners_never_see_each_others_jobs(api: RunningApi) -> None:
    created = await api.create()
    job, eve = created["links"]["self"], {"X-Owner": "eve"}

    answers = [
        await api.http.get(job, headers=eve),
        await api.http.get(f"{job}/events", headers=eve),
        await api.http.get(f"{job}/artifacts", headers=eve),
        await api.http.post(f"{job}/cancel", headers=eve),
        await api.http.post(f"{job}/requeue", headers=eve),
        await api.http.delete(job, headers=eve),
    ]
    listed = (await api.http.get("/background-jobs", headers=eve)).json()["jobs"]
    counts = (await api.http.get("/background-jobs/stats", headers=eve)).json()["counts"]

    assert [404] * 6 == [answer.status_code for answer in answers]
    assert ([], 0) == (listed, sum(entry["count"] for entry in counts.values()))


async def test_the_schema_of_the_api_can_be_built(api: RunningApi) -> None:
    schema = (await api.http.get("/openapi.json")).json()

    assert {"/background-jobs", "/events/stream", "/artifacts", "/resumes/parse", "/readyz"} <= schema["paths"].keys()
    assert "application/problem+json" in schema["components"]["responses"]["Problem"]["content"]


def _lines(caplog: pytest.LogCaptureFixture) -> list[dict[str, Any]]:
    """What the API logged, one mapping of facts a line."""
    logged: list[Any] = [record.msg for record in caplog.records if record.name.startswith("longhaul_api")]
    return [line for line in logged if isinstance(line, dict)]


def _frozen_reader(port: int) -> socket.socket:
    """A client that asks for a stream and takes nothing of it."""
    frozen = socket.socket()
    frozen.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    frozen.connect(("127.0.0.1", port))
    frozen.sendall(b"GET /events/stream?after=0.0&compact=0 HTTP/1.1\r\nHost: localhost\r\n\r\n")
    return frozen


async def _append_much(api: RunningApi) -> None:
    for first in range(0, 1000, 250):
        events = [
            NewEvent(PROGRESS, "local", "6b03eb91852a2a29cec567d5", first + number, {"message": "x" * 8000})
            for number in range(250)
        ]
        await api.runtime.core.log.append(events)
