"""Reads what code says of its own fields: the comments `#:` beside them, and the types, in words."""

from __future__ import annotations

import ast
import inspect
import sys
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from types import UnionType
from typing import Any, Literal, NotRequired, Union, get_args, get_origin, get_type_hints, is_typeddict

from bson import Int64, ObjectId

_WORDS: dict[Any, str] = {
    str: "text",
    int: "whole number",
    Int64: "whole number",
    float: "number",
    bool: "`true` or `false`",
    bytes: "bytes",
    datetime: "time",
    ObjectId: "ObjectId",
    Any: "anything",
}


def summary(described: type) -> str:
    """What a class says of itself, as one paragraph."""
    return " ".join((inspect.getdoc(described) or "").split())


def comments(described: type) -> dict[str, str]:
    """The comments `#:` of a class and of those it extends in the same file, by the name of the field."""
    lines, classes = _module(described.__module__)
    node = classes[described.__name__]
    found: dict[str, str] = {}
    for base in node.bases:
        if isinstance(base, ast.Name) and base.id in classes:
            found |= comments(getattr(sys.modules[described.__module__], base.id))
    for field in node.body:
        match field:
            case ast.AnnAssign(target=ast.Name(id=name)) | ast.Assign(targets=[ast.Name(id=name)]):
                found[name] = lines[field.lineno - 1].partition("#:")[2].strip()
            case _:
                pass
    return found


def rows(described: type, prefix: str = "", *, depth: int = 2) -> Iterator[tuple[str, str, str]]:
    """Name, value and meaning of each field of a `TypedDict`, those of inner ones behind it."""
    meanings = comments(described)
    for name, hint in get_type_hints(described, include_extras=True).items():
        is_optional = get_origin(hint) is NotRequired
        value = get_args(hint)[0] if is_optional else hint
        yield f"`{prefix}{name}`", words(value) + (", may be absent" if is_optional else ""), meanings[name]
        inner, joint = _inner(value)
        if inner is not None and depth > 0:
            yield from rows(inner, f"{prefix}{name}{joint}", depth=depth - 1)


def words(hint: Any) -> str:
    """A type as documents call it."""
    origin, args = get_origin(hint), get_args(hint)
    if is_typeddict(hint):
        return "object"
    if origin is Literal:
        return " or ".join(f"`{choice}`" for choice in args)
    if origin in {Union, UnionType}:
        return " or ".join("null" if one is type(None) else words(one) for one in args)
    if origin is list:
        return f"list of {_many(args[0])}"
    if origin is dict:
        return "object" if args[1] is Any else f"object of {_many(args[1])}"
    return _WORDS[hint]


def _many(hint: Any) -> str:
    return {"text": "texts", "object": "objects", "whole number": "whole numbers"}.get(words(hint), words(hint))


def _inner(hint: Any) -> tuple[type | None, str]:
    """The `TypedDict` within a value, and what stands between the names of both."""
    if is_typeddict(hint):
        return hint, "."
    args = get_args(hint)
    if get_origin(hint) is list and is_typeddict(args[0]):
        return args[0], "[]."
    if get_origin(hint) is dict and is_typeddict(args[1]):
        return args[1], ".*."
    return None, ""


@cache
def _module(name: str) -> tuple[list[str], dict[str, ast.ClassDef]]:
    source = inspect.getsource(sys.modules[name])
    nodes = ast.walk(ast.parse(source))
    return source.splitlines(), {node.name: node for node in nodes if isinstance(node, ast.ClassDef)}
