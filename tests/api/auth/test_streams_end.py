"""A stream is open as long as its login is good, and not longer."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from websockets.asyncio.client import ClientConnection, connect

from longhaul.mongo.driver import Database
from longhaul_api.auth.records import AuthRecords
from longhaul_api.auth.revocations import Revocations
from longhaul_api.routes.sockets import LOGIN_ENDED
from tests.api.auth.support import BOTH, bearer, guarded_api, signed_in
from tests.api.conftest import MakeSettings
from tests.api.support import Frame, RunningApi, stream, until_tick
from tests.support.waiting import BUSY_S, eventually

_POLL_S = 25  # as long as a poll may wait


async def rest_of(frames: AsyncIterator[Frame], *, within_s: float = 5 + BUSY_S) -> list[str]:
    """What comes until the stream ends."""
    async with asyncio.timeout(within_s):
        return [frame.event async for frame in frames]


async def closed_with(connection: ClientConnection, *, within_s: float = 5 + BUSY_S) -> int:
    """The code that the server closes a socket with."""
    async with asyncio.timeout(within_s):
        await connection.wait_closed()
    assert connection.close_code is not None
    return connection.close_code


def socket(api: RunningApi, headers: dict[str, str]) -> connect:
    return connect(f"ws://127.0.0.1:{api.port}/ws/events", additional_headers=headers, proxy=None)


async def polling(api: RunningApi, headers: dict[str, str], *, streams: int) -> asyncio.Task[httpx.Response]:
    """A long poll that waits as long as it may, once it has begun to and is the last of `streams`."""
    cursor = (await api.http.get("/events", headers=headers)).json()["cursor"]
    query: dict[str, Any] = {"after": cursor, "wait": _POLL_S}
    poll = asyncio.create_task(api.http.get("/events", params=query, headers=headers))
    await eventually(lambda: api.state.logins.streams == streams, description="the poll waits")
    return poll


async def test_streams_end_cleanly_as_their_token_expires(guarded: RunningApi) -> None:
    lifetime_s = 2 + BUSY_S  # or the login is over before all three are open
    headers, expiry = signed_in(lifetime_s=lifetime_s), asyncio.get_running_loop().time() + lifetime_s
    async with stream(guarded, headers=headers) as frames, socket(guarded, headers) as connection:
        poll = await polling(guarded, headers, streams=3)
        await until_tick(frames)

        async with asyncio.timeout_at(expiry + 5 + BUSY_S):  # by itself the poll would wait for longer
            rest = [frame.event async for frame in frames]
            await connection.wait_closed()
            polled = await poll
        code = connection.close_code

    assert (["tick"], LOGIN_ENDED) == (rest, code)
    assert (200, []) == (polled.status_code, polled.json()["events"])


async def test_signing_out_ends_the_streams_of_this_login_at_once_and_no_others(
    guarded: RunningApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def nothing(_self: Revocations, _within_s: float) -> list[str]:
        return []

    monkeypatch.setattr(Revocations, "recent", nothing)  # so that nothing is learnt by asking
    ada, again = signed_in("ada"), signed_in("ada")
    async with (
        stream(guarded, headers=ada) as frames,
        socket(guarded, ada) as connection,
        stream(guarded, headers=again) as others,
    ):
        poll = await polling(guarded, ada, streams=4)
        await until_tick(frames)
        await guarded.http.post("/me/sign-out", headers=ada)

        rest, code = await rest_of(frames), await closed_with(connection)
        async with asyncio.timeout(5 + BUSY_S):
            await poll
        body = {"type": "demo.echo", "args": {"text": "x"}}
        await guarded.http.post("/background-jobs", json=body, headers=again)
        going_on = [frame.event for frame in await _until_event(others)]

    assert (["tick"], LOGIN_ENDED) == (rest, code)
    assert "job.created" in going_on


async def test_a_stream_that_a_ticket_opened_ends_with_the_login_that_got_it(guarded: RunningApi) -> None:
    ada = signed_in()
    ticket = (await guarded.http.post("/events/tickets", headers=ada)).json()["ticket"]
    async with stream(guarded, ticket=ticket) as frames:
        await until_tick(frames)
        await guarded.http.post("/me/sign-out", headers=ada)

        rest = await rest_of(frames)

    assert ["tick"] == rest


async def test_streams_in_other_processes_end_within_five_seconds(make_settings: MakeSettings) -> None:
    settings = make_settings(**BOTH)
    ada = signed_in()
    async with guarded_api(settings) as here, guarded_api(settings) as there:
        key = (await here.http.post("/api-keys", json={"name": "ci"}, headers=ada)).json()
        holder = bearer(key["key"])
        async with (
            stream(there, headers=ada) as frames,
            stream(there, headers=holder) as keys_frames,
            socket(there, ada) as connection,
        ):
            await until_tick(frames)
            await until_tick(keys_frames)
            await here.http.delete(f"/api-keys/{key['id']}", headers=ada)
            await here.http.post("/me/sign-out", headers=ada)

            ended = await asyncio.gather(
                rest_of(frames),
                rest_of(keys_frames),
                closed_with(connection),
            )

        refused = [(await there.http.get("/me", headers=headers)).status_code for headers in (ada, holder)]

    assert [["tick"], ["tick"], LOGIN_ENDED] == ended
    assert [401, 401] == refused


async def test_a_revocation_while_the_stream_was_being_opened_is_not_missed(
    guarded: RunningApi, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def not_yet(_self: Revocations, _credential: str) -> bool:
        return False

    ada = signed_in()
    await guarded.http.post("/me/sign-out", headers=ada)
    monkeypatch.setattr(Revocations, "has", not_yet)

    async with stream(guarded, headers=ada) as frames:
        rest = await rest_of(frames)

    assert "tick" == rest[-1]


async def test_nothing_is_asked_while_nobody_who_signed_in_has_a_stream(
    api: RunningApi, make_settings: MakeSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[float] = []

    async def recent(_self: Revocations, within_s: float) -> list[str]:
        asked.append(within_s)
        return []

    monkeypatch.setattr(Revocations, "recent", recent)

    async with stream(api) as frames:
        await until_tick(frames)
    without = len(asked)
    async with guarded_api(make_settings(**BOTH)) as guarded, stream(guarded, headers=signed_in()) as frames:
        await until_tick(frames)
        await eventually(lambda: bool(asked), description="it asks")

    assert 0 == without


async def test_what_is_kept_of_ended_streams_is_nothing(guarded: RunningApi) -> None:
    async with stream(guarded, headers=signed_in()) as frames:
        await until_tick(frames)
    await eventually(lambda: guarded.state.streams.open == 0, description="the stream has ended")

    assert {} == guarded.state.logins._streams  # pyright: ignore[reportPrivateUsage]


async def test_a_stream_that_cannot_be_given_to_a_stranger_is_a_real_401(guarded: RunningApi) -> None:
    answer = await guarded.http.get("/events/stream", headers={"Last-Event-ID": "0.0"})

    assert (401, "application/problem+json") == (answer.status_code, answer.headers["content-type"])


async def test_revocations_expire_a_day_after_the_login(guarded: RunningApi, database: Database) -> None:
    expiry = time.time() + 600
    await guarded.http.post("/me/sign-out", headers=signed_in(lifetime_s=600))

    kept = await database.collection("revocations").find_one({})
    indexes = await database.collection("revocations").index_information()

    assert kept is not None
    assert 86_399 <= kept["expires_at"].timestamp() - expiry <= 86_460
    assert any(index.get("expireAfterSeconds") == 0 for index in indexes.values())


async def test_the_poll_of_one_owner_about_anothers_job_has_nothing(guarded: RunningApi) -> None:
    body = {"type": "demo.echo", "args": {"text": "x"}}
    job = (await guarded.http.post("/background-jobs", json=body, headers=signed_in("ada"))).json()["job_id"]

    answers = [
        await guarded.http.get("/events", params={"after": "0.0", "job": job, "wait": wait}, headers=signed_in(owner))
        for owner, wait in (("ada", 10), ("eve", 0.3))
    ]

    assert [1, 0] == [len(answer.json()["events"]) for answer in answers]


async def test_indexes_may_be_made_again(database: Database) -> None:
    await AuthRecords(database).ensure_indexes()
    await AuthRecords(database).ensure_indexes()


async def _until_event(frames: AsyncIterator[Frame]) -> list[Frame]:
    taken: list[Frame] = []
    async with asyncio.timeout(5 + BUSY_S):
        async for frame in frames:
            taken.append(frame)
            if frame.event == "job.created":
                break
    return taken
