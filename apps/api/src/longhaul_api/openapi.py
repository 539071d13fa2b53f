"""The OpenAPI document beyond what routes say of themselves: who may ask, and what they share, described once."""

from __future__ import annotations

from typing import Any, Final, cast

from fastapi import FastAPI

from longhaul_api.auth.caller import SAFE_METHODS
from longhaul_api.auth.credentials import COOKIE
from longhaul_api.auth.guard import OPEN_PATHS, TAKE_TICKETS
from longhaul_api.problems import PROBLEM, PROBLEM_CONTENT

Schema = dict[str, Any]

SCHEMES: Final[Schema] = {
    "token": {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "JWT",
        "description": "A token of the login service, where `AUTH` names `jwt`. With `AUTH=none` nobody is asked.",
    },
    "api-key": {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "lh_<id>_<secret>",
        "description": "An API key from `POST /api-keys`, where `AUTH` names `api-key`.",
    },
    "cookie": {
        "type": "apiKey",
        "in": "cookie",
        "name": COOKIE,
        "description": "A token of the login service. What changes something must come from an allowed page.",
    },
    "ticket": {
        "type": "apiKey",
        "in": "query",
        "name": "ticket",
        "description": "From `POST /events/tickets`: opens one stream or poll within 60 seconds.",
    },
}
"""The credentials there are, by the names that operations give them."""

_RESPONSES: Final = {
    "Problem": "What is wrong, as RFC 9457 says it.",
    "Unauthenticated": "Nothing says who asks, or what says it is not accepted.",
    "Forbidden": "It is known who asks, and that is not enough.",
}
_OWNER: Final = "Owner"
_OPERATORS: Final = "operators"


class DescribedApi(FastAPI):
    """An application whose document names the credentials of each route and has each shared part once."""

    def openapi(self) -> Schema:
        """The document; the same object each time."""
        document = super().openapi()
        if "securitySchemes" not in document["components"]:
            _describe(document)
        return document


def _describe(document: Schema) -> None:
    components: Schema = document["components"]
    components["securitySchemes"] = SCHEMES
    components["schemas"]["Problem"] = PROBLEM
    components["responses"] = {
        name: {"description": description, "content": PROBLEM_CONTENT} for name, description in _RESPONSES.items()
    }
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            operation["responses"]["default"] = _to("responses", "Problem")
            names_owner = _share_owner(operation, components)
            if path not in OPEN_PATHS:
                _guard(path, operation)
                if names_owner or method.upper() not in SAFE_METHODS or _OPERATORS in operation.get("tags", ()):
                    operation["responses"]["403"] = _to("responses", "Forbidden")


def _guard(path: str, operation: Schema) -> None:
    """Say which credentials a route takes: one of these."""
    accepted = [name for name in SCHEMES if name != "ticket" or path in TAKE_TICKETS]
    operation["security"] = [{name: []} for name in accepted]
    operation["responses"]["401"] = _to("responses", "Unauthenticated")


def _share_owner(operation: Schema, components: Schema) -> bool:
    """Whether the operation takes `owner`, whose description then stands in one place for all."""
    parameters = cast("list[Schema]", operation.get("parameters", []))
    for place, parameter in enumerate(parameters):
        if (parameter.get("in"), parameter.get("name")) == ("query", "owner"):
            components.setdefault("parameters", {}).setdefault(_OWNER, parameter)
            parameters[place] = _to("parameters", _OWNER)
            return True
    return False


def _to(kind: str, name: str) -> Schema:
    return {"$ref": f"#/components/{kind}/{name}"}
