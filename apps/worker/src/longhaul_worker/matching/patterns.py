"""Patterns out of tables: many alternatives over many lines."""

from __future__ import annotations

import re


def any_of(table: str, *, before: str = r"\b", after: str = r"(?!\w)") -> re.Pattern[str]:
    """A pattern, blind to case, for any of the alternatives of `table`, which stand apart by bars or new lines."""
    return re.compile(f"{before}(?:{'|'.join(table.strip().splitlines())}){after}", re.IGNORECASE)
