"""Finds the JSON object in what a model wrote, also between prose, in code fences, or cut off at the end."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, Final, cast

MAX_CHARS: Final = 400_000
MAX_DEPTH: Final = 60
_THOUGHT: Final = re.compile(r"<think(?:ing)?>.*?(?:</think(?:ing)?>|\Z)", re.DOTALL | re.IGNORECASE)
_FENCE: Final = re.compile(r"```[a-zA-Z0-9_-]*[ \t]*\n?(.*?)(?:```|\Z)", re.DOTALL)
_TRAILING_COMMA: Final = re.compile(r",(\s*[}\]])")
_CLOSERS: Final = {"{": "}", "[": "]"}
_MAX_STARTS: Final = 8


def read_object(text: str) -> dict[str, Any] | None:
    """The first JSON object in `text`, or None. A cut-off object gives the fields that were complete."""
    plain = _THOUGHT.sub(" ", text[:MAX_CHARS])
    candidates = [*(match.group(1) for match in _FENCE.finditer(plain)), plain]
    for candidate in candidates:
        for start in _starts(candidate):
            found = _load(_balanced(candidate[start:]))
            if found:
                return found
    return None


def _starts(text: str) -> Iterator[int]:
    at = text.find("{")
    for _ in range(_MAX_STARTS):
        if at == -1:
            return
        yield at
        at = text.find("{", at + 1)


def _load(text: str) -> dict[str, Any] | None:
    for attempt in (text, _TRAILING_COMMA.sub(r"\1", text)):
        try:
            loaded: object = json.loads(attempt, strict=False, parse_constant=_no_constant)
        except (ValueError, RecursionError):
            continue
        if isinstance(loaded, dict):
            return cast("dict[str, Any]", storable(cast("object", loaded)))
    return None


def storable(value: object) -> object:
    """`value` without what no database and no file can hold: half surrogate pairs and NUL."""
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\0", "")
    if isinstance(value, list):
        return [storable(part) for part in cast("list[object]", value)]
    if isinstance(value, dict):
        return {str(storable(key)): storable(part) for key, part in cast("dict[object, object]", value).items()}
    return value


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def _balanced(text: str) -> str:
    """`text` up to where its first bracket is closed; where it never is, cut after the last whole value and closed."""
    stack: list[str] = []
    in_string = is_escaped = False
    whole, open_then = 0, ""
    for at, char in enumerate(text):
        if in_string:
            in_string = is_escaped or char != '"'
            is_escaped = char == "\\" and not is_escaped
            continue
        if char == '"':
            in_string = True
        elif char in _CLOSERS:
            if len(stack) >= MAX_DEPTH:
                return ""
            stack.append(_CLOSERS[char])
        elif char in "}]":
            if not stack or stack.pop() != char:
                return ""
            if not stack:
                return text[: at + 1]
            whole, open_then = at + 1, "".join(reversed(stack))
        elif char == "," and stack:
            whole, open_then = at, "".join(reversed(stack))
    return text[:whole] + open_then
