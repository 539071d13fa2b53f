"""Schemas of the OpenAPI document in words, and which of them a route refers to."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final, cast

Schema = dict[str, Any]
SCHEMAS: Final = "#/components/schemas/"
_FORMATS: Final = {"date-time": "time", "uri": "address", "email": "e-mail address", "binary": "bytes"}


def resolved(one: Schema, document: Schema) -> Schema:
    """What `one` refers to, or itself."""
    found: Any = one
    if "$ref" in one:
        found = document
        for part in one["$ref"].removeprefix("#/").split("/"):
            found = found[part]
    return found


def value(schema: Schema) -> str:
    """What a schema takes; named shapes are links within the page."""
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[-1]
        return f"[{name}](#{name.lower()})"
    if "enum" in schema:
        return " or ".join(f"`{choice}`" for choice in schema["enum"])
    if "anyOf" in schema:
        kinds = ["null" if one.get("type") == "null" else value(one) for one in schema["anyOf"]]
        return " or ".join(dict.fromkeys(kinds))
    match schema.get("type"):
        case "array":
            return f"list{_size(schema, 'Items')} of {value(cast('Schema', schema.get('items', {})))}"
        case "string":
            return _FORMATS.get(schema.get("format", ""), "text") + _size(schema, "Length")
        case "integer" | "number":
            return ("whole number" if schema["type"] == "integer" else "number") + _bounds(schema)
        case "boolean":
            return "`true` or `false`"
        case "object":
            inner = schema.get("additionalProperties")
            return f"object of {value(cast('Schema', inner))}" if isinstance(inner, dict) and inner else "object"
        case _:
            return "anything"


def shapes_of(parts: Iterable[object], schemas: Schema) -> list[str]:
    """Names of the schemas that `parts` refer to, at first or any other hand, sorted."""
    found: set[str] = set()
    waiting: list[object] = list(parts)
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            waiting.extend(cast("Schema", one).values())
        elif isinstance(one, list):
            waiting.extend(cast("list[object]", one))
        elif isinstance(one, str) and one.startswith(SCHEMAS) and (name := one.removeprefix(SCHEMAS)) not in found:
            found.add(name)
            waiting.append(schemas[name])
    return sorted(found)


def _size(schema: Schema, of: str) -> str:
    most = schema.get(f"max{of}")
    return f" of at most {most:,}" if most is not None else ""


def _bounds(schema: Schema) -> str:
    low, high = schema.get("minimum"), schema.get("maximum")
    return "".join([f" from {low:g}" if low is not None else "", f" to {high:,g}" if high is not None else ""])
