"""Keeps the result of a job small enough to be stored; the whole is in its artifacts."""

from __future__ import annotations

from typing import Any, Final, cast

from career.model import Note
from career.tasks.optimize import Change, ResumeOptimizeResult

SHORTENED: Final = "RESULT_SHORTENED"
_FEW: Final = 3
_MARKDOWN_CHARS: Final = 20_000
_CHANGES: Final = 100


def bounded(result: ResumeOptimizeResult, most: int) -> ResumeOptimizeResult:
    """The result in at most about `most` bytes of JSON: lists in changes, then changes, then the markdown are cut."""
    if _size(result) <= most:
        return result
    message = "The result was too large to be kept whole; its artifacts have every change and the whole text."
    note = Note(code=SHORTENED, message=message)
    changes = [_short(change) for change in result.changes]
    result = result.model_copy(update={"changes": changes, "warnings": [*result.warnings, note]})
    if _size(result) > most:
        cut = result.markdown[:_MARKDOWN_CHARS]
        result = result.model_copy(update={"changes": changes[:_CHANGES], "markdown": cut})
    return result


def _short(change: Change) -> Change:
    """The change with only the first of the texts that were moved or left out."""
    return change.model_copy(update={"before": _first(change.before), "after": _first(change.after)})


def _first(value: Any) -> Any:
    if not isinstance(value, list):
        return value
    texts = cast("list[str]", value)
    return texts if len(texts) <= _FEW else [*texts[:_FEW], f"and {len(texts) - _FEW} more"]


def _size(result: ResumeOptimizeResult) -> int:
    return len(result.model_dump_json().encode())
