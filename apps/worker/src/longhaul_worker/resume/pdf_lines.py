"""From the characters of a page to its lines: what shares a baseline, where words and wide gaps are."""

from __future__ import annotations

import re
from itertools import pairwise
from statistics import median

from longhaul_worker.resume.document import ICON, Line, Segment
from longhaul_worker.resume.pdf_chars import UNKNOWN, Glyph
from longhaul_worker.resume.textnorm import repair

_GAP = 1.0  # a blank this wide (in ems) sets two pieces of a line apart
_BARE_GAP = 0.75  # the same where no space character fills it
_WORD = 0.17
_LOST_LIGATURE = re.compile(rf"(?<=[^\W\d_]){UNKNOWN}(?=[a-zà-ü])")


def lines_of(glyphs: list[Glyph], page: int) -> list[Line]:
    """The lines of a page from top to bottom; pieces that stand apart become segments."""
    lines: list[Line] = []
    for row in _rows(_chunks(glyphs)):
        segments = [segment for run in _runs(row) if (segment := _segment(run)) is not None]
        if segments:
            lines.append(Line(tuple(_with_bullets_joined(segments)), page, row[0].y))
    return lines


def _chunks(glyphs: list[Glyph]) -> list[list[Glyph]]:
    """Glyphs that follow each other in the content and on the page."""
    chunks: list[list[Glyph]] = []
    previous: Glyph | None = None
    for glyph in glyphs:
        if previous is not None and _follows(previous, glyph):
            chunks[-1].append(glyph)
        else:
            chunks.append([glyph])
        previous = glyph
    return [chunk for chunk in chunks if any(not glyph.char.isspace() for glyph in chunk)]


def _follows(previous: Glyph, glyph: Glyph) -> bool:
    size = max(previous.style.size, glyph.style.size)
    same_base = abs(glyph.y - previous.y) <= 0.1 * size
    raised = glyph.style.size != previous.style.size and abs(glyph.y - previous.y) <= 0.5 * size
    # The letters of a ligature all have the place of its one glyph.
    in_ligature = same_base and abs(glyph.x0 - previous.x0) < 0.1 * size
    return in_ligature or ((same_base or raised) and -0.6 * size <= glyph.x0 - previous.x1 <= _BARE_GAP * size)


def _rows(chunks: list[list[Glyph]]) -> list[list[Glyph]]:
    """Glyphs sharing a baseline, left to right; rows from top to bottom."""
    ordered = sorted(chunks, key=_baseline)
    rows: list[list[list[Glyph]]] = []
    for chunk in ordered:
        base, size = _baseline(chunk), _height(chunk)
        for row in reversed(rows[-3:]):
            tolerance = 0.3 * min(size, _height(row[0]))
            if abs(base - _baseline(row[0])) <= tolerance and not _overlaps(chunk, row):
                row.append(chunk)
                break
        else:
            rows.append([chunk])
    rows.sort(key=lambda row: _baseline(row[0]))
    return [[glyph for chunk in sorted(row, key=lambda chunk: chunk[0].x0) for glyph in chunk] for row in rows]


def _baseline(chunk: list[Glyph]) -> float:
    return median(glyph.y for glyph in chunk)


def _height(chunk: list[Glyph]) -> float:
    return max(glyph.style.size for glyph in chunk)


def _overlaps(chunk: list[Glyph], row: list[list[Glyph]]) -> bool:
    left, right = chunk[0].x0, chunk[-1].x1
    return any(min(right, other[-1].x1) - max(left, other[0].x0) > 0.5 * _height(chunk) for other in row)


def _runs(row: list[Glyph]) -> list[list[Glyph]]:
    """The row cut at wide gaps. In letter-spaced text the gap between words is not wide yet."""
    marks = [glyph for glyph in row if not glyph.char.isspace()]
    if not marks:
        return []
    tracking = _tracking(marks)
    runs: list[list[Glyph]] = [[]]
    last: Glyph | None = None
    blank = False
    for glyph in row:
        if glyph.char.isspace():
            blank = blank or glyph.x1 > glyph.x0
            if last is not None:
                runs[-1].append(glyph)
            continue
        if last is not None:
            size = max(last.style.size, glyph.style.size)
            limit = max((_GAP if blank else _BARE_GAP) * size, 3.2 * tracking)
            if glyph.x0 - last.x1 > limit:
                runs.append([])
        runs[-1].append(glyph)
        last, blank = glyph, False
    return runs


def _tracking(marks: list[Glyph]) -> float:
    gaps = [right.x0 - left.x1 for left, right in pairwise(marks)]
    close = [gap for gap in gaps if gap < marks[0].style.size]
    return max(median(close), 0.0) if len(close) >= 4 else 0.0


def _segment(run: list[Glyph]) -> Segment | None:
    marks = [glyph for glyph in run if not glyph.char.isspace()]
    if not marks:
        return None
    tracking = _tracking(marks)
    size = max(glyph.style.size for glyph in marks)
    spaced = tracking > 0.09 * size
    limit = max(1.7 * tracking, tracking + 0.12 * size) if spaced else _WORD * size
    text = ""
    lead = 0
    blank = hint = False
    last: Glyph | None = None
    for glyph in run:
        if glyph.char.isspace():
            blank = blank or glyph.x1 > glyph.x0
            hint = True
            continue
        if last is not None:
            gap = glyph.x0 - last.x1
            parted = glyph.style.font != last.style.font and gap > 0.04 * size and _are_letters(last, glyph)
            if gap > limit or (not spaced and (blank or parted or (hint and gap > 0.08 * size))):
                text += " "
            if lead == 0 and _look(glyph) != _look(run[0]) and glyph.char.isalnum():
                lead = len(text)
        text += glyph.char
        last, blank, hint = glyph, False, False
    # Between letters an unknown glyph is most often the ligature "fi", elsewhere a pictogram.
    text = _LOST_LIGATURE.sub("fi", text).replace(UNKNOWN, ICON)
    fixed = repair(text)
    first = next((glyph for glyph in marks if glyph.char.isalnum()), marks[0])
    letters = [glyph.style.size for glyph in marks if glyph.char != ICON] or [size]
    if not fixed.strip():
        return None
    lead = len(repair(text[:lead]))
    return Segment(fixed, marks[0].x0, marks[-1].x1, round(median(letters), 1), first.style.bold, lead)


def _are_letters(last: Glyph, glyph: Glyph) -> bool:
    return last.char.isalnum() and glyph.char.isalnum()


def _look(glyph: Glyph) -> tuple[bool, bool]:
    return glyph.style.bold, glyph.style.italic


def _with_bullets_joined(segments: list[Segment]) -> list[Segment]:
    """A bullet standing apart belongs to the text after it."""
    joined: list[Segment] = []
    for segment in segments:
        if joined and len(joined[-1].text.strip()) == 1 and not joined[-1].text.strip().isalnum():
            bullet = joined.pop()
            text = f"{bullet.text.strip()} {segment.text}"
            joined.append(Segment(text, bullet.x0, segment.x1, segment.size, segment.bold))
        else:
            joined.append(segment)
    return joined
