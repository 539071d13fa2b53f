"""Reads `multipart/form-data` as it arrives: parts come out piece by piece, nothing is kept."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from longhaul.model.errors import InvalidInput


@dataclass(slots=True)
class Part:
    """Where a part begins. `filename` is None for a plain field."""

    name: str
    filename: str | None
    content_type: str


@dataclass(slots=True)
class Data:
    """A piece of the current part."""

    content: bytes


@dataclass(slots=True)
class End:
    """Where the current part ends."""


Piece = Part | Data | End


async def pieces(content_type: str, chunks: AsyncIterator[bytes]) -> AsyncGenerator[Piece]:
    """The pieces of a form in order. Raises `InvalidInput` where the body is not the form its header says it is."""
    _, options = parse_options_header(content_type)
    boundary = options.get(b"boundary")
    if not boundary:
        raise InvalidInput("the Content-Type of a form needs a boundary", field="Content-Type")
    collector = _Collector()
    try:
        parser = MultipartParser(boundary, collector.callbacks())
        async for chunk in chunks:
            parser.write(chunk)
            for piece in collector.take():
                yield piece
        parser.finalize()
    except FormParserError as error:
        raise InvalidInput(f"the body is not a form: {error}", field="body") from error
    if not collector.is_complete:
        raise InvalidInput("the form ends before its closing boundary", field="body")


@dataclass
class _Collector:
    """Turns the parser's callbacks into pieces."""

    is_complete: bool = False
    _pieces: list[Piece] = field(default_factory=list[Piece])
    _headers: dict[bytes, bytes] = field(default_factory=dict[bytes, bytes])
    _name: bytes = b""
    _value: bytes = b""

    def callbacks(self) -> Any:
        """What the parser calls."""
        return {
            "on_part_begin": self._headers.clear,
            "on_header_field": self._on_header_field,
            "on_header_value": self._on_header_value,
            "on_header_end": self._on_header_end,
            "on_headers_finished": self._on_headers_finished,
            "on_part_data": self._on_part_data,
            "on_part_end": self._on_part_end,
            "on_end": self._on_end,
        }

    def take(self) -> list[Piece]:
        """What has come since the last call."""
        taken, self._pieces = self._pieces, []
        return taken

    def _on_header_field(self, data: bytes, start: int, end: int) -> None:
        self._name += data[start:end]

    def _on_header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _on_header_end(self) -> None:
        self._headers[self._name.lower()] = self._value
        self._name = self._value = b""

    def _on_headers_finished(self) -> None:
        _, options = parse_options_header(self._headers.get(b"content-disposition", b""))
        if b"name" not in options:
            raise InvalidInput("a part of the form has no name", field="body")
        filename = options.get(b"filename")
        self._pieces.append(
            Part(
                name=_text(options[b"name"]),
                filename=_text(filename) if filename is not None else None,
                content_type=_text(self._headers.get(b"content-type", b"")),
            )
        )

    def _on_part_data(self, data: bytes, start: int, end: int) -> None:
        self._pieces.append(Data(data[start:end]))

    def _on_part_end(self) -> None:
        self._pieces.append(End())

    def _on_end(self) -> None:
        self.is_complete = True


def _text(value: bytes) -> str:
    return value.decode("utf-8", "replace")


def is_form(headers: Mapping[str, str]) -> bool:
    """Whether a request with `headers` carries a form with files."""
    return headers.get("content-type", "").lower().startswith("multipart/form-data")
