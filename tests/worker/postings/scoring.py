"""How well what was read agrees with what a page says: true, false and missed values by field."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from typing import Any

from career.posting import Posting
from tests.worker.postings.building import Sample

FIELDS = ("title", "company", "place", "workplace", "employment", "posted", "expires", "salary")


class Score:
    """Counts of values by field, added up over pages."""

    def __init__(self) -> None:
        self.counts: dict[str, Counter[str]] = defaultdict(Counter)
        self.misses: list[str] = []

    def add(self, label: str, sample: Sample, posting: Posting | None) -> None:
        """Compare what was read of one page."""
        got = actual(posting) if posting is not None else {}
        for field in FIELDS:
            wanted = _keys(field, sample.expected.get(field))
            found = _keys(field, got.get(field))
            hit = len(wanted & found) if field != "place" else int(_is_same_place(wanted, found))
            extra, missed = len(found) - hit, len(wanted) - hit
            self.counts[field].update(hit=hit, extra=max(extra, 0), missed=max(missed, 0))
            if extra > 0 or missed > 0:
                self.misses.append(f"{label} {field}: wanted {sorted(wanted)} found {sorted(found)}")

    def f1(self, field: str | None = None) -> float:
        """F1 of one field, or over all values of all fields."""
        chosen = [self.counts[field]] if field else list(self.counts.values())
        hit = sum(count["hit"] for count in chosen)
        wrong = sum(count["extra"] + count["missed"] for count in chosen)
        return 2 * hit / (2 * hit + wrong) if hit or wrong else 1.0


def actual(posting: Posting) -> dict[str, Any]:
    """The values of the fields that count."""
    salary = posting.baseSalary
    return {
        "title": posting.title,
        "company": posting.hiringOrganization.name,
        "place": " / ".join(place.raw for place in posting.jobLocation) or None,
        "workplace": posting.workplace,
        "employment": [kind.value for kind in posting.employmentType],
        "posted": posting.datePosted.isoformat() if posting.datePosted else None,
        "expires": posting.validThrough.isoformat() if posting.validThrough else None,
        "salary": (salary.minValue, salary.maxValue, salary.currency, salary.unitText) if salary else None,
    }


def plain(text: str) -> str:
    """`text` without accents, capitals and punctuation."""
    bare = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(re.findall(r"[a-z0-9+#&]+", "".join(char for char in bare if not unicodedata.combining(char))))


def _keys(field: str, value: Any) -> set[str]:
    if value in (None, "", []):
        return set()
    if field == "salary":
        low, high, currency, unit = value
        return {f"{low:g}-{high:g} {currency} {unit}"}
    if isinstance(value, list):
        return {str(member) for member in value}  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
    return {plain(str(value)) if field in {"title", "company", "place"} else str(value)}


def _is_same_place(wanted: set[str], found: set[str]) -> bool:
    """Whether the place is the same up to how much of region and country is given."""
    if not wanted or not found:
        return False
    first, second = set(next(iter(wanted)).split()), set(next(iter(found)).split())
    return first <= second or second <= first
