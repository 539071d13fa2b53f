"""Every error as RFC 9457 problem+json: one shape, whoever refuses."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from longhaul.model.errors import (
    Conflict,
    InvalidInput,
    KeyConflict,
    LonghaulError,
    NotFound,
    RateExceeded,
    StoreUnavailable,
    TooLarge,
)
from longhaul.telemetry.logs import get_logger
from longhaul_api.auth.errors import Forbidden, LoginsUnavailable, Unauthenticated
from longhaul_api.reading import InvalidCursor
from longhaul_api.request_ids import request_id
from longhaul_api.state import ApiState

MEDIA_TYPE: Final = "application/problem+json"
_RETRY_AFTER_S: Final = 2

_TEXT: Final = {"type": "string"}
PROBLEM: Final[dict[str, Any]] = {
    "title": "Problem",
    "type": "object",
    "required": ["type", "title", "status", "detail", "instance", "request_id"],
    "properties": {
        **dict.fromkeys(("type", "title", "detail", "instance", "request_id"), _TEXT),
        "status": {"type": "integer"},
        "errors": {
            "type": "array",
            "items": {"type": "object", "properties": {"field": _TEXT, "message": _TEXT}},
        },
    },
}
"""How the schema of the API describes every error."""
PROBLEM_CONTENT: Final[dict[str, Any]] = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
PROBLEM_RESPONSES: Final[dict[int | str, dict[str, Any]]] = {
    "default": {"description": "What is wrong.", "content": PROBLEM_CONTENT}
}
"""Says of every route that it answers errors so; in place of the framework's own."""

#: Most specific first: the first that fits decides.
KINDS: Final[tuple[tuple[type[LonghaulError], int, str, str], ...]] = (
    (Unauthenticated, 401, "unauthenticated", "Not signed in"),
    (Forbidden, 403, "forbidden", "Not allowed"),
    (InvalidCursor, 400, "invalid-cursor", "This is not a cursor"),
    (TooLarge, 413, "too-large", "Too large"),
    (InvalidInput, 422, "invalid-input", "The request is not valid"),
    (NotFound, 404, "not-found", "Not found"),
    (KeyConflict, 409, "key-conflict", "The key is taken"),
    (Conflict, 409, "conflict", "Not possible in this state"),
    (RateExceeded, 429, "rate-exceeded", "Too many requests"),
    (StoreUnavailable, 503, "unavailable", "The database does not answer"),
    (LoginsUnavailable, 503, "unavailable", "The login service does not answer"),
)


def problem(
    scope: Scope,
    status: int,
    *,
    kind: str | None = None,
    title: str | None = None,
    detail: str | None = None,
    errors: Sequence[Mapping[str, str]] = (),
    headers: Mapping[str, str] | None = None,
) -> JSONResponse:
    """The answer that says what is wrong with the request of `scope`. `kind` names it for machines."""
    body: dict[str, Any] = {
        "type": f"urn:longhaul:problem:{kind}" if kind else "about:blank",
        "title": title or HTTPStatus(status).phrase,
        "status": status,
        "detail": detail or title or HTTPStatus(status).description or HTTPStatus(status).phrase,
        "instance": scope.get("path", ""),
        "request_id": request_id(scope),
    }
    if errors:
        body["errors"] = [dict(error) for error in errors]
    return JSONResponse(body, status, headers=dict(headers or {}), media_type=MEDIA_TYPE)


def problem_of(scope: Scope, error: LonghaulError) -> JSONResponse:
    """The answer for what the engine raised."""
    found = next((row for row in KINDS if isinstance(error, row[0])), None)
    if found is None:
        return unexpected(scope, error)
    _, status, kind, title = found
    detail = str(error)
    headers: dict[str, str] = {}
    errors: list[dict[str, str]] = []
    if isinstance(error, InvalidInput) and error.field is not None:
        errors.append({"field": error.field, "message": detail.removeprefix(f"{error.field}: ")})
    if isinstance(error, Unauthenticated):
        headers["WWW-Authenticate"] = "Bearer"
    if isinstance(error, LoginsUnavailable):
        headers["Retry-After"] = str(_RETRY_AFTER_S)
    if isinstance(error, RateExceeded):
        headers["Retry-After"] = str(max(1, math.ceil(error.retry_after_s)))
    if isinstance(error, StoreUnavailable):
        # Where the database is and why it refuses us is for the log, not for callers.
        state: ApiState = scope["app"].state.api
        state.holder.refused(error)
        headers["Retry-After"] = str(_RETRY_AFTER_S)
        detail = "The database does not answer at the moment; send the request again."
    return problem(scope, status, kind=kind, title=title, detail=detail, errors=errors, headers=headers)


def unexpected(scope: Scope, error: BaseException) -> JSONResponse:
    """The answer for a fault of ours: logged with its cause, told without."""
    get_logger("longhaul_api").error("request failed", path=scope.get("path"), exc_info=error)
    detail = "Something went wrong here. The request id leads to the details in the log."
    return problem(scope, 500, kind="internal", detail=detail)


def install_problems(app: FastAPI) -> None:
    """Let `app` answer every error as problem+json."""
    app.add_exception_handler(RequestValidationError, _on_invalid_request)
    app.add_exception_handler(HTTPException, _on_http_error)
    app.add_exception_handler(LonghaulError, _on_engine_error)


class UnexpectedErrors:
    """ASGI middleware that answers what nobody handled; inside of CORS and request ids, so both reach the answer."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; where that raises before an answer began, answer with status 500.

        Where it is cut off because the server's time to drain is over, answer with 503: whether it was carried out is
        not known, and the client may send it again.
        """
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = False

        async def watched(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self._app(scope, receive, watched)
        except asyncio.CancelledError:
            if started:
                raise
            await _cut_off(scope)(scope, receive, send)
        except Exception as error:  # noqa: BLE001 - this is the place where everything ends
            answer = unexpected(scope, error)
            if not started:
                await answer(scope, receive, send)


def _cut_off(scope: Scope) -> JSONResponse:
    return problem(
        scope,
        503,
        kind="unavailable",
        title="This process is ending",
        detail="The request took longer than this process could wait; send it again.",
        headers={"Retry-After": str(_RETRY_AFTER_S)},
    )


async def _on_invalid_request(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - registered for this type
    errors: list[dict[str, str]] = []
    for entry in error.errors():
        if entry["type"] == "json_invalid":
            return problem(
                request.scope,
                400,
                kind="not-json",
                title="The body is not JSON",
                detail=f"at character {entry['loc'][-1]}",
            )
        where = [str(part) for part in entry["loc"]]
        named = where[1:] if len(where) > 1 and where[0] in {"body", "query", "path", "header"} else where
        errors.append({"field": ".".join(named), "message": str(entry["msg"])})
    detail = "; ".join(f"{entry['field']}: {entry['message']}" for entry in errors[:3])
    return problem(
        request.scope, 422, kind="invalid-input", title="The request is not valid", detail=detail, errors=errors
    )


async def _on_http_error(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for this type
    status, detail = error.status_code, error.detail
    if status == HTTPStatus.NOT_FOUND and detail == HTTPStatus.NOT_FOUND.phrase:
        detail = f"There is no {request.url.path} here."
    if status == HTTPStatus.METHOD_NOT_ALLOWED:
        detail = f"{request.method} is not possible here."
    kind = "too-large" if status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE else None
    return problem(request.scope, status, kind=kind, detail=detail, headers=error.headers)


async def _on_engine_error(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, LonghaulError)  # noqa: S101 - registered for this type
    return problem_of(request.scope, error)
