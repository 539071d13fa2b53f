"""Asking for one of the career desk's tasks: JSON or a form with a file in, a job out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from fastapi import Request

from longhaul.model.artifact import ArtifactRef
from longhaul.model.errors import InvalidInput, KeyConflict
from longhaul.model.job import Enqueued
from longhaul.model.task import AnyTask
from longhaul.runtime import ApiRuntime
from longhaul_api.multipart import is_form
from longhaul_api.repeats import same_upload_before
from longhaul_api.uploads import FORM_OPENAPI, take_upload

_NOT_JSON: Final = "the body must be a JSON object"


@dataclass(frozen=True, slots=True)
class Asked:
    """Where a task is asked for; with `takes_file` also by a form with a file.

    `one_for` names an argument: while a job with the same value of it waits or runs, a request is answered with that.
    """

    path: str
    task: AnyTask
    takes_file: bool = False
    one_for: str | None = None


def openapi_of(asked: Asked) -> dict[str, Any]:
    """How the schema of the API describes the body of such a request."""
    content: dict[str, Any] = {"application/json": {"schema": asked.task.args.model_json_schema()}}
    return {"requestBody": {"content": {**content, **FORM_OPENAPI} if asked.takes_file else content}}


async def ask(request: Request, runtime: ApiRuntime, owner: str, asked: Asked, key: str | None) -> Enqueued:
    """Ask for what the request describes, its file stored where it has one.

    Raises `InvalidInput` naming a field as the caller sent it, `NotFound` for a file that is not the owner's.
    """
    upload: ArtifactRef | None = None
    if asked.takes_file and is_form(request.headers):
        taken = await take_upload(request, runtime.core.artifacts, owner)
        upload = taken.ref
        args: dict[str, Any] = {**taken.fields, "artifact_id": upload.id}
        if "filename" in asked.task.args.model_fields:
            args["filename"] = upload.filename
    else:
        args = await json_object(request)
        if isinstance(args.get("artifact_id"), str):
            await runtime.core.artifacts.get(owner, args["artifact_id"])
    args = checked(asked.task, args)
    try:
        return await runtime.core.client.enqueue(
            asked.task,
            args,
            owner=owner,
            idempotency_key=key,
            unique_key=f"{asked.one_for}:{args[asked.one_for]}" if asked.one_for is not None else None,
        )
    except KeyConflict:
        before = (
            await same_upload_before(runtime.core, owner, key, asked.task.name, args, upload)
            if upload and key
            else None
        )
        if before is None:
            raise
        return Enqueued(before, existed=True)


def checked(task: AnyTask, args: Mapping[str, Any]) -> dict[str, Any]:
    """`args` as the job will hold them. Raises `InvalidInput` that names a field as the caller sent it."""
    try:
        return task.parse_args(args).model_dump(mode="json")
    except InvalidInput as error:
        field = (error.field or "").removeprefix("args.").removeprefix("args") or None
        message = str(error).removeprefix("args.").removeprefix("args: ")
        raise InvalidInput(message, field=field) from error


async def json_object(request: Request) -> dict[str, Any]:
    """The JSON object in the body. Raises `InvalidInput` where there is none."""
    if "json" not in request.headers.get("content-type", ""):
        raise InvalidInput(_NOT_JSON, field="Content-Type")
    try:
        body: Any = await request.json()
    except ValueError as error:
        raise InvalidInput(_NOT_JSON, field="body") from error
    if not isinstance(body, dict):
        raise InvalidInput(_NOT_JSON, field="body")
    return body  # pyright: ignore[reportUnknownVariableType] - JSON objects have text as keys
