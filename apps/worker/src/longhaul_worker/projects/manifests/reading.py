"""What the readers of manifests have in common: a value from hostile TOML, JSON, YAML or XML, or nothing."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from typing import Any, Final, cast

import yaml
from lxml import etree as untyped_etree  # pyright: ignore[reportAttributeAccessIssue, reportUnknownVariableType]

_COMMENTS: Final = re.compile(r'("(?:\\.|[^"\\])*")|//[^\n]*|/\*.*?\*/', re.DOTALL)
_TRAILING: Final = re.compile(r",(?=\s*[}\]])")
_DOCUMENTS: Final = 50
_DEPTH: Final = 100


def toml(text: str) -> dict[str, Any]:
    """The table in `text`; empty where it is none."""
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError):
        return {}


def json_object(text: str) -> dict[str, Any]:
    """The object in `text`, which may have comments and trailing commas; empty where it is none."""
    for source in (text, _TRAILING.sub("", _COMMENTS.sub(lambda found: found[1] or "", text))):
        try:
            return mapping(json.loads(source))
        except (ValueError, RecursionError):
            continue
    return {}


def yaml_documents(text: str) -> list[object]:
    """The documents in `text` whose values are text, lists and mappings only; those before a mistake in it."""
    found: list[object] = []
    try:
        if _is_too_deep(text):
            return []
        for document in yaml.load_all(text, Loader=yaml.CBaseLoader):
            found.append(document)
            if len(found) == _DOCUMENTS:
                break
    except (yaml.YAMLError, RecursionError, ValueError, TypeError):
        pass
    return found


def _is_too_deep(text: str) -> bool:
    """Whether building the values could overflow the stack, which would end the process; reading events does not."""
    depth = 0
    try:
        for event in cast("Iterator[object]", yaml.parse(text, Loader=yaml.CBaseLoader)):
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
            if depth > _DEPTH:
                return True
    except yaml.YAMLError:
        pass  # what comes before the mistake is not too deep
    return False


def xml(text: str) -> Any | None:
    """The root element of `text`; None where there is none. Entities are not expanded, nothing is fetched."""
    etree = cast("Any", untyped_etree)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=False)
    try:
        return etree.fromstring(text.encode(errors="replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def local_name(element: Any) -> str:
    """The element's name without its namespace; empty for comments and the like."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def mapping(value: object) -> dict[str, Any]:
    """`value` if it is a mapping, else an empty one."""
    return cast("dict[str, Any]", value) if isinstance(value, dict) else {}


def listed(value: object) -> list[object]:
    """`value` if it is a list, else an empty one."""
    return cast("list[object]", value) if isinstance(value, list) else []


def texts(value: object) -> list[str]:
    """The texts of a list, or the one text."""
    return [value] if isinstance(value, str) else [entry for entry in listed(value) if isinstance(entry, str)]


def walk(value: object, depth: int = 12) -> Iterator[dict[str, Any]]:
    """Every mapping inside `value`, itself included, down to a depth."""
    if depth == 0:
        return
    if isinstance(value, dict):
        inner = mapping(cast("object", value))
        yield inner
        for entry in inner.values():
            yield from walk(entry, depth - 1)
    else:
        for entry in listed(value):
            yield from walk(entry, depth - 1)
