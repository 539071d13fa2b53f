"""What operators see and do of other owners, on every transport; and that nobody else does."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from functools import partial
from typing import Any

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from tests.api.auth.support import BOTH, guarded_api, signed_in
from tests.api.conftest import MakeSettings
from tests.api.support import RunningApi, stream, until_tick

ada, eve = partial(signed_in, "ada"), partial(signed_in, "eve")
otto = partial(signed_in, "otto", roles=["operator"])
OF_ADA = {"owner": "ada"}
SECRET_ARG = "only ada may read this"


@pytest.fixture
async def guarded(make_settings: MakeSettings) -> AsyncIterator[RunningApi]:
    async with guarded_api(make_settings(**BOTH)) as running:
        yield running


async def ask(api: RunningApi, headers: dict[str, str], **params: str) -> str:
    """Ask for a job; its id."""
    body = {"type": "demo.echo", "args": {"text": SECRET_ARG}}
    answer = await api.http.post("/background-jobs", json=body, headers=headers, params=params)
    assert 202 == answer.status_code, answer.text
    return answer.json()["job_id"]


async def socket_events(api: RunningApi, query: str, headers: dict[str, str]) -> list[str]:
    """The jobs of the events that a WebSocket sends before its first tick."""
    url = f"ws://127.0.0.1:{api.port}/ws/events?after=0.0&{query}"
    jobs: list[str] = []
    async with connect(url, additional_headers=headers, proxy=None) as connection, asyncio.timeout(60):
        while (message := json.loads(await connection.recv()))["type"] != "tick":
            jobs.append(message["job"])
    return jobs


async def test_an_operator_reads_the_jobs_of_the_owner_whom_it_names(guarded: RunningApi) -> None:
    job_id = await ask(guarded, ada())

    listed = (await guarded.http.get("/background-jobs", params=OF_ADA, headers=otto())).json()["jobs"]
    own = (await guarded.http.get("/background-jobs", headers=otto())).json()["jobs"]
    read = await guarded.http.get(f"/background-jobs/{job_id}", params=OF_ADA, headers=otto())

    assert ([job_id], []) == ([job["id"] for job in listed], own)
    assert (200, "ada") == (read.status_code, read.json()["owner"])


async def test_what_an_operator_changes_is_the_owners(guarded: RunningApi) -> None:
    job_id = await ask(guarded, ada())

    await guarded.http.post(f"/background-jobs/{job_id}/cancel", params=OF_ADA, headers=otto())
    asked = await ask(guarded, otto(), owner="ada")

    mine = (await guarded.http.get("/background-jobs", headers=ada())).json()["jobs"]
    assert {job_id: "cancelled", asked: "queued"} == {job["id"]: job["status"] for job in mine}


async def test_without_the_name_anothers_job_is_not_found_even_by_an_operator(guarded: RunningApi) -> None:
    job_id = await ask(guarded, ada())

    answers = [
        await guarded.http.get(f"/background-jobs/{job_id}", params=params, headers=otto())
        for params in ({}, {"owner": "eve"})
    ]

    assert [404, 404] == [answer.status_code for answer in answers]


async def test_who_is_no_operator_may_name_nobody_but_itself(guarded: RunningApi) -> None:
    named = [
        await guarded.http.get("/background-jobs", params={"owner": owner}, headers=eve()) for owner in ("eve", "ada")
    ]

    assert [200, 403] == [answer.status_code for answer in named]
    assert "urn:longhaul:problem:forbidden" == named[1].json()["type"]


async def test_the_desks_own_jobs_can_be_read_by_their_owners_name(guarded: RunningApi) -> None:
    answer = await guarded.http.get("/background-jobs", params={"owner": "system"}, headers=otto())

    assert 200 == answer.status_code


@pytest.mark.parametrize("name", ["", "x" * 129, "a\nb", " ada", "$ada"])
async def test_what_is_no_name_is_refused_at_its_field(guarded: RunningApi, name: str) -> None:
    answer = await guarded.http.get("/health/jobs", params={"owner": name}, headers=otto())

    assert (422, ["owner"]) == (answer.status_code, [error["field"] for error in answer.json()["errors"]])


async def test_links_to_what_is_anothers_name_the_owner_and_can_be_followed(guarded: RunningApi) -> None:
    odd = signed_in("ada & co")
    job_id = await ask(guarded, odd)

    job = (await guarded.http.get(f"/background-jobs/{job_id}", params={"owner": "ada & co"}, headers=otto())).json()
    own = (await guarded.http.get(f"/background-jobs/{job_id}", headers=odd)).json()
    followed = [await guarded.http.get(job["links"][name], headers=otto()) for name in ("self", "events", "artifacts")]

    assert f"/events/stream?job={job_id}&owner=ada%20%26%20co" == job["links"]["stream"]
    assert f"/background-jobs/{job_id}" == own["links"]["self"]
    assert [200] * 3 == [answer.status_code for answer in followed]


async def test_a_deed_for_another_is_one_line_of_the_log_without_what_was_sent(
    guarded: RunningApi, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)

    job_id = await ask(guarded, otto(), owner="ada")
    await guarded.http.get(f"/background-jobs/{job_id}", params=OF_ADA, headers=otto())
    await ask(guarded, otto(), owner="otto")
    await guarded.http.post(f"/background-jobs/{job_id}/cancel", params=OF_ADA, headers=otto())

    logged: list[Any] = [record.msg for record in caplog.records if isinstance(record.msg, dict)]
    deeds = [line for line in logged if line["event"] == "operator acts for another"]
    assert [
        ("otto", "ada", "POST", "/background-jobs"),
        ("otto", "ada", "POST", "/background-jobs/{job_id}/cancel"),
    ] == [(line["caller"], line["owner"], line["method"], line["route"]) for line in deeds]
    assert SECRET_ARG not in str(logged)


async def test_an_operator_follows_another_owner_on_every_transport(guarded: RunningApi) -> None:
    await ask(guarded, eve())
    job_id = await ask(guarded, ada())

    # The poll is the first: it waits until the hub has read both, and the others end where the log ends.
    polled = (await guarded.http.get("/events", params={"after": "0.0", "wait": "20", **OF_ADA}, headers=otto())).json()
    async with stream(guarded, headers=otto(), after="0.0", owner="ada") as frames:
        streamed = [frame.json["job"] for frame in await until_tick(frames) if frame.event != "tick"]

    assert [job_id] == streamed
    assert [job_id] == [event["job"] for event in polled["events"]]
    assert [job_id] == await socket_events(guarded, "owner=ada", otto())


async def test_who_is_no_operator_follows_nobody_else_on_any_transport(guarded: RunningApi) -> None:
    answers = [
        await guarded.http.get(path, params={"after": "0.0", **OF_ADA}, headers=eve())
        for path in ("/events", "/events/stream")
    ]
    with pytest.raises(InvalidStatus) as refused:
        await socket_events(guarded, "owner=ada", eve())

    assert [403, 403] == [answer.status_code for answer in answers]
    assert 403 == refused.value.response.status_code
    assert b"urn:longhaul:problem:forbidden" in bytes(refused.value.response.body or b"")


async def test_a_ticket_has_the_roles_of_who_got_it(guarded: RunningApi) -> None:
    job_id = await ask(guarded, ada())
    tickets = [
        (await guarded.http.post("/events/tickets", headers=headers)).json()["ticket"] for headers in (otto(), eve())
    ]

    of_operator, of_user = [
        await guarded.http.get("/events", params={"after": "0.0", "wait": "20", "ticket": ticket, **OF_ADA})
        for ticket in tickets
    ]

    assert [job_id] == [event["job"] for event in of_operator.json()["events"]]
    assert 403 == of_user.status_code


async def test_api_keys_are_the_callers_own_whomever_it_names(guarded: RunningApi) -> None:
    await guarded.http.post("/api-keys", json={"name": "ci"}, headers=ada())

    keys = (await guarded.http.get("/api-keys", params=OF_ADA, headers=otto())).json()["items"]

    assert [] == keys


async def test_without_authentication_everybody_is_an_operator(make_settings: MakeSettings) -> None:
    async with guarded_api(make_settings()) as api:
        job_id = (await api.http.post("/background-jobs", json=_echo(), params=OF_ADA)).json()["job_id"]
        answers = [
            await api.http.get(f"/background-jobs/{job_id}", params=params) for params in (OF_ADA, {}, {"owner": "eve"})
        ]

    assert [200, 404, 404] == [answer.status_code for answer in answers]


def _echo() -> dict[str, Any]:
    return {"type": "demo.echo", "args": {"text": "x"}}
