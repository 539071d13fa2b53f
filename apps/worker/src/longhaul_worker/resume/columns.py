"""Finding the gutter between two columns of a page, and telling columns from a margin of dates."""
# ruff: noqa: RUF001 - CVs are full of these dashes and quotes

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from longhaul_worker.resume.dates import find_spans
from longhaul_worker.resume.document import Line
from longhaul_worker.resume.headings import heading_kind
from longhaul_worker.resume.places import is_place

_CROSSED = 0.14  # so much of the rows may reach over the gutter
_BIN = 2.0
_CONTACT = re.compile(r"@|https?://|www\.|linkedin|github|\+?\d[\d ()./-]{7,}")


@dataclass(slots=True)
class Columns:
    """Two columns: the wider `main` one, the `side` one, and where the gutter is."""

    main: list[Line]
    side: list[Line]
    gutter: float
    main_is_left: bool


@dataclass(slots=True)
class _Cut:
    first: int
    last: int
    gutter: float
    score: float


def find_columns(lines: list[Line], last: Columns | None = None) -> list[list[Line] | Columns]:
    """Bands of the page from top to bottom: plain lines, or two columns.

    `last` are the columns of the page before: where the gutter is the same, less is asked of this page.
    """
    cut = _best_cut(lines, last)
    if cut is None:
        return [lines] if lines else []
    columns = _columns(lines[cut.first : cut.last], cut.gutter, last)
    above = find_columns(lines[: cut.first], last) if cut.first else []
    below = find_columns(lines[cut.last :], last) if cut.last < len(lines) else []
    return [*above, columns, *below]


def _best_cut(lines: list[Line], last: Columns | None) -> _Cut | None:
    best: _Cut | None = None
    for gutter in [*_gutters(lines), *([last.gutter] if last else [])]:
        familiar = last is not None and abs(last.gutter - gutter) < 15
        cut = _widest_window(lines, gutter, least=2 if familiar else 4)
        if cut is None or (best is not None and cut.score <= best.score):
            continue
        cut.first += _rows_of_a_margin(lines[cut.first : cut.last], gutter)
        if _are_columns(lines[cut.first : cut.last], gutter, familiar=familiar):
            best = cut
    return best


def _gutters(lines: list[Line]) -> list[float]:
    """Centres of the vertical strips that few rows of some stretch of the page reach over."""
    segments = [segment for line in lines for segment in line.segments]
    if len(lines) < 6 or not segments:
        return []
    left, right = min(segment.x0 for segment in segments), max(segment.x1 for segment in segments)
    count = int((right - left) / _BIN) + 1
    covered = [0] * (count + 1)
    for segment in segments:
        for slot in range(int((segment.x0 - left) / _BIN), min(int((segment.x1 - left) / _BIN) + 1, count)):
            covered[slot] += 1
    gutters: list[float] = []
    run: list[int] = []
    limit = max(2, round(len(lines) * 0.45))
    low = int(0.12 * count), int(0.88 * count)
    for slot in range(low[0], low[1] + 1):
        # A gutter is a valley: less covered than what lies to its sides.
        if covered[slot] <= limit:
            run.append(slot)
        elif run:
            gutters += _valleys(run, covered, left)
            run = []
    return gutters + (_valleys(run, covered, left) if run else [])


def _valleys(run: list[int], covered: list[int], left: float) -> list[float]:
    found: list[float] = []
    start = 0
    for index in range(1, len(run) + 1):
        if index == len(run) or covered[run[index]] != covered[run[start]]:
            width = (index - start) * _BIN
            if width >= 6:
                found.append(left + (run[start] + index - start - 1 - (index - start - 1) / 2) * _BIN + _BIN / 2)
            start = index
    return found


def _widest_window(lines: list[Line], gutter: float, *, least: int) -> _Cut | None:
    """The longest stretch of `least` rows or more, of which at most `_CROSSED` reach over the gutter."""
    crossing = [
        index
        for index, line in enumerate(lines)
        if any(segment.x0 < gutter - 2 and segment.x1 > gutter + 2 for segment in line.segments)
    ]
    edges = [-1, *crossing, len(lines)]
    best: _Cut | None = None
    for low in range(len(edges) - 1):
        for high in range(low + 1, len(edges)):
            first, last = edges[low] + 1, edges[high]
            inside = high - low - 1
            if last - first < least or inside > _CROSSED * (last - first):
                continue
            score = last - first - 2.5 * inside
            if best is None or score > best.score:
                best = _Cut(first, last, gutter, score)
    return best


def _rows_of_a_margin(lines: list[Line], gutter: float) -> int:
    """How many rows at the top belong to a margin of dates above two columns that begin with a heading each."""
    for index, line in enumerate(lines):
        left, right = _sides([line], gutter)
        if not (left and right and heading_kind(left[0].text) and heading_kind(right[0].text)):
            continue
        # Looked at from below: the first line above on either side tells.
        nearest = [side[-1] for side in _sides(lines[:index], gutter) if side]
        dated = any(
            all(_has_dates(part.text) and _is_marginal(part.text.strip()) for part in row.segments) for row in nearest
        )
        return index if len(nearest) == 2 and dated else 0
    return 0


def _sides(lines: list[Line], gutter: float) -> tuple[list[Line], list[Line]]:
    left: list[Line] = []
    right: list[Line] = []
    for line in lines:
        before = tuple(
            segment for segment in line.segments if (segment.x0 + segment.x1) / 2 < gutter or segment.x0 < gutter - 20
        )
        after = tuple(segment for segment in line.segments if segment not in before)
        if before:
            left.append(replace(line, segments=before))
        if after:
            right.append(replace(line, segments=after))
    return left, right


def _are_columns(lines: list[Line], gutter: float, *, familiar: bool) -> bool:
    left, right = _sides(lines, gutter)
    if min(len(left), len(right)) < (1 if familiar else 2):
        return False
    heads_left, heads_right = ({line.y for line in side if heading_kind(line.text)} for side in (left, right))
    if heads_left & heads_right:
        return True  # two headings side by side
    small, big = (left, right) if _area(left) <= _area(right) else (right, left)
    # Only where both sides have lines can one be the margin of the other.
    both = [line for line in small if big[0].y - 4 <= line.y <= big[-1].y + 4] or small
    rows = {line.y for line in big}
    alone = sum(line.y not in rows for line in small) / len(small)
    items = [line for line in both if heading_kind(line.text) is None]
    stray = sum(line.y not in rows for line in items)
    if _is_margin(both, stray <= 0.1 * len(items)) or _is_margin(big, aligned=False):
        return False
    if familiar:
        return True
    heads_small, heads_big = _headings(small), _headings(big)
    beside = sum(line.y in rows for line in small if heading_kind(line.text) is not None)
    if heads_small and not heads_big and beside >= 0.8 * heads_small:
        return False  # headings in the margin, each beside the first line of its section
    contacts = sum(_CONTACT.search(line.text) is not None for line in small)
    if heads_small and heads_big:
        return heads_small >= 2 or alone >= 0.15 or contacts >= 2
    if heads_small >= 2 and len(big) >= 4:
        return alone >= 0.25 and not any(_has_dates(line.text) for line in small)
    return contacts >= 2 and heads_big >= 1 and alone >= 0.15 and len(small) >= 6


def _is_margin(side: list[Line], aligned: bool) -> bool:
    """Whether a side holds dates, places, headings and labels only, so that it belongs to the rows beside it."""
    segments = [segment for line in side for segment in line.segments]
    plain = [segment for segment in segments if not _is_marginal(segment.text.strip())]
    dates = sum(_has_dates(segment.text) for segment in segments)
    heads = sum(heading_kind(segment.text) is not None for segment in segments)
    if dates == 0 and heads == len(segments):
        return True
    if len(plain) <= 0.3 * len(segments):
        return dates > 0 or heads >= 2
    short = all(len(segment.text) <= 28 for segment in plain)
    return short and aligned and dates >= 1


@lru_cache(maxsize=4096)
def _has_dates(text: str) -> bool:
    return bool(find_spans(text))


@lru_cache(maxsize=4096)
def _is_marginal(text: str) -> bool:
    spans = find_spans(text)
    if spans and len(text) - sum(span.to - span.at for span in spans) <= 12:
        return True
    return heading_kind(text) is not None or is_place(text) or re.fullmatch(r"[\d./–—-]+", text) is not None


def _headings(side: list[Line]) -> int:
    return sum(len(line.segments) == 1 and heading_kind(line.text) is not None for line in side)


def _area(side: list[Line]) -> float:
    return sum(segment.x1 - segment.x0 for line in side for segment in line.segments)


def _columns(lines: list[Line], gutter: float, last: Columns | None) -> Columns:
    left, right = _sides(lines, gutter)
    main_is_left = _area(left) >= _area(right)
    if last is not None and abs(last.gutter - gutter) < 15:
        main_is_left = last.main_is_left
    main, side = (left, right) if main_is_left else (right, left)
    return Columns(main, side, gutter, main_is_left)
