"""How a worker and its child processes talk: length-prefixed messages, and exceptions as plain JSON.

What a child sends is never unpickled: it works on hostile input and may have been taken over by it.
"""

from __future__ import annotations

import asyncio
import json
import re
import socket
import struct
from typing import Any, Final

from longhaul.model.control import Cancel, ErrorKind, Fail, Retry, Snooze
from longhaul.model.errors import InvalidInput, LeaseLost, NotFound, StoreUnavailable, TooLarge

MESSAGE_LIMIT_BYTES: Final = 8 * 1024 * 1024
HEADER: Final = struct.Struct("!I")
_TEXT_LIMIT: Final = 16_000
_NUMBER_LIMIT: Final = 1e9
_TYPE_NAME = re.compile(r"^[A-Za-z_][A-Za-z0-9_]{0,79}$")


class Garbled(Exception):
    """The other side sent what is no message."""


class ChildError(Exception):
    """An exception of the handler that means nothing to the engine; `traceback` is where the child raised it.

    It is raised as a subclass that carries the name of the original type, so that the failure reads the same as if
    the handler had run in the worker itself.
    """

    def __init__(self, message: str, *, traceback: str = "") -> None:
        super().__init__(message)
        self.traceback = traceback


def frame(body: bytes) -> bytes:
    """`body` with its length before it. Raises `TooLarge` over `MESSAGE_LIMIT_BYTES`."""
    if len(body) > MESSAGE_LIMIT_BYTES:
        raise TooLarge("a message between a child process and its worker", limit=MESSAGE_LIMIT_BYTES, size=len(body))
    return HEADER.pack(len(body)) + body


def encode(message: dict[str, Any]) -> bytes:
    """A framed JSON message. Raises `TypeError` or `ValueError` for what JSON in UTF-8 cannot say.

    Among that are NaN and lone surrogates, as some PDF files give them: no database would take those either.
    """
    return frame(json.dumps(message, allow_nan=False, ensure_ascii=False, separators=(",", ":")).encode())


def decode(body: bytes) -> dict[str, Any]:
    """The message in `body`. Raises `Garbled` where it is not a JSON object."""
    try:
        message = json.loads(body, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise Garbled("the message is not JSON") from error
    if not isinstance(message, dict):
        raise Garbled("the message is not an object")
    return message  # pyright: ignore[reportUnknownVariableType] - JSON keys are strings


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


async def read_frame(reader: asyncio.StreamReader) -> bytes | None:
    """The next message, or None where the other side is gone. Raises `Garbled` for one over the limit."""
    try:
        (size,) = HEADER.unpack(await reader.readexactly(HEADER.size))
        if size > MESSAGE_LIMIT_BYTES:
            raise Garbled(f"the message would be {size:,} bytes")
        return await reader.readexactly(size)
    except (asyncio.IncompleteReadError, ConnectionError):
        return None


def receive_frame(channel: socket.socket) -> bytes:
    """The next message of a blocking socket. Raises `EOFError` where the other side is gone."""
    (size,) = HEADER.unpack(_receive_exactly(channel, HEADER.size))
    return _receive_exactly(channel, size)


def _receive_exactly(channel: socket.socket, size: int) -> bytes:
    body = bytearray(size)
    view = memoryview(body)
    filled = 0
    while filled < size:
        count = channel.recv_into(view[filled:])
        if count == 0:
            raise EOFError("the other side is gone")
        filled += count
    return bytes(body)


def describe_error(error: BaseException, *, traceback: str = "") -> dict[str, Any]:
    """`error` as JSON that `rebuild_error` turns back into an exception of the same type, where the type is known."""
    facts: dict[str, Any] = {"type": type(error).__name__, "message": _text_of(error)}
    match error:
        case Fail():
            facts |= {"known": "Fail", "code": error.code, "hint": error.hint}
        case Retry():
            facts |= {"known": "Retry", "after_s": error.after_s, "kind": error.kind.value}
            facts |= {"code": error.code, "hint": error.hint}
        case Snooze():
            facts |= {"known": "Snooze", "for_s": error.for_s}
        case Cancel():
            facts |= {"known": "Cancel"}
        case LeaseLost():
            facts |= {"known": "LeaseLost", "job_id": error.job_id}
        case InvalidInput():
            facts |= {"known": "InvalidInput", "field": error.field}
        case NotFound():
            facts |= {"known": "NotFound", "what": error.what, "id": error.id}
        case StoreUnavailable():
            facts |= {"known": "StoreUnavailable"}
        case _:
            facts |= {"traceback": traceback[-_TEXT_LIMIT:]}
    return {name: _encodable(fact) if isinstance(fact, str) else fact for name, fact in facts.items()}


def _text_of(error: BaseException) -> str:
    try:
        return str(error)[:_TEXT_LIMIT]
    except Exception:  # noqa: BLE001 - an exception that cannot even be printed
        return ""


def _encodable(text: str) -> str:
    return text.encode(errors="replace").decode()


def rebuild_error(facts: Any) -> Exception:
    """The exception that `describe_error` described. Raises `Garbled` where `facts` does not fit."""
    if not isinstance(facts, dict):
        raise Garbled("an error is not an object")
    read = _Facts(facts)  # pyright: ignore[reportUnknownArgumentType] - each fact is checked when it is read
    message = read.text("message")
    match read.optional_text("known"):
        case "Fail":
            return Fail(message, code=read.text("code"), hint=read.optional_text("hint"))
        case "Retry":
            return _retry(message, read)
        case "Snooze":
            return Snooze(read.number("for_s") or 0.0, message)
        case "Cancel":
            return Cancel(message)
        case "LeaseLost":
            return LeaseLost(read.text("job_id"))
        case "InvalidInput":
            return InvalidInput(message, field=read.optional_text("field"))
        case "NotFound":
            return NotFound(read.text("what"), read.text("id"))
        case "StoreUnavailable":
            return StoreUnavailable(message)
        case _:
            name = read.text("type")
            named = type(name if _TYPE_NAME.match(name) else ChildError.__name__, (ChildError,), {})
            return named(message, traceback=read.optional_text("traceback") or "")


def _retry(message: str, read: _Facts) -> Retry:
    try:
        kind = ErrorKind(read.text("kind"))
        return Retry(
            message, after_s=read.number("after_s"), kind=kind, code=read.text("code"), hint=read.optional_text("hint")
        )
    except ValueError as error:
        raise Garbled("a retry has no such kind") from error


class _Facts:
    """The fields of an error, each checked when it is read."""

    def __init__(self, facts: dict[str, Any]) -> None:
        self._facts = facts

    def text(self, name: str) -> str:
        value = self.optional_text(name)
        if value is None:
            raise Garbled(f"an error lacks its {name}")
        return value

    def optional_text(self, name: str) -> str | None:
        value = self._facts.get(name)
        if value is not None and not isinstance(value, str):
            raise Garbled(f"the {name} of an error is not text")
        return value

    def number(self, name: str) -> float | None:
        value = self._facts.get(name)
        if value is not None and (isinstance(value, bool) or not isinstance(value, int | float)):
            raise Garbled(f"the {name} of an error is not a number")
        if value is not None and not abs(value) < _NUMBER_LIMIT:
            raise Garbled(f"the {name} of an error is out of bounds")
        return None if value is None else float(value)
