"""Without the database nobody can be checked: that is an outage, no refusal."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import pytest
from scripts.local import local_client

from longhaul_api.app import create_app
from longhaul_api.settings import ApiSettings
from tests.api.auth.support import BOTH, bearer, signed_in
from tests.api.test_problems import unreachable

LOGIN = signed_in(lifetime_s=86_400)
KEY = bearer("lh_0123456789abcdef_" + "x" * 43)


@pytest.fixture
async def http() -> AsyncIterator[httpx.AsyncClient]:
    app = create_app(ApiSettings(_env_file=None, **BOTH), unreachable)  # pyright: ignore[reportCallIssue]
    async with local_client("http://api.example", transport=httpx.ASGITransport(app)) as client:
        yield client


@pytest.mark.parametrize("headers", [LOGIN, KEY])
async def test_who_cannot_be_checked_is_told_to_come_again(http: httpx.AsyncClient, headers: dict[str, str]) -> None:
    answer = await http.get("/me", headers=headers)

    assert (503, True) == (answer.status_code, answer.headers["Retry-After"].isdigit())


@pytest.mark.parametrize("headers", [LOGIN, KEY])
async def test_a_stream_stays_what_an_event_source_opens_again(
    http: httpx.AsyncClient, headers: dict[str, str]
) -> None:
    answer = await http.get("/events/stream", headers=headers)

    assert 200 == answer.status_code
    assert answer.text.startswith("retry: ")
    assert "data:" not in answer.text


async def test_what_is_wrong_in_itself_is_refused_all_the_same(http: httpx.AsyncClient) -> None:
    answers = [
        await http.get("/events/stream"),
        await http.get("/events/stream", headers=bearer("nothing")),
        await http.get("/events/stream", headers=signed_in(lifetime_s=-100)),
    ]

    assert [401, 401, 401] == [answer.status_code for answer in answers]


async def test_the_probes_answer_strangers(http: httpx.AsyncClient) -> None:
    assert [200, 503] == [(await http.get(path)).status_code for path in ("/healthz", "/readyz")]
