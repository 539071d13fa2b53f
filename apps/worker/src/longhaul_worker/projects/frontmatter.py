"""Reads what stands before a Markdown text between two lines of dashes, such as the tasks of an editor's plan."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import Any, Final, cast

from longhaul_worker.projects.manifests.reading import yaml_documents

_BLOCK: Final = re.compile(r"---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_NO_WORD: Final = re.compile(r"[^a-z0-9]+")
_LIMIT: Final = 64_000
_STATUS_CHARS: Final = 40
_STATUSES_KEPT: Final = 20


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """How many lines it takes, and the tasks under `todos` by their status."""

    lines: int
    todos: dict[str, int] | None


def front_matter(text: str) -> FrontMatter | None:
    """The front matter of `text`; None where it begins with anything else than a mapping between lines of dashes."""
    found = _BLOCK.match(text)
    if found is None or len(found[1]) > _LIMIT:
        return None
    documents = yaml_documents(found[1])
    value = documents[0] if documents else None
    if not isinstance(value, dict) and (documents or found[1].strip()):
        return None
    known = cast("dict[str, Any]", value) if isinstance(value, dict) else {}
    return FrontMatter(found[0].count("\n"), _todos(known.get("todos")))


def _todos(value: object) -> dict[str, int] | None:
    """How many entries have each status; an entry without one is pending."""
    if not isinstance(value, list):
        return None
    counts: Counter[str] = Counter()
    for entry in cast("list[object]", value):
        status = cast("dict[str, object]", entry).get("status") if isinstance(entry, dict) else None
        words = _NO_WORD.sub("_", str(status or "").strip().lower()).strip("_")
        counts[words[:_STATUS_CHARS] or "pending"] += 1
    return dict(counts.most_common(_STATUSES_KEPT)) or None
