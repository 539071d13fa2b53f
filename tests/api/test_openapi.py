"""The OpenAPI document: each route names the credentials it takes, and what routes share stands in one place."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from scripts.local import local_client

from longhaul_api.app import create_app
from longhaul_api.auth.guard import OPEN_PATHS
from longhaul_api.settings import ApiSettings
from tests.api.test_problems import unreachable

Operations = dict[tuple[str, str], dict[str, Any]]
_EVENTS = {("get", "/events"), ("get", "/events/stream")}


@pytest.fixture
def app() -> FastAPI:
    return create_app(ApiSettings(_env_file=None), unreachable)  # pyright: ignore[reportCallIssue]


def operations(app: FastAPI) -> Operations:
    """The operations by method and path."""
    paths: dict[str, dict[str, Any]] = app.openapi()["paths"]
    return {(method, path): one for path, methods in paths.items() for method, one in methods.items()}


def schemes(operation: dict[str, Any]) -> set[str]:
    """The credentials of which an operation takes one."""
    return {name for way in operation.get("security", []) for name in way}


def test_every_guarded_route_names_its_credentials_and_no_open_one_does(app: FastAPI) -> None:
    found = operations(app)

    known = set(app.openapi()["components"]["securitySchemes"])
    without = {path for (_, path), operation in found.items() if not schemes(operation)}
    assert {path for _, path in found} & OPEN_PATHS == without
    assert known == set[str]().union(*map(schemes, found.values()))
    assert "security" not in app.openapi()


def test_a_ticket_is_named_where_it_opens_something_and_nowhere_else(app: FastAPI) -> None:
    assert _EVENTS == {route for route, operation in operations(app).items() if "ticket" in schemes(operation)}


def test_refusals_are_described_once_and_named_by_every_guarded_route(app: FastAPI) -> None:
    responses = {route: operation["responses"] for route, operation in operations(app).items()}

    strangers = {route for route, one in responses.items() if one.get("401") == _response("Unauthenticated")}
    users = {route for route, one in responses.items() if one.get("403") == _response("Forbidden")}
    assert {route for route in responses if route[1] not in OPEN_PATHS} == strangers
    assert {("get", "/me"), ("get", "/api-keys")} == strangers - users
    assert [_response("Problem")] * len(responses) == [one["default"] for one in responses.values()]


def test_the_owner_whom_operators_name_is_described_once(app: FastAPI) -> None:
    parameters = [one for operation in operations(app).values() for one in operation.get("parameters", [])]

    assert [] == [one for one in parameters if one.get("name") == "owner"]
    assert {"$ref": "#/components/parameters/Owner"} in parameters


async def test_every_reference_of_the_served_document_leads_somewhere(app: FastAPI) -> None:
    async with local_client("http://localhost", transport=httpx.ASGITransport(app)) as client:
        document = (await client.get("/openapi.json")).json()

    # What the desk's routes take is written out in place, with definitions of its own.
    assert [] == [one for one in _references(document) if one.startswith("#/components") and not _leads(document, one)]


def _response(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/responses/{name}"}


def _references(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [one for name, inner in value.items() for one in ([inner] if name == "$ref" else _references(inner))]  # pyright: ignore[reportUnknownVariableType]
    return [one for inner in value for one in _references(inner)] if isinstance(value, list) else []  # pyright: ignore[reportUnknownVariableType]


def _leads(document: Any, reference: str) -> bool:
    _, kind, name = reference.removeprefix("#/").split("/")
    return name in document["components"][kind]
