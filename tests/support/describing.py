"""Compares values with the `TypedDict` that describes them, so that what is described is what there is."""

from __future__ import annotations

from collections.abc import Iterator
from types import UnionType
from typing import Any, Literal, NotRequired, Union, cast, get_args, get_origin, get_type_hints, is_typeddict


def faults(value: Any, hint: Any, name: str = "data") -> Iterator[str]:
    """Where `value` is not what `hint` says."""
    if is_typeddict(hint):
        yield from _faults_of_fields(value, get_type_hints(hint, include_extras=True))
    elif get_origin(hint) in {Union, UnionType}:
        tries = [list(faults(value, one, name)) for one in get_args(hint)]
        yield from [] if [] in tries else tries[0]
    elif get_origin(hint) is Literal:
        if value not in get_args(hint):
            yield f"{name} is {value!r}"
    elif get_origin(hint) in {list, dict}:
        yield from _faults_of_items(value, hint, name)
    elif hint is not Any and not isinstance(value, (int, float) if hint is float else get_origin(hint) or hint):
        yield f"{name} is {type(value).__name__}"


def _faults_of_items(value: Any, hint: Any, name: str) -> Iterator[str]:
    if not isinstance(value, get_origin(hint)):
        yield f"{name} is {type(value).__name__}"
        return
    items = cast("dict[str, Any]", value).values() if isinstance(value, dict) else cast("list[Any]", value)
    for item in items:
        yield from faults(item, get_args(hint)[-1], name)


def _faults_of_fields(value: Any, hints: dict[str, Any]) -> Iterator[str]:
    fields = cast("dict[str, Any]", value)
    yield from (f"{name} is not described" for name in fields if name not in hints)
    for name, hint in hints.items():
        is_optional = get_origin(hint) is NotRequired
        if name in fields:
            yield from faults(fields[name], get_args(hint)[0] if is_optional else hint, name)
        elif not is_optional:
            yield f"{name} is missing"
