"""What the scripts that write `docs/reference` share: a page is rendered as text, and written only on request."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

REFERENCE = Path(__file__).parents[1] / "docs" / "reference"


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table; bars within cells are escaped."""
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |" for line in lines)


def write(name: str, page: str) -> None:
    """Write a page of the reference and say so."""
    REFERENCE.mkdir(parents=True, exist_ok=True)
    path = REFERENCE / name
    path.write_text(page, encoding="utf-8")
    print(f"wrote docs/reference/{name}")
