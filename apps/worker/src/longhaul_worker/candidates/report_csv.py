"""The report of a search as a table for spreadsheets, in which no cell is a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Final

from longhaul_worker.candidates.found import Match
from longhaul_worker.candidates.report_text import one_line

PARTS: Final = ("title", "skills", "nice", "years", "place")
COLUMNS: Final = (
    "rank", "score", "name", "headline", "email", "phone", "place", "years", "matched", "missing",
    *(f"part_{name}" for name in PARTS), "source", "source_url", "resume_id", "duplicate_of",
)  # fmt: skip
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def as_csv(ranked: Sequence[Match], duplicates: Sequence[tuple[Match, str]]) -> bytes:
    """The ranked CVs and, after them, the duplicates with the id of the CV ranked instead; UTF-8 with a mark."""
    output = io.StringIO()
    writer = csv.writer(output)
    writer.writerow(COLUMNS)
    for rank, match in enumerate(ranked, 1):
        writer.writerow(_row(match, str(rank), ""))
    for match, instead in duplicates:
        writer.writerow(_row(match, "", instead))
    return output.getvalue().encode("utf-8-sig")


def _row(match: Match, rank: str, duplicate_of: str) -> list[str]:
    scored = match.scored
    years = f"{match.years:.1f}" if match.years is not None else ""
    parts = [f"{scored.breakdown[name]:.3f}" if name in scored.breakdown else "" for name in PARTS]
    cells = [
        *(rank, str(scored.score), match.name, match.headline, match.email, match.phone, match.place, years),
        *("; ".join(scored.matched), "; ".join(scored.missing), *parts),
        *(match.source, match.source_url, match.resume_id, duplicate_of),
    ]
    return [_cell(cell or "") for cell in cells]


def _cell(text: str) -> str:
    plain = one_line(text) if text.strip() else ""
    return f"'{plain}" if plain.startswith(_FORMULA) else plain
