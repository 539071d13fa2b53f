"""Reads the JSON that pages carry, valid or nearly: JSON-LD and the state that their scripts start with."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from typing import Any, Final, cast

from longhaul_worker.postings.page import Page

MAX_JSON_CHARS: Final = 4_000_000
_MOST_OBJECTS = 50_000
_DEEPEST = 40
_WRAPPING = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/)|(?:-->|//\s*\]\]>|\]\]>|/\*\s*\]\]>\s*\*/)\s*$"
)
_STRING_OR_COMMENT = re.compile(r'"(?:[^"\\]|\\.)*"|/\*.*?\*/|//[^\n]*', re.DOTALL)
_STRING_OR_COMMA = re.compile(r'"(?:[^"\\]|\\.)*"|,(?=\s*[}\]])', re.DOTALL)
_BAD_ESCAPE = re.compile(r'\\(?!["\\/bfnrtu])')
_ASSIGNMENT = re.compile(
    r"(?:window|self|globalThis)?(?:\."
    r"|\[[\"'])?(?P<name>[A-Za-z_$][\w$.]*)(?:[\"']\])?\s*=\s*(?:JSON\.parse\(\s*(?P<quoted>[\"'`]))?(?=[\[{\"'`\\])"
)
_STATE_TYPES = frozenset({"application/json", "text/json", "application/vnd.state+json"})


def loosely(text: str) -> Any:
    """The JSON in `text`, also with comments, trailing commas, raw line ends, HTML entities; None where it is none."""
    if len(text) > MAX_JSON_CHARS:
        return None
    bare = _WRAPPING.sub("", _WRAPPING.sub("", text)).strip().rstrip(";").lstrip("\ufeff")
    for attempt in (_as_is, _cleaned, _unescaped):
        try:
            return json.loads(attempt(bare), strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def json_ld(page: Page) -> list[Any]:
    """What the page's JSON-LD scripts hold; several objects in a row are told apart."""
    found: list[Any] = []
    for script in page.scripts:
        if "ld+json" not in script.type:
            continue
        value = loosely(script.text)
        found += [value] if value is not None else list(_in_a_row(script.text))
    return found


def states(page: Page) -> Iterator[Any]:
    """JSON of scripts such as `__NEXT_DATA__`, and objects that scripts give to a name."""
    for script in page.scripts:
        if "ld+json" in script.type or len(script.text) > MAX_JSON_CHARS or len(script.text) < 40:
            continue
        if script.type in _STATE_TYPES or script.text.lstrip().startswith("{"):
            value = loosely(script.text)
            if value is not None:
                yield value
                continue
        yield from _assigned(script.text)


def objects(value: Any) -> Iterator[dict[str, Any]]:
    """Every object in `value`, outer ones first, at most 50,000 and 40 levels deep."""
    waiting: list[tuple[Any, int]] = [(value, 0)]
    seen = 0
    while waiting and seen < _MOST_OBJECTS:
        current, depth = waiting.pop()
        seen += 1
        members: list[Any] = []
        if isinstance(current, dict):
            found = cast("dict[str, Any]", current)
            yield found
            members = list(found.values())
        elif isinstance(current, list):
            members = cast("list[Any]", current)
        if depth < _DEEPEST:
            waiting += [(member, depth + 1) for member in reversed(members) if isinstance(member, dict | list)]


def _as_is(text: str) -> str:
    return text


def _cleaned(text: str) -> str:
    plain = _STRING_OR_COMMENT.sub(lambda found: found.group() if found.group()[0] == '"' else " ", text)
    plain = _STRING_OR_COMMA.sub(lambda found: found.group() if found.group()[0] == '"' else "", plain)
    return _BAD_ESCAPE.sub(r"\\\\", plain)


def _unescaped(text: str) -> str:
    return _cleaned(html.unescape(text))


def _in_a_row(text: str) -> Iterator[Any]:
    decoder = json.JSONDecoder(strict=False)
    at = text.find("{")
    while at >= 0:
        try:
            value, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            return
        yield value
        at = text.find("{", at)


def _assigned(text: str) -> Iterator[Any]:
    decoder = json.JSONDecoder(strict=False)
    at = 0
    while found := _ASSIGNMENT.search(text, at):
        start = at = found.end()
        if found["quoted"]:
            value, at = _quoted(text, start - 1 if text[start : start + 1] != found["quoted"] else start)
        else:
            if text[start] not in "[{":
                continue
            try:
                value, at = decoder.raw_decode(text, start)
            except (ValueError, RecursionError):
                value = _literal(text, start)
        if isinstance(value, dict | list):
            yield value


def _quoted(text: str, start: int) -> tuple[Any, int]:
    """The value of `JSON.parse("...")` whose string begins at `start`."""
    quote = text[start]
    end = re.compile(rf"(?:[^{re.escape(quote)}\\]|\\.)*", re.DOTALL).match(text, start + 1)
    if end is None:
        return None, start + 1
    inner = end.group()
    try:
        plain = json.loads('"' + inner.replace('\\"', '"').replace('"', '\\"').replace("\\'", "'") + '"', strict=False)
        return json.loads(plain, strict=False), end.end()
    except (ValueError, RecursionError):
        return loosely(inner), end.end()


def _literal(text: str, start: int) -> Any:
    """An object written as JavaScript: `undefined` values, which JSON does not know, are taken as null."""
    end = _end_of(text, start)
    if end is None:
        return None
    plain = re.sub(r"(?<=[:\[,])\s*undefined\b", "null", text[start:end])
    return loosely(re.sub(r"(?<=[:\[,])\s*(?:new Date\((\"[^\"]*\")\))", r"\1", plain))


def _end_of(text: str, start: int) -> int | None:
    depth = 0
    for found in re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]]', re.DOTALL).finditer(text, start):
        sign = found.group()
        if sign in "{[":
            depth += 1
        elif sign in "}]":
            depth -= 1
            if depth == 0:
                return found.end()
    return None
