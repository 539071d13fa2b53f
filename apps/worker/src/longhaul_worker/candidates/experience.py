"""How long somebody has worked: months covered by posts, and when a post was held."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

from career.resume import Work

_LONGEST_POST_MONTHS: Final = 70 * 12


def months_covered(posts: Iterable[Work], today: date) -> int | None:
    """Months covered by `posts`, overlapping ones counted once; None where no post has dates."""
    covered: set[int] = set()
    for post in posts:
        span = months_of(post, today)
        if span is not None:
            covered.update(range(span[0], span[1] + 1))
    return len(covered) or None


def months_of(post: Work, today: date) -> tuple[int, int] | None:
    """First and last month of a post, counted from the year 0; None where it has no beginning."""
    if post.startDate is None:
        return None
    start = _month(post.startDate, 1)
    now = today.year * 12 + today.month
    end = now if post.current or post.endDate is None else _month(post.endDate, 12)
    return start, min(max(end, start), max(now, start), start + _LONGEST_POST_MONTHS)


def years_since(post: Work, today: date) -> float | None:
    """How many years ago the post ended; 0 for one still held, None where that is not known."""
    span = months_of(post, today)
    return None if span is None else max(today.year * 12 + today.month - span[1], 0) / 12


def _month(partial: str, default: int) -> int:
    year, _, rest = partial.partition("-")
    return int(year) * 12 + (int(rest[:2]) if rest else default)
