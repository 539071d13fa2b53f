"""Reading order: running headers apart, columns one after the other, margins joined to their rows."""
# ruff: noqa: RUF001 - CVs are full of these dashes and quotes

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from career.resume import Layout
from longhaul_worker.resume.columns import Columns, find_columns
from longhaul_worker.resume.document import Document, Line, Segment
from longhaul_worker.resume.headings import heading_kind, is_one_heading
from longhaul_worker.resume.textnorm import key, tidy

_MAX_LINES = 3000
_MAX_LINE = 4000
_MAX_SEGMENTS = 60
_PAGE_NUMBER = re.compile(
    r"^(?:page|seite|página|pagina|p\.)?\s*\d{1,2}\s*(?:(?:/|of|von|de|sur)\s*\d{1,2})?$", re.IGNORECASE
)
_SIGNED = re.compile(r"^[A-ZÄÖÜ][\w .-]{2,20}, (?:den |le |a )?\d{1,2}\.? ?(?:de )?[\w.]{2,10} (?:de )?\d{4}$")
_STAMP = re.compile(
    r"^(?:last updated|stand|updated|letzte aktualisierung|dernière mise à jour)\b.{0,40}$", re.IGNORECASE
)


@dataclass(slots=True)
class Reading:
    """Streams of lines to be read one after the other; `furniture` are running headers and footers."""

    layout: Layout
    streams: list[list[Line]]
    furniture: list[Line] = field(default_factory=list[Line])

    @property
    def text(self) -> str:
        """The text in reading order."""
        return "\n\n".join("\n".join(line.text for line in stream) for stream in self.streams)


def arrange(document: Document) -> Reading:
    """Bring the lines of `document` into reading order."""
    document.pages = [_without_pictograms(_bounded(page)) for page in document.pages]
    if document.format != "pdf":
        streams = [[line for line in page if not _PAGE_NUMBER.match(line.text)] for page in document.pages]
        streams = [stream[:-1] if stream and _SIGNED.match(stream[-1].text.strip()) else stream for stream in streams]
        if document.format == "text":
            streams = [[line for stream in streams for line in stream]]
        layout: Layout = "table" if document.tables else ("text" if document.format == "text" else "single")
        return Reading(layout, [_headings_apart(stream) for stream in streams if stream])
    pages, furniture = _without_furniture(document.pages)
    main: list[Line] = []
    side: list[Line] = []
    margin = False
    last: Columns | None = None
    for page in pages:
        for band in find_columns(page, last):
            if isinstance(band, Columns):
                last = band
                main += _spaced(band.main, follows=bool(main))
                side += _spaced(band.side, follows=bool(side))
            else:
                joined, found = _margin_joined(_spaced(band, follows=bool(main)))
                margin = margin or found
                main += joined
    layout = "sidebar" if side else ("margin" if margin else "single")
    return Reading(layout, [_headings_apart(_edged(stream)) for stream in (main, side) if stream], furniture)


def _bounded(lines: list[Line]) -> list[Line]:
    """The lines, with endless ones cut: what follows looks for patterns, whose cost grows with the square of a line."""
    out: list[Line] = []
    for line in lines[:_MAX_LINES]:
        if all(len(segment.text) <= _MAX_LINE for segment in line.segments[:_MAX_SEGMENTS]):
            out.append(replace(line, segments=line.segments[:_MAX_SEGMENTS]))
            continue
        for segment in line.segments[:_MAX_SEGMENTS]:
            cuts = range(0, min(len(segment.text), 50 * _MAX_LINE), _MAX_LINE)
            pieces = (replace(segment, text=segment.text[at : at + _MAX_LINE], lead=0) for at in cuts)
            out += [replace(line, segments=(piece,)) for piece in pieces]
    return out


def _without_pictograms(lines: list[Line]) -> list[Line]:
    """The lines without pieces that are pictures only, such as five stars behind a language."""
    kept: list[Line] = []
    for line in lines:
        segments = tuple(segment for segment in line.segments if re.search(r"\w", tidy(segment.text)))
        if segments:
            kept.append(line if len(segments) == len(line.segments) else replace(line, segments=segments))
    return kept


def _without_furniture(pages: list[list[Line]]) -> tuple[list[list[Line]], list[Line]]:
    """Pages without what repeats on them, page numbers and stamps; and each repeated line once."""
    seen: dict[tuple[str, int], set[int]] = {}
    for number, page in enumerate(pages):
        for line in page:
            seen.setdefault(_signature(line), set()).add(number)
    kept: list[list[Line]] = []
    furniture: list[Line] = []
    done: set[tuple[str, int]] = set()
    for number, page in enumerate(pages):
        rest: list[Line] = []
        edges = {id(line) for line in [*page[:3], *page[-4:]]}
        for line in page:
            sign = _signature(line)
            repeated = len(seen[sign]) > 1 and id(line) in edges and (number > 0 or line in page[-4:])
            if repeated and sign not in done:
                done.add(sign)
                furniture.append(line)
            if not repeated and not (id(line) in edges and _is_marginalia(line.text.strip())):
                rest.append(line)
        kept.append(rest)
    return kept, furniture


def _is_marginalia(text: str) -> bool:
    """Whether the text is a page number, the date of the last change, or place and date of a signature."""
    return any(pattern.match(text) for pattern in (_PAGE_NUMBER, _STAMP, _SIGNED))


def _signature(line: Line) -> tuple[str, int]:
    text = re.sub(r"\d", "", key(line.text)).strip()
    # Too little text says nothing: two ranges of dates at the same height are no footer.
    return (text if len(text) > 4 else line.text), round(line.y / 6)


def _spaced(lines: list[Line], *, follows: bool) -> list[Line]:
    """The lines with the blank above each, in line heights; above the first one, if it `follows` others, little."""
    spaced: list[Line] = []
    for line in lines:
        above = spaced[-1] if spaced else None
        if above is None:
            spaced.append(line.with_space(0.4 if follows else 1.0))
            continue
        pitch = 1.2 * max(line.size, 1.0)
        spaced.append(line.with_space(max(0.0, round((line.y - above.y) / pitch - 1.0, 2))))
    return spaced


def _edged(lines: list[Line]) -> list[Line]:
    """The lines with the right edge of their column."""
    edge = max(line.x1 for line in lines)
    return [replace(line, edge=edge) for line in lines]


def _margin_joined(lines: list[Line]) -> tuple[list[Line], bool]:
    """Join a date that wraps within the margin to the row it began on."""
    out: list[Line] = []
    found = False
    for line in lines:
        previous = out[-1] if out else None
        if previous is not None and len(previous.segments) > 1 and _wraps_in_margin(previous, line):
            first = previous.segments[0]
            joined = replace(first, text=f"{first.text} {line.segments[0].text}")
            out[-1] = replace(previous, segments=(joined, *previous.segments[1:]))
            found = True
            if len(line.segments) > 1:
                out.append(replace(line, segments=line.segments[1:]))
            continue
        found = found or _starts_with_margin_date(line)
        out.append(line)
    return out, found


def _wraps_in_margin(previous: Line, line: Line) -> bool:
    first, below = previous.segments[0], line.segments[0]
    return (
        re.search(r"(?:\d{4}|\w)\s*(?:[-–—]|\bto|\bbis|\bà|\ba)$", first.text) is not None
        and re.search(r"\d{2}", first.text) is not None
        and len(below.text) < 20
        and below.x1 < previous.segments[1].x0
        and line.page == previous.page
    )


def _starts_with_margin_date(line: Line) -> bool:
    first = line.segments[0]
    return len(line.segments) > 1 and re.match(r"^[^\W\d]*\.?\s*\d{2,4}\b.{0,22}$", first.text) is not None


def _headings_apart(lines: list[Line]) -> list[Line]:
    """A heading that shares its row with the first line of its section gets a line of its own."""
    out: list[Line] = []
    for line in _wrapped_headings_joined(lines):
        if len(line.segments) > 1 and _is_margin_heading(line):
            out.append(replace(line, segments=line.segments[:1], space=max(line.space, 0.5)))
            out.append(replace(line, segments=line.segments[1:], space=0.0))
        else:
            out.append(line)
    return out


def _wrapped_headings_joined(lines: list[Line]) -> list[Line]:
    """A heading in the margin that takes two rows ("WORK", "EXPERIENCE") is put together on the first."""
    out = list(lines)
    for index in range(len(out) - 1):
        line, below = out[index], out[index + 1]
        if len(line.segments) < 2 or below.page != line.page:
            continue
        first, second = line.segments[0], below.segments[0]
        alike = abs(first.x0 - second.x0) < 2 and first.size == second.size and first.bold == second.bold
        apart = second.x1 < line.segments[1].x0 and (len(below.segments) > 1 or below.space < 0.3)
        joined = replace(first, text=f"{first.text} {second.text}")
        if alike and apart and is_one_heading(first.text, second.text) and _weight(first) > _weight(line.segments[1]):
            out[index] = replace(line, segments=(joined, *line.segments[1:]))
            out[index + 1] = replace(below, segments=below.segments[1:])
    return [line for line in out if line.segments]


def _is_margin_heading(line: Line) -> bool:
    first, second = line.segments[0], line.segments[1]
    if heading_kind(first.text) is None or first.text.rstrip().endswith(":"):
        return False
    stands_out = _weight(first) > _weight(second) or first.size > second.size + 0.4
    return stands_out and not second.text.startswith(":")


def _weight(segment: Segment) -> int:
    return int(segment.bold) + int(segment.text.isupper())
