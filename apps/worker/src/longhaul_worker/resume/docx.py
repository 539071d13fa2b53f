"""Word documents: from bytes to lines, with tables read by row or by column as they are meant."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

import docx
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph

from longhaul_worker.resume.document import Document, Line, Segment
from longhaul_worker.resume.errors import ResumeError
from longhaul_worker.resume.textnorm import repair, squeeze

_MAX_LINES = 20_000
_HEADING = re.compile(r"^(?:heading|überschrift|titre|título|titolo|section)\b", re.IGNORECASE)
_LIST = re.compile(r"^(?:list|liste|aufzählung|lista|bullet)", re.IGNORECASE)
_DEFAULT_SIZE = 11.0
_TALL_CELL = 4


def read_docx(data: bytes) -> Document:
    """The lines of a Word document: header of the first section, body with tables and text boxes, footer.

    Raises `ResumeError` CORRUPT where the package or its XML cannot be read.
    """
    try:
        return _Reader(docx.Document(io.BytesIO(data))).read()
    except ResumeError:
        raise
    except Exception as error:  # the libraries below raise many types for damaged packages
        raise ResumeError("CORRUPT", "The Word document is damaged.") from error


class _Reader:
    def __init__(self, source: Any) -> None:
        self.source = source
        self.document = Document("docx", [[]])
        self.column = 0
        self.y = 0.0
        self.blank = 0.0

    def read(self) -> Document:
        section = self.source.sections[0] if len(self.source.sections) else None
        if section is not None:
            self._blocks(_inside(section.header))
        self._blocks(_children(self.source.element.body, self.source))
        if section is not None:
            self._blocks(_inside(section.footer))
        return self.document

    def _blocks(self, blocks: Iterator[Paragraph | Table]) -> None:
        for block in blocks:
            if isinstance(block, Table):
                self._table(block)
            else:
                self._paragraph(block)

    def _table(self, table: Table) -> None:
        self.document.tables = True
        rows = [_cells(row) for row in table.rows]
        columns = max((len(row) for row in rows), default=0)
        tall = any(_height(cell) >= _TALL_CELL for row in rows for cell in row[:1])
        if columns >= 2 and tall and len(rows) <= 3:
            self._columns(rows)
            return
        for row in rows:
            self._row(row)

    def _columns(self, rows: list[list[Any]]) -> None:
        """A layout table: its cells are the columns of the page, each a stream of its own."""
        outer = self.column
        first = len(self.document.pages)
        for row in rows:
            for index, cell in enumerate(row):
                while first + index >= len(self.document.pages):
                    self.document.pages.append([])
                self.column = first + index
                self.blank = 1.0
                self._blocks(_inside(cell))
        self.column = outer

    def _row(self, cells: list[Any]) -> None:
        filled = [cell for cell in cells if cell.text.strip() or cell.tables]
        if len(filled) < 2:
            for cell in filled:
                self._blocks(_inside(cell))
            return
        firsts = [_first_paragraph(cell) for cell in filled]
        segments = [
            _segment(paragraph, index * 150.0) for index, paragraph in enumerate(firsts) if paragraph is not None
        ]
        self._emit(tuple(segment for segment in segments if segment is not None), heading=False, bullet=False)
        for cell, first in zip(filled, firsts, strict=True):
            started = first is None
            for block in _inside(cell):
                if started:
                    self._blocks(iter([block]))
                started = started or (
                    isinstance(block, Paragraph) and first is not None and _element(block) is _element(first)
                )

    def _paragraph(self, paragraph: Paragraph) -> None:
        element = _element(paragraph)
        for box in element.iter(qn("w:txbxContent")):
            if not _is_fallback(box):
                self._blocks(_children(box, paragraph))
        style = paragraph.style.name if paragraph.style is not None else ""
        numbered = element.pPr is not None and element.pPr.numPr is not None
        rows = _rows(paragraph)
        if not any(rows):
            self.blank = max(self.blank, 1.0)
        for index, row in enumerate(rows):
            if row:
                self._emit(
                    row,
                    heading=bool(_HEADING.match(style or "")),
                    bullet=index == 0 and (numbered or bool(_LIST.match(style or ""))),
                )

    def _emit(self, segments: tuple[Segment, ...], *, heading: bool, bullet: bool) -> None:
        if not segments:
            return
        self.y += 1.0 + self.blank
        lines = self.document.pages[self.column]
        if len(lines) >= _MAX_LINES:
            raise ResumeError("TOO_LARGE", f"The document has more than {_MAX_LINES} lines.")
        lines.append(Line(segments, self.column, self.y, self.blank if lines else 0.0, heading, bullet, source="docx"))
        self.blank = 0.0


def _element(item: Any) -> Any:
    """The XML behind an object of the library, which has no public name for it."""
    return item._element


def _inside(container: Any) -> Iterator[Paragraph | Table]:
    """The paragraphs and tables of a body, header or cell, in order."""
    return _children(_element(container), container)


def _children(element: Any, parent: Any) -> Iterator[Paragraph | Table]:
    for child in element.iterchildren():
        if child.tag == qn("w:p"):
            yield Paragraph(child, parent)
        elif child.tag == qn("w:tbl"):
            yield Table(child, parent)
        elif child.tag == qn("w:sdt"):
            for content in child.iterchildren(qn("w:sdtContent")):
                yield from _children(content, parent)


def _cells(row: Any) -> list[Any]:
    unique: list[Any] = []
    for cell in row.cells:
        if not unique or _element(cell) is not _element(unique[-1]):
            unique.append(cell)
    return unique


def _height(cell: Any) -> int:
    return sum(bool(paragraph.text.strip()) for paragraph in cell.paragraphs) + 3 * len(cell.tables)


def _first_paragraph(cell: Any) -> Paragraph | None:
    return next((paragraph for paragraph in cell.paragraphs if paragraph.text.strip()), None)


def _is_fallback(box: Any) -> bool:
    return any(parent.tag.endswith("}Fallback") for parent in box.iterancestors())


def _rows(paragraph: Paragraph) -> list[tuple[Segment, ...]]:
    """The paragraph's lines (it may hold line breaks), each as pieces between tabs."""
    rows: list[list[Segment]] = [[]]
    pieces: list[tuple[str, bool, bool, float]] = []

    def flush() -> None:
        segment = _joined(pieces, len(rows[-1]) * 150.0)
        if segment is not None:
            rows[-1].append(segment)
        pieces.clear()

    for text, bold, italic, size in _runs(paragraph):
        for part in re.split(r"(\t|\n| {4,})", text):
            if part == "\n":
                flush()
                rows.append([])
            elif part == "\t" or (part and not part.strip() and len(part) >= 4):
                flush()
            elif part:
                pieces.append((part, bold, italic, size))
    flush()
    return [tuple(row) for row in rows]


def _segment(paragraph: Paragraph, x0: float) -> Segment | None:
    flat = [(text.replace("\n", " ").replace("\t", "  "), *style) for text, *style in _runs(paragraph)]
    return _joined([(text, bool(bold), bool(italic), float(size)) for text, bold, italic, size in flat], x0)


def _runs(paragraph: Paragraph) -> Iterator[tuple[str, bool, bool, float]]:
    base: Any = paragraph.style.font if paragraph.style is not None else None
    for item in paragraph.iter_inner_content():
        for run in getattr(item, "runs", [item]):
            font: Any = run.font
            bold = font.bold if font.bold is not None else bool(base is not None and base.bold)
            italic = bool(font.italic)
            length = font.size or (base.size if base is not None else None)
            text = run.text.upper() if font.all_caps else run.text
            yield text, bool(bold), italic, float(length.pt) if length is not None else _DEFAULT_SIZE


def _joined(pieces: list[tuple[str, bool, bool, float]], x0: float) -> Segment | None:
    text = ""
    lead = 0
    look: tuple[bool, bool] | None = None
    size = 0.0
    for part, bold, italic, length in pieces:
        if part.strip():
            if look is None:
                look = (bold, italic)
            elif (bold, italic) != look and lead == 0:
                lead = len(squeeze(repair(text)).lstrip())
            size = max(size, length)
        text += part
    bare = squeeze(repair(text)).strip()
    if not bare or look is None:
        return None
    return Segment(bare, x0, x0 + len(bare) * 5.0, size, look[0], lead)
