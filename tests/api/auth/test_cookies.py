"""The cookie: for pages of ours, and for no page of anybody else."""

from __future__ import annotations

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from tests.api.auth.support import BOTH, bearer, guarded_api, signed_in, token
from tests.api.conftest import MakeSettings
from tests.api.support import RunningApi

APP = "https://app.example"


def cookie(owner: str = "ada") -> dict[str, str]:
    return {"Cookie": f"theme=dark; longhaul_token={token(owner)}"}


async def test_a_token_may_come_as_a_cookie(guarded: RunningApi) -> None:
    answer = await guarded.http.get("/me", headers=cookie())

    assert "ada" == answer.json()["owner"]


async def test_what_the_header_says_goes_before_the_cookie(guarded: RunningApi) -> None:
    both = await guarded.http.get("/me", headers={**cookie("eve"), **signed_in("ada")})
    spoilt = await guarded.http.get("/me", headers={**cookie("eve"), **bearer("nothing")})

    assert "ada" == both.json()["owner"]
    assert 401 == spoilt.status_code


async def test_a_scheme_of_something_in_front_leaves_the_cookie(guarded: RunningApi) -> None:
    answer = await guarded.http.get("/me", headers={**cookie(), "Authorization": "Basic YWRhOng="})

    assert 200 == answer.status_code


async def test_of_two_cookies_neither_is_taken(guarded: RunningApi) -> None:
    two = f"longhaul_token={token('ada')}; longhaul_token={token('eve')}"

    assert 401 == (await guarded.http.get("/me", headers={"Cookie": two})).status_code


async def test_an_api_key_is_no_cookie(guarded: RunningApi) -> None:
    key = (await guarded.http.post("/api-keys", json={"name": "ci"}, headers=signed_in())).json()["key"]

    assert 401 == (await guarded.http.get("/me", headers={"Cookie": f"longhaul_token={key}"})).status_code


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 201),  # a program
        ({"Sec-Fetch-Site": "same-origin", "Origin": "https://longhaul.example"}, 201),  # behind a proxy that sets Host
        ({"Sec-Fetch-Site": "same-origin"}, 201),
        ({"Sec-Fetch-Site": "same-site", "Origin": "https://blog.longhaul.example"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Origin": APP}, 201),
        ({"Origin": APP}, 201),
        ({"Origin": "null"}, 403),
        ({"Origin": "https://evil.example"}, 403),
    ],
)
async def test_a_page_of_another_site_changes_nothing_with_the_cookie(
    make_settings: MakeSettings, headers: dict[str, str], status: int
) -> None:
    async with guarded_api(make_settings(**BOTH, cors_origins=APP)) as api:
        answer = await api.http.post("/api-keys", json={"name": "ci"}, headers={**cookie(), **headers})
        read = await api.http.get("/me", headers={**cookie(), **headers})

    assert (status, 200) == (answer.status_code, read.status_code)


async def test_an_old_browser_names_the_origin_it_asks(guarded: RunningApi) -> None:
    answer = await guarded.http.post("/events/tickets", headers={**cookie(), "Origin": guarded.url})

    assert 201 == answer.status_code


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "https://longhaul.example", "Sec-Fetch-Site": "same-origin"}, 101),
        ({"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}, 403),
        ({"Origin": "https://evil.example"}, 403),
    ],
)
async def test_a_page_of_another_site_opens_no_socket_with_the_cookie(
    guarded: RunningApi, headers: dict[str, str], status: int
) -> None:
    url = f"ws://127.0.0.1:{guarded.port}/ws/events"
    try:
        async with connect(url, additional_headers={**cookie(), **headers}, proxy=None):
            seen = 101
    except InvalidStatus as refused:
        seen = refused.response.status_code

    assert status == seen


async def test_another_origin_may_send_the_header(make_settings: MakeSettings) -> None:
    async with guarded_api(make_settings(**BOTH, cors_origins=APP)) as api:
        preflight = await api.http.options(
            "/resumes/6b0964c0690486b9f46a45e0",
            headers={
                "Origin": APP,
                "Access-Control-Request-Method": "PUT",
                "Access-Control-Request-Headers": "authorization",
            },
        )
        refused = await api.http.get("/me", headers={"Origin": APP})

    assert 200 == preflight.status_code
    assert (401, APP) == (refused.status_code, refused.headers["Access-Control-Allow-Origin"])
