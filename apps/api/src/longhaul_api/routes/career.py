"""The career desk's own routes: check what came, ask for the job, answer 202."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from fastapi import APIRouter, Request, Response

from career.tasks.feed import FEED_INGEST, FeedIngestArgs
from career.tasks.resume import RESUME_PARSE, ResumeParseArgs
from longhaul.model.artifact import ArtifactRef
from longhaul.model.errors import InvalidInput, KeyConflict
from longhaul.model.job import Enqueued
from longhaul.model.task import AnyTask
from longhaul.runtime import ApiRuntime
from longhaul_api.asking import IdempotencyKey, Prefer, respond
from longhaul_api.deps import BaseDep, OwnerDep, RuntimeDep, StateDep
from longhaul_api.multipart import is_form
from longhaul_api.repeats import same_upload_before
from longhaul_api.schemas import EnqueuedView
from longhaul_api.uploads import FORM_OPENAPI, take_upload

router = APIRouter(tags=["career desk"])

_NOT_JSON: Final = "the body must be a JSON object, or a form with a file"


def _openapi(args: type[ResumeParseArgs | FeedIngestArgs]) -> dict[str, Any]:
    return {"requestBody": {"content": {"application/json": {"schema": args.model_json_schema()}, **FORM_OPENAPI}}}


@router.post("/resumes/parse", status_code=202, response_model=EnqueuedView, openapi_extra=_openapi(ResumeParseArgs))
async def parse_resume(
    request: Request,
    runtime: RuntimeDep,
    state: StateDep,
    owner: OwnerDep,
    base: BaseDep,
    idempotency_key: IdempotencyKey = None,
    prefer: Prefer = None,
) -> Response:
    """Read a CV: a file (PDF, DOCX, text) in the field `file` of a form, or JSON with `text` or `artifact_id`."""
    cursor = runtime.hub.cursor
    enqueued = await _enqueue(request, runtime, owner, RESUME_PARSE, idempotency_key)
    return await respond(runtime, owner, enqueued, cursor, base=base, drain=state.drain, prefer=prefer)


@router.post("/jobs/ingest", status_code=202, response_model=EnqueuedView, openapi_extra=_openapi(FeedIngestArgs))
async def ingest_feed(
    request: Request,
    runtime: RuntimeDep,
    state: StateDep,
    owner: OwnerDep,
    base: BaseDep,
    idempotency_key: IdempotencyKey = None,
    prefer: Prefer = None,
) -> Response:
    """Read a feed of job adverts: a file in the field `file` of a form, or JSON with `url` or `artifact_id`."""
    cursor = runtime.hub.cursor
    enqueued = await _enqueue(request, runtime, owner, FEED_INGEST, idempotency_key)
    return await respond(runtime, owner, enqueued, cursor, base=base, drain=state.drain, prefer=prefer)


async def _enqueue(request: Request, runtime: ApiRuntime, owner: str, task: AnyTask, key: str | None) -> Enqueued:
    """Ask for what the request describes, its file stored where it has one."""
    upload: ArtifactRef | None = None
    if is_form(request.headers):
        taken = await take_upload(request, runtime.core.artifacts, owner)
        upload = taken.ref
        args: dict[str, Any] = {**taken.fields, "artifact_id": upload.id}
        if "filename" in task.args.model_fields:
            args["filename"] = upload.filename
    else:
        args = await _json_object(request)
        if isinstance(args.get("artifact_id"), str):
            await runtime.core.artifacts.get(owner, args["artifact_id"])
    args = _checked(task, args)
    try:
        return await runtime.core.client.enqueue(task, args, owner=owner, idempotency_key=key)
    except KeyConflict:
        before = await same_upload_before(runtime.core, owner, key, task.name, args, upload) if upload and key else None
        if before is None:
            raise
        return Enqueued(before, existed=True)


def _checked(task: AnyTask, args: Mapping[str, Any]) -> dict[str, Any]:
    """`args` as the job will hold them. Raises `InvalidInput` that names a field as the caller sent it."""
    try:
        return task.parse_args(args).model_dump(mode="json")
    except InvalidInput as error:
        field = (error.field or "").removeprefix("args.").removeprefix("args") or None
        message = str(error).removeprefix("args.").removeprefix("args: ")
        raise InvalidInput(message, field=field) from error


async def _json_object(request: Request) -> dict[str, Any]:
    if "json" not in request.headers.get("content-type", ""):
        raise InvalidInput(_NOT_JSON, field="Content-Type")
    try:
        body: Any = await request.json()
    except ValueError as error:
        raise InvalidInput(_NOT_JSON, field="body") from error
    if not isinstance(body, dict):
        raise InvalidInput(_NOT_JSON, field="body")
    return body  # pyright: ignore[reportUnknownVariableType] - JSON objects have text as keys
