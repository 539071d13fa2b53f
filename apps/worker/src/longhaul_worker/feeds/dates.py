"""Reads the dates of feeds: RFC 822, ISO 8601, times since 1970, and days written as in Europe or the USA."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime

_NUMERIC = re.compile(r"^(\d{1,2})[./-](\d{1,2})[./-](\d{4})(?!\d)")
_ISO = re.compile(r"^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_COMPACT = re.compile(r"^(20\d{2})(\d{2})(\d{2})(?:T?\d{4,6}Z?)?$")
_NAMED = re.compile(
    r"(?:(\d{1,2})(?:st|nd|rd|th)?[\s.-]+([A-Za-z]{3,9})|([A-Za-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?),?[\s-]+(\d{4})"
)
_MONTHS = {name: number for number, name in enumerate(
    ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1
)}  # fmt: skip
_FIRST_YEAR, _LAST_YEAR = 1990, 2100
_MILLISECONDS_FROM = 100_000_000_000


def read_date(text: str | None) -> date | None:
    """The day that `text` names, in its own time zone; None where it names none.

    `5/4/2026` is read with the day first unless only the month can be first (`5/14/2026`).
    """
    if not text:
        return None
    trimmed = text.strip()
    found = _epoch(trimmed) or _iso(trimmed) or _rfc822(trimmed) or _numeric(trimmed) or _named(trimmed)
    return found if found and _FIRST_YEAR <= found.year <= _LAST_YEAR else None


def _epoch(text: str) -> date | None:
    if not text.isascii() or not text.isdigit() or not 10 <= len(text) <= 13:
        return None
    seconds = int(text) / 1000 if int(text) >= _MILLISECONDS_FROM else int(text)
    return datetime.fromtimestamp(seconds, UTC).date()


def _iso(text: str) -> date | None:
    found = _ISO.match(text) or _COMPACT.match(text)
    return _day(int(found.group(1)), int(found.group(2)), int(found.group(3))) if found else None


def _rfc822(text: str) -> date | None:
    try:
        return parsedate_to_datetime(text).date()
    except (ValueError, IndexError, TypeError, OverflowError):
        return None


def _numeric(text: str) -> date | None:
    found = _NUMERIC.match(text)
    if found is None:
        return None
    first, second, year = (int(part) for part in found.groups())
    return _day(year, second, first) or _day(year, first, second)


def _named(text: str) -> date | None:
    found = _NAMED.search(text)
    if found is None:
        return None
    month = _MONTHS.get((found.group(2) or found.group(3))[:3].lower(), 0)
    return _day(int(found.group(5)), month, int(found.group(1) or found.group(4)))


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
