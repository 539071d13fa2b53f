"""The long poll and the WebSocket: the same cursors as the stream."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from tests.api.conftest import MakeSettings
from tests.api.support import RunningApi, running_api


@asynccontextmanager
async def socket(api: RunningApi, query: str = "", **headers: str) -> AsyncGenerator[ClientConnection]:
    url = f"ws://127.0.0.1:{api.port}/ws/events{query}"
    async with connect(url, additional_headers=headers, proxy=None) as connection:
        yield connection


async def next_message(connection: ClientConnection) -> dict[str, Any]:
    async with asyncio.timeout(60):
        return json.loads(await connection.recv())


async def next_event(connection: ClientConnection) -> dict[str, Any]:
    while (message := await next_message(connection))["type"] == "tick":
        pass
    return message


async def test_a_poll_without_a_cursor_says_where_to_begin(api: RunningApi) -> None:
    answer = (await api.http.get("/events")).json()

    assert {"events": [], "cursor": str(api.runtime.hub.cursor)} == answer


async def test_polls_hand_over_from_cursor_to_cursor(api: RunningApi) -> None:
    cursor = (await api.http.get("/events")).json()["cursor"]
    created = [(await api.create(str(number)))["job_id"] for number in range(7)]

    seen: list[str] = []
    while len(seen) < 7:
        answer = (await api.http.get("/events", params={"after": cursor, "limit": 3, "wait": 10})).json()
        assert 1 <= len(answer["events"]) <= 3
        seen += [event["job"] for event in answer["events"]]
        cursor = answer["cursor"]

    assert created == seen


async def test_a_poll_waits_for_the_first_event(api: RunningApi) -> None:
    cursor = (await api.http.get("/events")).json()["cursor"]
    polling = asyncio.create_task(api.http.get("/events", params={"after": cursor, "wait": 20}))

    created = await api.create()

    assert [created["job_id"]] == [event["job"] for event in (await polling).json()["events"]]


async def test_a_poll_in_vain_ends_after_its_wait_with_the_place_kept(api: RunningApi) -> None:
    cursor = (await api.http.get("/events")).json()["cursor"]

    answers = [(await api.http.get("/events", params={"after": cursor, "wait": wait})).json() for wait in (0, 0.2)]

    assert [{"events": [], "cursor": cursor}] * 2 == answers


async def test_a_poll_tells_of_a_place_that_cannot_be_continued(api: RunningApi) -> None:
    answer = (await api.http.get("/events", params={"after": "900.abc"})).json()

    assert ([], {"reason": "ahead"}) == (answer["events"], answer["reset"])
    assert str(api.runtime.hub.cursor) == answer["cursor"]


async def test_a_socket_replays_and_goes_on_live(api: RunningApi) -> None:
    first = await api.create("first")

    async with socket(api, f"?after={first['cursor']}") as connection:
        replayed = await next_event(connection)
        second = await api.create("second")
        live = await next_event(connection)

    assert [first["job_id"], second["job_id"]] == [replayed["job"], live["job"]]
    assert replayed["seq"] < live["seq"]


async def test_a_socket_resets_a_place_of_another_log(api: RunningApi) -> None:
    async with socket(api, "?after=77.abc") as connection:
        message = await next_message(connection)

    assert ("reset", "ahead") == (message["type"], message["reason"])


async def test_what_is_no_cursor_refuses_the_handshake_with_a_problem(api: RunningApi) -> None:
    with pytest.raises(InvalidStatus) as refused:
        async with socket(api, "?after=nonsense"):
            pass

    assert 400 == refused.value.response.status_code
    assert "urn:longhaul:problem:invalid-cursor" == json.loads(refused.value.response.body or b"")["type"]


async def test_a_page_of_another_site_gets_no_socket(api: RunningApi) -> None:
    with pytest.raises(InvalidStatus) as refused:
        async with socket(api, Origin="https://evil.example"):
            pass

    assert 403 == refused.value.response.status_code


async def test_a_socket_over_the_limit_is_closed_with_try_again_later(make_settings: MakeSettings) -> None:
    async with running_api(make_settings(max_streams=1)) as api, socket(api) as first:
        await next_message(first)

        async with socket(api) as second:
            with pytest.raises(ConnectionClosed) as closed:
                await next_message(second)

    assert closed.value.rcvd is not None
    assert 1013 == closed.value.rcvd.code


async def test_sockets_show_only_their_owners_events(api: RunningApi) -> None:
    async with socket(api, **{"X-Owner": "bob"}) as bobs:
        await next_message(bobs)
        await api.create("of local")
        mine = await api.http.post(
            "/background-jobs", json={"type": "demo.echo", "args": {"text": "x"}}, headers={"X-Owner": "bob"}
        )

        event = await next_event(bobs)

    assert mine.json()["job_id"] == event["job"]


async def test_drain_closes_sockets_with_come_again(api: RunningApi) -> None:
    async with socket(api) as connection:
        await next_message(connection)

        api.state.drain.begin()

        with pytest.raises(ConnectionClosed) as closed:
            await next_message(connection)

    assert closed.value.rcvd is not None
    assert 1012 == closed.value.rcvd.code
