"""Asking for one of the career desk's tasks: JSON or a form with a file in, a job out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Final

from fastapi import Depends, Request
from fastapi.responses import JSONResponse

from longhaul.model.artifact import ArtifactRef
from longhaul.model.errors import InvalidInput, KeyConflict
from longhaul.model.job import Enqueued
from longhaul.model.task import AnyTask
from longhaul_api.asking import IdempotencyKey, Prefer, respond
from longhaul_api.deps import BaseDep, OwnerDep, RuntimeDep, StateDep
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


class Asker:
    """Who asks for a task of the desk, how, and where the answer goes: what each of these routes is given."""

    def __init__(
        self,
        request: Request,
        runtime: RuntimeDep,
        state: StateDep,
        owner: OwnerDep,
        base: BaseDep,
        idempotency_key: IdempotencyKey = None,
        prefer: Prefer = None,
    ) -> None:
        self.request = request
        self.runtime = runtime
        self.owner = owner
        self.key = idempotency_key
        self._state = state
        self._base = base
        self._prefer = prefer
        self._cursor = runtime.hub.cursor  # before anything is read or written

    async def respond(self, enqueued: Enqueued) -> JSONResponse:
        """The answer for what enqueueing gave."""
        return await respond(
            self.runtime,
            self.owner,
            enqueued,
            self._cursor,
            base=self._base,
            drain=self._state.drain,
            prefer=self._prefer,
        )


AskerDep = Annotated[Asker, Depends()]


def openapi_of(asked: Asked) -> dict[str, Any]:
    """How the schema of the API describes the body of such a request."""
    content: dict[str, Any] = {"application/json": {"schema": asked.task.args.model_json_schema()}}
    return {"requestBody": {"content": {**content, **FORM_OPENAPI} if asked.takes_file else content}}


async def ask(asker: Asker, asked: Asked) -> Enqueued:
    """Ask for what the request describes, its file stored where it has one.

    Raises `InvalidInput` naming a field as the caller sent it, `NotFound` for a file that is not the owner's.
    """
    request, runtime, owner, key = asker.request, asker.runtime, asker.owner, asker.key
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
