"""Tickets: one opening of a stream, within a minute, as long as the login, and in no log."""

from __future__ import annotations

import asyncio
import json
import logging
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from longhaul.mongo.driver import Database
from tests.api.auth.support import bearer, signed_in
from tests.api.support import RunningApi, stream, take_until, until_tick

_CLOCK = timedelta(seconds=5)
"""The database reads its clock every few milliseconds, or when a busy machine lets it."""


async def ticket(api: RunningApi, headers: dict[str, str]) -> str:
    answer = await api.http.post("/events/tickets", headers=headers)
    assert answer.status_code == 201, answer.text
    return answer.json()["ticket"]


async def test_a_ticket_opens_a_stream_as_its_owner(guarded: RunningApi) -> None:
    ada = signed_in("ada")
    body = {"type": "demo.echo", "args": {"text": "x"}}
    await guarded.http.post("/background-jobs", json=body, headers=signed_in("eve"))
    job = (await guarded.http.post("/background-jobs", json=body, headers=ada)).json()["job_id"]

    async with stream(guarded, after="0.0", ticket=await ticket(guarded, ada)) as frames:
        # Eve's event stands before Ada's in the log, so it would come first.
        taken = await take_until(frames, lambda frame: frame.event != "tick")
        events = [frame for frame in taken if frame.event != "tick"]

    assert [job] == [event.json["job"] for event in events]


async def test_a_ticket_opens_a_poll_and_a_socket(guarded: RunningApi) -> None:
    first, second = [await ticket(guarded, signed_in()) for _ in range(2)]

    polled = await guarded.http.get("/events", params={"ticket": first})
    async with connect(f"ws://127.0.0.1:{guarded.port}/ws/events?ticket={second}", proxy=None) as connection:
        message = json.loads(await connection.recv())

    assert (200, "tick") == (polled.status_code, message["type"])


async def test_asking_what_may_be_asked_uses_up_no_ticket(guarded: RunningApi) -> None:
    query = {"ticket": await ticket(guarded, signed_in())}

    asked = await guarded.http.request("OPTIONS", "/events", params=query)
    read = await guarded.http.get("/events", params=query)

    assert (401, 200) == (asked.status_code, read.status_code)


async def test_a_ticket_lives_for_a_minute(guarded: RunningApi) -> None:
    asked_at = datetime.now(UTC)
    answer = (await guarded.http.post("/events/tickets", headers=signed_in())).json()
    answered_at = datetime.now(UTC)

    expires_at, minute = datetime.fromisoformat(answer["expires_at"]), timedelta(minutes=1)
    assert asked_at + minute - _CLOCK < expires_at <= answered_at + minute


async def test_a_ticket_is_good_once(guarded: RunningApi) -> None:
    given = await ticket(guarded, signed_in())

    answers = [await guarded.http.get("/events", params={"ticket": given}) for _ in range(2)]

    assert [200, 401] == [answer.status_code for answer in answers]


async def test_of_many_who_use_a_ticket_at_once_one_gets_in(guarded: RunningApi) -> None:
    given = await ticket(guarded, signed_in())

    answers = await asyncio.gather(*[guarded.http.get("/events", params={"ticket": given}) for _ in range(16)])

    assert [200] + [401] * 15 == sorted(answer.status_code for answer in answers)


async def test_a_ticket_whose_minute_is_over_is_refused(guarded: RunningApi, database: Database) -> None:
    given = await ticket(guarded, signed_in())
    past = {"$set": {"expires_at": datetime.now(UTC) - timedelta(seconds=1)}}
    await database.collection("stream_tickets").update_many({}, past)

    assert 401 == (await guarded.http.get("/events", params={"ticket": given})).status_code


async def test_a_ticket_of_a_login_that_signed_out_is_refused(guarded: RunningApi) -> None:
    ada = signed_in()
    given = await ticket(guarded, ada)
    await guarded.http.post("/me/sign-out", headers=ada)

    assert 401 == (await guarded.http.get("/events/stream", params={"ticket": given})).status_code


async def test_a_ticket_of_a_login_that_has_expired_is_refused(guarded: RunningApi) -> None:
    given = await ticket(guarded, signed_in(lifetime_s=-1))

    assert 401 == (await guarded.http.get("/events/stream", params={"ticket": given})).status_code


async def test_a_ticket_of_a_key_that_was_revoked_is_refused(guarded: RunningApi) -> None:
    ada = signed_in()
    key = (await guarded.http.post("/api-keys", json={"name": "ci"}, headers=ada)).json()
    given, kept = [await ticket(guarded, bearer(key["key"])) for _ in range(2)]

    before = await guarded.http.get("/events", params={"ticket": kept})
    await guarded.http.delete(f"/api-keys/{key['id']}", headers=ada)
    after = await guarded.http.get("/events", params={"ticket": given})

    assert [200, 401] == [before.status_code, after.status_code]


async def test_a_caller_gets_sixty_tickets_in_a_minute(guarded: RunningApi) -> None:
    ada, eve = signed_in("ada"), signed_in("eve")
    given = [await guarded.http.post("/events/tickets", headers=ada) for _ in range(60)]

    refused = await guarded.http.post("/events/tickets", headers=signed_in("ada"))
    others = await guarded.http.post("/events/tickets", headers=eve)

    assert {201} == {answer.status_code for answer in given}
    assert (429, "urn:longhaul:problem:rate-exceeded") == (refused.status_code, refused.json()["type"])
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    assert 201 == others.status_code


@pytest.mark.parametrize(("method", "path"), [("GET", "/me"), ("GET", "/background-jobs"), ("POST", "/events/tickets")])
async def test_a_ticket_opens_nothing_else(guarded: RunningApi, method: str, path: str) -> None:
    given = await ticket(guarded, signed_in())

    refused = await guarded.http.request(method, path, params={"ticket": given})

    assert 401 == refused.status_code
    assert 200 == (await guarded.http.get("/events", params={"ticket": given})).status_code


async def test_the_database_has_only_the_hash_of_a_ticket(guarded: RunningApi, database: Database) -> None:
    given = await ticket(guarded, signed_in())

    assert given not in str(await database.collection("stream_tickets").find().to_list(None))


@pytest.mark.parametrize("value", ["", "x" * 5000, "%00", "a&ticket=b", "%24ne"])
async def test_what_is_no_ticket_is_refused(guarded: RunningApi, value: str) -> None:
    answer = await guarded.http.get(f"/events/stream?ticket={value}")

    assert 401 == answer.status_code


async def test_no_line_of_the_log_has_a_ticket(guarded: RunningApi, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.DEBUG, "uvicorn.error")  # and afterwards as it was
    given = [await ticket(guarded, signed_in()) for _ in range(5)]
    url = f"ws://127.0.0.1:{guarded.port}/ws/events"
    caplog.clear()

    await guarded.http.get("/events", params={"ticket": given[0], "after": "nonsense"})
    await guarded.http.get("/nowhere", params={"ticket": given[1]})
    async with stream(guarded, ticket=given[2]) as frames:
        await until_tick(frames)
    async with connect(f"{url}?after=0.0&%74icket={given[3]}", proxy=None, logger=logging.getLogger("client")) as one:
        await one.recv()
    for query in (f"ticket={given[3]}", f"ticket={given[4]}&after=nonsense"):
        with pytest.raises(InvalidStatus):
            async with connect(f"{url}?{query}", proxy=None, logger=logging.getLogger("client")):
                pass

    # Others in this process may log too, such as what earlier tests left behind.
    records = [record for record in caplog.records if record.name.startswith(("longhaul", "uvicorn"))]
    lines = [_text(record) for record in records]
    assert any("/ws/events" in line for line in lines)
    assert [] == [line for line in lines if any(one in line for one in given)]
    assert [] == [record for record in records if record.levelno >= logging.WARNING]


def _text(record: logging.LogRecord) -> str:
    message: Any = record.msg
    return f"{message} {record.args} {record.getMessage() if isinstance(message, str) else ''} {record.exc_text}"
