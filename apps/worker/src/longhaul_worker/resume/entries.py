"""Cutting a section into entries: the heads around their dates, and the descriptions below them."""
# ruff: noqa: RUF001 - CVs are full of these dashes and quotes

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise

from longhaul_worker.resume.dates import Span
from longhaul_worker.resume.labels import read_label
from longhaul_worker.resume.places import is_place
from longhaul_worker.resume.rows import Row
from longhaul_worker.resume.textnorm import join_wrapped, tidy, without_bullet
from longhaul_worker.resume.titles import company_score, is_title, school_score

_MAX_ABOVE = 4


@dataclass(slots=True)
class Entry:
    """Head lines and the description below them."""

    head: list[Row] = field(default_factory=list[Row])
    body: list[Row] = field(default_factory=list[Row])

    @property
    def span(self) -> Span | None:
        """The first range of dates of the head, else its first single date."""
        spans = [span for row in self.head for span in row.spans]
        return next((span for span in spans if not span.single), spans[0] if spans else None)

    def bullets(self) -> list[str]:
        """The description as bullet points, wrapped lines joined."""
        return [text for is_bullet, text in _paragraphs(self.body) if is_bullet]

    def prose(self) -> str | None:
        """The description outside of bullet points, or None."""
        return " ".join(text for is_bullet, text in _paragraphs(self.body) if not is_bullet) or None


def split_entries(rows: list[Row]) -> list[Entry]:
    """Entries of a section, each around its dates; without any dates, around its heads."""
    anchors = _anchors(rows)
    if not anchors:
        return _undated(rows)
    # What stands above the first date shows how the heads of this section are built.
    above = sum(row.role == "head" and bool(row.rest) for row in rows[: anchors[0]])
    starts = [0 if above <= _MAX_ABOVE else _block_start(rows, 0, anchors[0])]
    starts += [_start(rows, before + 1, anchor, above) for before, anchor in pairwise(anchors)]
    ends = [*starts[1:], len(rows)]
    return [_entry(rows[start:end], anchor - start) for start, end, anchor in zip(starts, ends, anchors, strict=True)]


def _anchors(rows: list[Row]) -> list[int]:
    ranged = [index for index, row in enumerate(rows) if row.dated and any(not span.single for span in row.spans)]
    single = [index for index, row in enumerate(rows) if row.dated and index not in ranged]
    if not ranged:
        return single
    return sorted(ranged + [index for index in single if _counts(rows, index, ranged)])


def _counts(rows: list[Row], index: int, ranged: list[int]) -> bool:
    """Whether a lone date makes an entry although others have ranges: "Promoted 2021" belongs to the one above it."""
    row = rows[index]
    if is_title(row.rest) and re.search(r",\s|\t|\||\sat\s|\s[–—-]\s", row.rest):
        return True
    is_near = any(abs(index - other) <= 2 for other in ranged)
    if is_near and not (index and rows[index - 1].role == "bullet"):
        return False
    return is_title(row.rest) or not row.rest or len(row.line.segments) > 1


def _block_start(rows: list[Row], floor: int, anchor: int) -> int:
    """Where the undated head lines directly above `anchor` begin."""
    start = anchor
    while start > floor and rows[start - 1].role == "head" and not rows[start - 1].dated:
        start -= 1
    return start


def _start(rows: list[Row], floor: int, anchor: int, above: int) -> int:
    """Where the head of the entry with the date at `anchor` begins, not before `floor`."""
    start = _block_start(rows, floor, anchor)
    free = anchor - start  # lines that may belong to the entry above or to this one
    if free == 0:
        return anchor
    glued = start == floor  # no description between: the lines follow the last dates at once
    choices = range(anchor - min(free, 3), anchor + 1)
    return max(choices, key=lambda at: _fit(rows, at, anchor, above, glued=glued and at == start))


def _fit(rows: list[Row], at: int, anchor: int, above: int, *, glued: bool) -> float:
    """How well an entry with its date at `anchor` begins at the line `at`."""
    line, before = rows[at].line, rows[at - 1].line
    count = anchor - at
    score = 1.5 if count == above else -0.5 * abs(count - above)
    score += 2.0 * min(max(line.space, 0.0), 1.2)
    score += 0.8 * (line.bold and not before.bold) + 0.8 * (line.size > before.size + 0.4)
    # Blank lines within the head speak against it: the head of an entry is one block.
    score -= 1.5 * max((min(row.line.space, 1.2) for row in rows[at + 1 : anchor + 1]), default=0.0)
    if rows[at - 1].role != "head" and at < anchor:
        score += 0.8
    if (glued and above == 0) or is_place(tidy(rows[at].rest)):
        score -= 1.0
    return score


def _entry(rows: list[Row], anchor: int) -> Entry:
    """The entry of these rows: its head ends where the lines after the date stop to add anything to it."""
    entry = Entry(rows[: anchor + 1])
    rest = rows[anchor + 1 :]
    taken = 0
    while taken < len(rest) and taken < 3 and _belongs_to_head(entry, rest[taken]):
        entry.head.append(rest[taken])
        taken += 1
    entry.body = [row for row in entry.head if row.role != "head"] + rest[taken:]
    entry.head = [row for row in entry.head if row.role == "head"]
    return entry


def _belongs_to_head(entry: Entry, row: Row) -> bool:
    if row.role != "head" or row.line.space > 0.9:
        return False
    text = tidy(row.rest)
    if not text:
        return bool(row.spans)
    if is_place(text) or read_label(row.rest) is not None:
        return True
    texts = [tidy(part) for head in entry.head if head.role == "head" for part in head.rest.split("\t")]
    named = [part for part in texts if part and not is_place(part)]
    if not named:
        return len(text.split()) <= 12
    has_title = any(is_title(part) for part in named)
    if len(named) >= 2 and has_title:
        return False
    joined = len(named) == 1 and re.search(r"\s(?:at|@|bei|chez)\s|\s[|–—]\s|,\s", named[0]) is not None
    if has_title and joined and not (company_score(text) and not company_score(named[0])):
        return False
    if has_title:
        return len(text.split()) <= 9 and not is_title(text)
    return len(text.split()) <= 10 and (is_title(text) or school_score(text) > 0 or len(named) < 2)


def _undated(rows: list[Row]) -> list[Entry]:
    """Entries of a section without any dates: a head begins one after a description or a blank line."""
    entries: list[Entry] = []
    for row in rows:
        if row.role != "head":
            if entries:
                entries[-1].body.append(row)
            continue
        if not entries or entries[-1].body or (row.line.space > 0.45 and len(entries[-1].head) > 0):
            entries.append(Entry())
        entries[-1].head.append(row)
    return entries


def _paragraphs(rows: list[Row]) -> list[tuple[bool, str]]:
    """Whole paragraphs, each with whether it is a bullet point."""
    parts: list[tuple[bool, list[str]]] = []
    for row in rows:
        if (row.role == "wrap" and parts) or (
            row.role == "prose" and parts and not parts[-1][0] and row.line.space < 0.4
        ):
            parts[-1][1].append(row.line.text)
        else:
            parts.append((row.role == "bullet", [without_bullet(row.line.text)]))
    return [(is_bullet, text) for is_bullet, lines in parts if (text := join_wrapped(lines))]
