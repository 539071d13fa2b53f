"""Counts what a notebook holds of its own: the code of its cells, in the language of its kernel."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, cast


def code_of(content: bytes, kernels: Mapping[str, str]) -> tuple[str, int] | None:
    """The language of the notebook and the bytes of code in its cells; None where it has none or cannot be read."""
    try:
        notebook = json.loads(content)
    except (ValueError, RecursionError):
        return None
    if not isinstance(notebook, dict):
        return None
    document = cast("dict[str, Any]", notebook)
    size = sum(_size(cell) for cell in _cells(document))
    return (_language(document.get("metadata"), kernels), size) if size else None


def _cells(document: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[object] = _listed(document.get("cells"))
    for sheet in _listed(document.get("worksheets")):
        if isinstance(sheet, dict):
            found += _listed(cast("dict[str, Any]", sheet).get("cells"))
    cells = [cast("dict[str, Any]", cell) for cell in found if isinstance(cell, dict)]
    return [cell for cell in cells if cell.get("cell_type") == "code"]


def _size(cell: dict[str, Any]) -> int:
    source = cell.get("source", cell.get("input"))
    lines = cast("list[object]", source) if isinstance(source, list) else [source]
    return sum(len(line.encode(errors="replace")) for line in lines if isinstance(line, str))


def _language(metadata: object, kernels: Mapping[str, str]) -> str:
    known = cast("dict[str, Any]", metadata) if isinstance(metadata, dict) else {}
    for part, key in (("language_info", "name"), ("kernelspec", "language"), ("kernelspec", "name")):
        facts = known.get(part)
        name = cast("dict[str, Any]", facts).get(key) if isinstance(facts, dict) else None
        if isinstance(name, str) and name.lower() in kernels:
            return kernels[name.lower()]
    return "Python"


def _listed(value: object) -> list[object]:
    return list(cast("list[object]", value)) if isinstance(value, list) else []
