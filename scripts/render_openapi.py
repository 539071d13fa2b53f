"""Writes `docs/reference/openapi.json`, what clients are generated from: `python -m scripts.render_openapi`.

Beside what the API itself describes it has the arguments and the result of every task, and what a stream sends.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import Any, Final, Literal, cast

from fastapi import FastAPI
from pydantic import BaseModel

from career.tasks.every import EVERY
from career.tasks.housekeeping import HOUSEKEEPING
from longhaul.model.event import EVENT_TYPES
from longhaul.model.states import Cause
from longhaul.model.task import AnyTask
from longhaul.mongo.log_reader import ResetReason
from longhaul.runtime import ApiRuntime
from longhaul_api.app import create_app
from longhaul_api.routes.career import ASKED
from longhaul_api.settings import ApiSettings
from scripts.openapi_words import SCHEMAS, shapes_of
from scripts.rendering import write

NAME: Final = "openapi.json"
Schema = dict[str, Any]
_TASKS: Final = (*EVERY, *HOUSEKEEPING)
_BESIDE: Final = "/beside-the-routes/"
_METHODS: Final = frozenset({"get", "head", "post", "put", "patch", "delete"})


class LogEvent(BaseModel):
    """An entry of the event log as streams and polls send it; its cursor is the id of the server-sent event."""

    seq: int
    job: str | None
    v: int | None
    type: Literal[EVENT_TYPES]  # pyright: ignore[reportInvalidTypeForm] - a tuple of the literals
    at: datetime
    data: dict[str, Any]


class EventReset(BaseModel):
    """Why a place cannot be continued."""

    reason: ResetReason


class EventPoll(BaseModel):
    """The answer of `GET /events`."""

    events: list[LogEvent]
    cursor: str
    reset: EventReset | None = None


class FailureCause(BaseModel):
    """The causes that a failure may have."""

    cause: Cause


_SENT: Final = (LogEvent, EventPoll, FailureCause)
_WITH_ABSENT_FIELDS: Final = frozenset({"EnqueuedView", "EventPoll"})
"""Answers that leave out what does not apply."""
_EDITS: Final = frozenset({"Edit: resume"})
"""What is sent here was answered before, so it has every property too."""


def page() -> str:
    """The whole document."""
    app = create_app(ApiSettings.model_construct(), _no_engine)
    # The framework merges their definitions with those of the routes, and keeps apart what has the same name.
    for task in _TASKS:
        _add(app, _name(task), takes=task.args, gives=task.result)
    for model in _SENT:
        _add(app, model.__name__, takes=None, gives=model)
    document: Schema = app.openapi()
    paths, schemas = document["paths"], document["components"]["schemas"]
    for task in _TASKS:
        operation = paths.pop(_BESIDE + _name(task))["post"]
        schemas[f"{_name(task)}_Args"] = _json_content(operation["requestBody"])["schema"]
        schemas[f"{_name(task)}_Result"] = _json_content(operation["responses"]["200"])["schema"]
    for model in _SENT:
        del paths[_BESIDE + model.__name__]
    for asked in ASKED:
        # Written out in the route, its references to its own definitions lead nowhere in this document.
        body = _json_content(paths[asked.path]["post"]["requestBody"])
        body["schema"] = {"$ref": f"{SCHEMAS}{_name(asked.task)}_Args"}
    _require_what_is_always_there(paths, schemas)
    return json.dumps(document, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def _no_engine() -> AbstractAsyncContextManager[ApiRuntime]:
    raise NotImplementedError("the surface is described without an engine")


def _name(task: AnyTask) -> str:
    return f"Task_{task.name.replace('.', '_')}"


def _add(app: FastAPI, name: str, *, takes: type[BaseModel] | None, gives: type[BaseModel]) -> None:
    async def endpoint(body: Any = None) -> Any:
        return body

    endpoint.__annotations__["body"] = takes
    app.add_api_route(_BESIDE + name, endpoint, methods=["POST"], response_model=gives)


def _json_content(described: Schema) -> Schema:
    return cast("Schema", described["content"]["application/json"])


def _require_what_is_always_there(paths: Schema, schemas: Schema) -> None:
    """Mark every property of what is only ever answered as required: answers leave no default out."""
    operations = list(_operations(paths))
    bodies = [one.get("requestBody") for one in operations if one["summary"] not in _EDITS]
    asked = shapes_of([*bodies, *({"$ref": f"{SCHEMAS}{_name(task)}_Args"} for task in _TASKS)], schemas)
    answers = [operation["responses"] for operation in operations]
    answered = shapes_of([*answers, *({"$ref": f"{SCHEMAS}{_name(task)}_Result"} for task in _TASKS)], schemas)
    for name in set(answered) - set(asked) - _WITH_ABSENT_FIELDS:
        if properties := schemas[name].get("properties"):
            schemas[name]["required"] = sorted(properties)


def _operations(paths: Schema) -> Iterator[Schema]:
    return (operation for path in paths.values() for method, operation in path.items() if method in _METHODS)


def main() -> int:
    """Write the document; the exit status."""
    write(NAME, page())
    return 0


if __name__ == "__main__":
    sys.exit(main())
