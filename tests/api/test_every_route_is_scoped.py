"""Every route there is: strangers are refused, users are no operators, and nobody gets at what is another's."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from longhaul_api.auth.guard import OPEN_PATHS
from tests.api import others_world
from tests.api.auth.support import BOTH, guarded_api, signed_in
from tests.api.conftest import MakeSettings
from tests.api.every_route import EXAMPLES, PARAMETERS, RECORDS, Example, Route, filled, path_of
from tests.api.support import RunningApi, read_frames

OWNER, OTHER = "ada", "eve"
NOWHERE = dict.fromkeys([*PARAMETERS.values(), *RECORDS.values(), "queued_job"], "6b03eb91852a2a29cec567d5")
DOCUMENTS = {"/openapi.json", "/docs", "/docs/oauth2-redirect"}
OWN = {"/me", "/me/sign-out", "/events/tickets", "/api-keys", "/api-keys/{key_id}"}
"""What is the caller's alone."""
OF_ALL = {"/dead-letters", "/workers", "/queues", "/queues/throughput", "/queues/{name}/pause", "/queues/{name}/resume"}
OWNER_PARAMETER = {"$ref": "#/components/parameters/Owner"}


@pytest.fixture
async def guarded(make_settings: MakeSettings) -> AsyncIterator[RunningApi]:
    async with guarded_api(make_settings(**BOTH)) as running:
        yield running


async def test_every_route_has_an_example_and_every_example_a_route(guarded: RunningApi) -> None:
    schema = (await guarded.http.get("/openapi.json")).json()
    described = {(method.upper(), path) for path, operations in schema["paths"].items() for method in operations}
    there = set(routes(guarded.app))

    assert there == set(EXAMPLES)
    assert set() == described - there


async def test_strangers_get_nowhere_but_to_the_probes(guarded: RunningApi) -> None:
    answers = {route: await asked(guarded, route, example, NOWHERE, {}) for route, example in EXAMPLES.items()}

    let_in = {route for route, answer in answers.items() if answer.status_code != 401}
    plain = [answer for route, answer in answers.items() if route not in let_in]

    assert {route for route, example in EXAMPLES.items() if example.kind == "open"} == let_in
    assert {path for _, path in let_in} | DOCUMENTS == OPEN_PATHS
    assert {"Bearer"} == {answer.headers["WWW-Authenticate"] for answer in plain}
    assert {"urn:longhaul:problem:unauthenticated"} == {
        answer.json()["type"] for answer in plain if answer.request.method != "HEAD"
    }


async def test_users_are_kept_from_what_is_for_operators(guarded: RunningApi) -> None:
    user, operator = signed_in(OTHER), signed_in(OTHER, roles=["operator"])
    for_operators = {route: example for route, example in EXAMPLES.items() if example.kind == "operator"}

    refused = [await asked(guarded, route, example, NOWHERE, user) for route, example in for_operators.items()]
    allowed = [await asked(guarded, route, example, NOWHERE, operator) for route, example in for_operators.items()]

    assert {(403, "urn:longhaul:problem:forbidden")} == {(one.status_code, one.json()["type"]) for one in refused}
    assert {200} == {answer.status_code for answer in allowed}


async def test_nobody_finds_reads_or_changes_what_is_anothers(guarded: RunningApi) -> None:
    ids = await others_world.build(guarded, OWNER)
    before = await seen_by_the_owner(guarded, ids)
    secrets = (*ids.values(), *others_world.NAMES)

    answers = {
        route: await asked(guarded, route, example, ids, signed_in(OTHER))
        for route, example in EXAMPLES.items()
        if example.kind not in {"open", "operator"}
    }

    wrong = {route: answer.status_code for route, answer in answers.items() if not is_right(route, answer)}
    leaks = {route: leaked for route, answer in answers.items() if (leaked := told(route, answer, ids, secrets))}
    assert ({}, {}) == (wrong, leaks)
    assert before == await seen_by_the_owner(guarded, ids)


async def test_the_owner_gets_what_others_do_not(guarded: RunningApi) -> None:
    ids = await others_world.build(guarded, OWNER)

    read = {
        route: (await asked(guarded, route, example, ids, signed_in(OWNER))).status_code
        for route, example in EXAMPLES.items()
        if example.kind == "one" and route[0] in {"GET", "HEAD"}
    }

    assert {200} == set(read.values()), read


async def test_every_route_takes_an_owner_unless_it_is_about_the_caller_or_everybody(guarded: RunningApi) -> None:
    described = guarded.app.openapi()["paths"]

    without = {route[1] for route in EXAMPLES if route[1] in described and route not in owned(guarded.app)}

    assert {path for path in OPEN_PATHS if path in described} | OWN | OF_ALL == without


async def test_naming_another_owner_is_for_operators(guarded: RunningApi) -> None:
    ids = await others_world.build(guarded, OWNER)
    before = await seen_by_the_owner(guarded, ids)

    answers = {
        route: await asked(guarded, route, EXAMPLES[route], ids, signed_in(OTHER), owner=OWNER)
        for route in owned(guarded.app)
    }

    assert {} == {route: one.status_code for route, one in answers.items() if one.status_code != 403}
    assert before == await seen_by_the_owner(guarded, ids)


async def test_an_operator_gets_what_belongs_to_the_owner_whom_it_names(guarded: RunningApi) -> None:
    ids = await others_world.build(guarded, OWNER)
    operator = signed_in(OTHER, roles=["operator"])

    answers = {
        route: await asked(guarded, route, EXAMPLES[route], ids, operator, owner=OWNER)
        for route in sorted(owned(guarded.app), key=how_much_it_takes_away)
    }

    refused = {route: one.status_code for route, one in answers.items() if one.status_code in {401, 403, 404, 422, 500}}
    reads = {route: one for route, one in answers.items() if route[0] == "GET" and EXAMPLES[route].kind == "many"}
    empty = {route for route, one in reads.items() if not any(told in one.text for told in ids.values())}
    assert {} == refused
    assert {("GET", path) for path in ("/health/jobs", "/background-jobs/stats", "/matches")} == empty


def how_much_it_takes_away(route: Route) -> tuple[int, Route]:
    """An order in which everything is still there when it is asked for: reads, changes, deletions, those of many."""
    method, path = route
    if path.endswith(("/delete", "/forget")):
        return 3, route
    return {"DELETE": 2, "POST": 1, "PUT": 1}.get(method, 0), route


def owned(app: FastAPI) -> set[Route]:
    """The routes that take `owner`, as the document says it, with those that it leaves out."""
    described = {
        (method.upper(), path)
        for path, operations in app.openapi()["paths"].items()
        for method, operation in operations.items()
        if OWNER_PARAMETER in operation.get("parameters", [])
    }
    heads = {route for route in EXAMPLES if route[0] == "HEAD" and ("GET", route[1]) in described}
    return described | heads | {("WEBSOCKET", "/ws/events")}


def routes(app: FastAPI) -> Iterator[Route]:
    """Every route of `app`, also those that the schema leaves out; not the pages that document it."""
    waiting: list[Any] = list(app.routes)
    while waiting:
        route = waiting.pop()
        inner = getattr(route, "original_router", None)
        if inner is not None:
            waiting += inner.routes
        elif route.path not in DOCUMENTS:
            methods = getattr(route, "methods", None)
            yield from [(method, route.path) for method in methods] if methods else [("WEBSOCKET", route.path)]


def is_right(route: Route, answer: httpx.Response) -> bool:
    """Whether another owner got the answer that the example promises."""
    example = EXAMPLES[route]
    if example.kind == "one":
        return answer.status_code == 404
    return answer.status_code == example.refused if example.refused is not None else answer.is_success


def told(route: Route, answer: httpx.Response, ids: dict[str, str], secrets: tuple[str, ...]) -> list[str]:
    """What an answer tells of the other owner's, beyond what was asked with."""
    example = EXAMPLES[route]
    said = json.dumps([filled(example.body or {}, ids), filled(example.query, ids), path_of(route, ids)])
    counted = (
        "{" in answer.text
        and "json" in answer.headers["content-type"]
        and answer.json().get("matched", {}).get("count")
    )
    return [secret for secret in secrets if secret in answer.text and secret not in said] + ["matched"] * bool(counted)


async def seen_by_the_owner(api: RunningApi, ids: dict[str, str]) -> dict[Route, Any]:
    """What the owner reads, but for what changes by itself."""
    changing = {"/events/stream", "/ws/events", "/me", "/events", "/health/jobs"}
    seen: dict[Route, Any] = {}
    for route, example in EXAMPLES.items():
        if route[0] == "GET" and example.kind in {"one", "many"} and route[1] not in changing:
            answer = await asked(api, route, example, ids, signed_in(OWNER))
            seen[route] = _without_cursor(answer.json()) if "json" in answer.headers["content-type"] else answer.text
    return seen


def _without_cursor(value: dict[str, Any]) -> dict[str, Any]:
    return {name: one for name, one in value.items() if name != "cursor"}


async def asked(
    api: RunningApi,
    route: Route,
    example: Example,
    ids: dict[str, str],
    headers: dict[str, str],
    owner: str | None = None,
) -> httpx.Response:
    """The answer to a request, which may name an owner; of streams the first second."""
    method, path, query = route[0], path_of(route, ids), filled(example.query, ids)
    if owner is not None:
        query = {**query, "owner": owner}
    if method == "WEBSOCKET":
        return await _socket(api, f"{path}?{httpx.QueryParams(query)}", headers)
    request = api.http.build_request(method, path, params=query, json=filled(example.body, ids), headers=headers)
    if not path.endswith("/stream"):
        return await api.http.send(request)
    answer = await api.http.send(request, stream=True)
    if answer.status_code == 200 and method == "GET":
        answer._content = await _until_tick(answer)  # pyright: ignore[reportPrivateUsage] - so that all answers are alike
    else:
        await answer.aread()
    await answer.aclose()
    return answer


async def _until_tick(answer: httpx.Response) -> bytes:
    text = ""
    async with asyncio.timeout(60):
        async for frame in read_frames(answer):
            text += frame.data
            if frame.event == "tick":
                break
    return text.encode()


async def _socket(api: RunningApi, path: str, headers: dict[str, str]) -> httpx.Response:
    url = f"ws://127.0.0.1:{api.port}{path}"
    request = httpx.Request("GET", url)
    try:
        async with connect(url, additional_headers=headers, proxy=None) as connection, asyncio.timeout(60):
            text = ""
            while '"tick"' not in (message := str(await connection.recv())):
                text += message
            return httpx.Response(200, text=text, request=request)
    except InvalidStatus as refused:
        answer = refused.response
        return httpx.Response(
            answer.status_code,
            headers=list(answer.headers.raw_items()),
            content=bytes(answer.body or b""),
            request=request,
        )
