"""Files: uploaded and downloaded as streams, in parts where asked, never whole in memory."""

from __future__ import annotations

import re
from typing import Annotated, Final
from urllib.parse import quote

from fastapi import APIRouter, Header, Query, Request, Response
from fastapi.responses import StreamingResponse

from longhaul.model.artifact import ArtifactRef
from longhaul_api.byte_ranges import NotSatisfiable, parse_range
from longhaul_api.deps import BaseDep, OwnerDep, RuntimeDep
from longhaul_api.problems import problem
from longhaul_api.schemas import ArtifactView
from longhaul_api.uploads import FORM_OPENAPI, take_upload

router = APIRouter(prefix="/artifacts", tags=["artifacts"])

_SHOWN: Final = frozenset({"application/pdf", "image/png", "image/jpeg", "text/plain", "application/json"})
"""Types that a browser may show: none of them can run a script here."""
_PLAIN = re.compile(r"[^ !#-\[\]-~]")
_RAW_BODY: Final = {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}


@router.post("", status_code=201, openapi_extra={"requestBody": {"content": {**FORM_OPENAPI, **_RAW_BODY}}})
async def upload_artifact(
    request: Request, response: Response, runtime: RuntimeDep, owner: OwnerDep, base: BaseDep
) -> ArtifactView:
    """Store a file: the field `file` of a form, or the raw body (its name in `Content-Disposition` or `?filename=`)."""
    upload = await take_upload(request, runtime.core.artifacts, owner)
    view = ArtifactView.at(upload.ref, base)
    response.headers["Location"] = view.url
    return view


@router.get("/{artifact_id}", response_class=Response)
@router.head("/{artifact_id}", include_in_schema=False)
async def get_artifact(
    artifact_id: str,
    request: Request,
    runtime: RuntimeDep,
    owner: OwnerDep,
    inline: Annotated[bool, Query(description="Show it in the browser where that is safe.")] = False,
    range_: Annotated[str | None, Header(alias="Range", description="`bytes=0-1023`: that part only (206).")] = None,
    if_range: Annotated[
        str | None, Header(alias="If-Range", description="An ETag: the part only while it still holds.")
    ] = None,
    if_none_match: Annotated[
        str | None, Header(alias="If-None-Match", description="An ETag: 304 where it still holds.")
    ] = None,
) -> Response:
    """A file, or one range of its bytes. Its ETag is the SHA-256 of the content."""
    artifact = await runtime.core.artifacts.get(owner, artifact_id)
    ref = artifact.ref
    etag = f'"{ref.sha256}"'
    headers = {
        "ETag": etag,
        "Accept-Ranges": "bytes",
        "Cache-Control": "private, no-cache",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Content-Disposition": content_disposition(ref, inline=inline),
    }
    if if_none_match is not None and _matches(if_none_match, etag):
        return Response(status_code=304, headers=headers)
    try:
        wanted = parse_range(range_, ref.size) if if_range is None or if_range == etag else None
    except NotSatisfiable:
        return problem(
            request.scope,
            416,
            kind="range",
            detail=f"The file has {ref.size} bytes.",
            headers={"Content-Range": f"bytes */{ref.size}"},
        )
    start, length = (wanted.start, wanted.length) if wanted is not None else (0, ref.size)
    headers["Content-Length"] = str(length)
    if wanted is not None:
        headers["Content-Range"] = wanted.content_range(ref.size)
    status = 206 if wanted is not None else 200
    if request.method == "HEAD":
        return Response(status_code=status, headers=headers, media_type=ref.content_type)
    content = runtime.core.artifacts.content(artifact, start=start, length=length)
    return StreamingResponse(content, status, headers, ref.content_type)


def content_disposition(ref: ArtifactRef, *, inline: bool) -> str:
    """The header that names a download; what is not plain ASCII is encoded as RFC 6266 says."""
    kind = "inline" if inline and ref.content_type.partition(";")[0] in _SHOWN else "attachment"
    plain = _PLAIN.sub("_", ref.filename)
    return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{quote(ref.filename, safe='')}"


def _matches(if_none_match: str, etag: str) -> bool:
    given = [part.strip().removeprefix("W/") for part in if_none_match.split(",")]
    return "*" in given or etag in given
