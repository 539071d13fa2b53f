"""Takes one uploaded file from a request straight into the store, however large."""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote

from fastapi import Request
from starlette.requests import ClientDisconnect

from longhaul.engine.artifacts import Artifacts
from longhaul.model.artifact import ArtifactRef
from longhaul.model.errors import InvalidInput, TooLarge
from longhaul_api.multipart import Data, End, Part, is_form, pieces

FORM_OVERHEAD_BYTES: Final = 256 * 1024
"""What a form may have around its file: boundaries, headers, small fields."""
_FIELD_LIMIT_BYTES: Final = 64 * 1024
_FIELD_COUNT: Final = 50
_FILENAME_STAR = re.compile(r"filename\*\s*=\s*utf-8''([^;]+)", re.IGNORECASE)
_FILENAME = re.compile(r'filename\s*=\s*(?:"([^"]*)"|([^;\s]+))', re.IGNORECASE)

FORM_OPENAPI: Final = {
    "multipart/form-data": {
        "schema": {
            "type": "object",
            "required": ["file"],
            "properties": {"file": {"type": "string", "format": "binary"}},
        }
    }
}


@dataclass(frozen=True, slots=True)
class Upload:
    """The stored file, and the plain fields that came with it."""

    ref: ArtifactRef
    fields: dict[str, str]


async def take_upload(request: Request, artifacts: Artifacts, owner: str) -> Upload:
    """Store the file of a form, or the raw body, for `owner`.

    Raises `TooLarge` at the limit without having read further, and `InvalidInput` where there is no file, more than
    one, or no proper form.
    """
    if is_form(request.headers):
        return await _FormUpload(request, artifacts, owner).take()
    ref = await artifacts.upload(
        owner,
        filename=_raw_filename(request),
        content_type=request.headers.get("content-type", ""),
        source=_not_empty(_body(request)),
    )
    return Upload(ref, {})


class _FormUpload:
    """Walks a form; its file is stored while the walk goes on."""

    def __init__(self, request: Request, artifacts: Artifacts, owner: str) -> None:
        self._pieces = pieces(request.headers["content-type"], _body(request))
        self._artifacts = artifacts
        self._owner = owner
        self._fields: dict[str, str] = {}

    async def take(self) -> Upload:
        async with aclosing(self._pieces):
            return await self._take()

    async def _take(self) -> Upload:
        ref: ArtifactRef | None = None
        async for piece in self._pieces:
            if not isinstance(piece, Part):
                continue
            if piece.filename is None:
                await self._take_field(piece.name)
            elif ref is not None:
                raise InvalidInput("file: only one file at a time", field="file")
            else:
                ref = await self._artifacts.upload(
                    self._owner,
                    filename=piece.filename,
                    content_type=piece.content_type,
                    source=_not_empty(self._content()),
                )
        if ref is None:
            raise InvalidInput("file: the form has no file", field="file")
        return Upload(ref, self._fields)

    async def _take_field(self, name: str) -> None:
        value = bytearray()
        async for content in self._content():
            value += content
            if len(value) > _FIELD_LIMIT_BYTES:
                raise TooLarge(f"the field {name[:80]!r}", limit=_FIELD_LIMIT_BYTES, field=name[:80])
        if len(self._fields) >= _FIELD_COUNT:
            raise InvalidInput(f"the form has more than {_FIELD_COUNT} fields", field="body")
        self._fields[name] = value.decode("utf-8", "replace")

    async def _content(self) -> AsyncGenerator[bytes]:
        """The rest of the current part."""
        async for piece in self._pieces:
            match piece:
                case Data():
                    yield piece.content
                case End():
                    return
                case Part():
                    raise InvalidInput("the body is not a form: a part did not end", field="body")


async def _body(request: Request) -> AsyncGenerator[bytes]:
    try:
        async for chunk in request.stream():
            if chunk:
                yield chunk
    except ClientDisconnect as error:
        raise InvalidInput("the client went away before the whole file was here", field="file") from error


async def _not_empty(chunks: AsyncGenerator[bytes]) -> AsyncGenerator[bytes]:
    is_empty = True
    async for chunk in chunks:
        is_empty = False
        yield chunk
    if is_empty:
        raise InvalidInput("file: the file is empty", field="file")


def _raw_filename(request: Request) -> str:
    disposition = request.headers.get("content-disposition", "")
    if match := _FILENAME_STAR.search(disposition):
        return unquote(match[1])
    if match := _FILENAME.search(disposition):
        return match[1] or match[2] or ""
    return request.query_params.get("filename", "")
