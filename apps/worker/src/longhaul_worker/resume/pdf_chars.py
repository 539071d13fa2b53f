"""The characters of one PDF page with position and style, and which of them nobody can see."""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

import pypdfium2.raw as pdfium_c
from pypdfium2 import PdfPage

from longhaul_worker.resume.document import ICON

_MIN_VISIBLE_SIZE = 2.0
_WHITE = 245
_BOLD_NAMES = ("bold", "black", "heavy", "semib", "demi", "-bd", "cmbx", "sfbx", "-medi", "extrabd")
_ITALIC_NAMES = ("italic", "oblique", "-it", "slanted", "cmti", "sfti")
_ICON_NAMES = (
    "awesome", "fontello", "icon", "marvosym", "academicons", "wingdings", "webdings", "dingbat", "ionic", "symbola",
)  # fmt: skip
#: Stands for a glyph whose font does not say which character it is.
UNKNOWN = "\x00"
#: Codes of ligatures in TeX fonts without a Unicode table (encodings OT1 and T1).
_LIGATURES = {
    0x0B: "ff", 0x0C: "fi", 0x0D: "fl", 0x0E: "ffi", 0x0F: "ffl",
    0x1B: "ff", 0x1C: "fi", 0x1D: "fl", 0x1E: "ffi", 0x1F: "ffl",
}  # fmt: skip
_BULLET_CODES = frozenset("•·▪§")
_DINGBAT_BULLETS = frozenset("vØüqoà")


Box = tuple[float, float, float, float]
"""Left, bottom, right and top, in points from the lower left corner."""


@dataclass(frozen=True, slots=True)
class Style:
    """What all characters of one text object share. `hidden` is None, or why it cannot be seen."""

    size: float
    bold: bool
    italic: bool
    icon: bool
    dingbat: bool
    font: str
    hidden: str | None


@dataclass(slots=True)
class Glyph:
    """One character: horizontal extent, baseline (`y` grows downwards), style."""

    char: str
    x0: float
    x1: float
    y: float
    style: Style


@dataclass(slots=True)
class PageText:
    """The glyphs of a page that can be seen, and those that cannot."""

    visible: list[Glyph]
    hidden: list[Glyph]
    width: float
    height: float


def read_page(page: PdfPage) -> PageText:
    """All characters of the page in the order of its content."""
    textpage = page.get_textpage()
    try:
        return _Reader(page, textpage.raw).read(textpage.count_chars())
    finally:
        textpage.close()


class _Reader:
    def __init__(self, page: PdfPage, text: Any) -> None:
        self.page = page
        self.text = text
        box: Box = page.get_bbox()
        self.left, self.bottom, self.right, self.top = box
        self.styles: dict[int | None, Style] = {}
        self.backgrounds: list[Box] | None = None

    def read(self, count: int) -> PageText:
        turn = self._quarter_turns(count)
        width, height = self.right - self.left, self.top - self.bottom
        out = PageText([], [], *((height, width) if turn % 2 else (width, height)))
        box = pdfium_c.FS_RECTF()
        x, y = ctypes.c_double(), ctypes.c_double()
        for index in range(count):
            code = pdfium_c.FPDFText_GetUnicode(self.text, index)
            if pdfium_c.FPDFText_IsGenerated(self.text, index) == 1:
                if code == 0x20 and out.visible:
                    last = out.visible[-1]
                    out.visible.append(Glyph(" ", last.x1, last.x1, last.y, last.style))
                continue
            if not pdfium_c.FPDFText_GetLooseCharBox(self.text, index, box):
                continue
            pdfium_c.FPDFText_GetCharOrigin(self.text, index, x, y)
            style = self._style(index)
            glyph = _turned(self, turn, box, x.value, y.value, _character(code, style), style)
            outside = not (-1 <= glyph.x0 <= out.width + 1 and -1 <= glyph.y <= out.height + 1)
            (out.hidden if style.hidden or outside else out.visible).append(glyph)
        return out

    def _quarter_turns(self, count: int) -> int:
        step = max(1, count // 60)
        angles = Counter(
            round(pdfium_c.FPDFText_GetCharAngle(self.text, index) / (math.pi / 2)) % 4
            for index in range(0, count, step)
        )
        return angles.most_common(1)[0][0] if angles else 0

    def _style(self, index: int) -> Style:
        handle = pdfium_c.FPDFText_GetTextObject(self.text, index)
        address = ctypes.cast(handle, ctypes.c_void_p).value
        if address not in self.styles:
            self.styles[address] = self._read_style(index, handle)
        return self.styles[address]

    def _read_style(self, index: int, handle: Any) -> Style:
        matrix = pdfium_c.FS_MATRIX()
        pdfium_c.FPDFText_GetMatrix(self.text, index, matrix)
        scale = math.hypot(matrix.c, matrix.d) or 1.0
        size = abs(pdfium_c.FPDFText_GetFontSize(self.text, index) * scale)
        name = self._font_name(index)
        weight = pdfium_c.FPDFText_GetFontWeight(self.text, index)
        return Style(
            size=size,
            bold=weight >= 600 or any(part in name for part in _BOLD_NAMES),
            italic=any(part in name for part in _ITALIC_NAMES),
            icon=any(part in name for part in _ICON_NAMES),
            dingbat="dings" in name,
            font=name,
            hidden=self._hidden(index, handle, size),
        )

    def _font_name(self, index: int) -> str:
        buffer = ctypes.create_string_buffer(128)
        flags = ctypes.c_int()
        pdfium_c.FPDFText_GetFontInfo(self.text, index, buffer, 128, flags)
        return buffer.value.decode("utf-8", "replace").lower()

    def _hidden(self, index: int, handle: Any, size: float) -> str | None:
        if handle and pdfium_c.FPDFTextObj_GetTextRenderMode(handle) in {3, 7}:
            return "invisible"
        if size < _MIN_VISIBLE_SIZE:
            return "tiny"
        red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
        if not pdfium_c.FPDFText_GetFillColor(self.text, index, red, green, blue, alpha):
            return None
        if alpha.value < 10:
            return "transparent"
        if min(red.value, green.value, blue.value) >= _WHITE and not self._on_background(index):
            return "background"
        return None

    def _on_background(self, index: int) -> bool:
        if self.backgrounds is None:
            self.backgrounds = painted_areas(self.page)
        x, y = ctypes.c_double(), ctypes.c_double()
        pdfium_c.FPDFText_GetCharOrigin(self.text, index, x, y)
        return any(
            left - 1 <= x.value <= right + 1 and bottom - 1 <= y.value <= top + 1
            for left, bottom, right, top in self.backgrounds
        )


def painted_areas(page: PdfPage, *, images_only: bool = False) -> list[Box]:
    """Where something is painted that is not text: pictures, and shapes unless they are white."""
    areas: list[Box] = []
    for found in cast("Iterator[Any]", page.get_objects(max_depth=3)):
        is_image = found.type == pdfium_c.FPDF_PAGEOBJ_IMAGE
        is_shape = found.type == pdfium_c.FPDF_PAGEOBJ_PATH and not _is_white(found.raw)
        is_other = found.type not in {
            pdfium_c.FPDF_PAGEOBJ_TEXT,
            pdfium_c.FPDF_PAGEOBJ_PATH,
            pdfium_c.FPDF_PAGEOBJ_IMAGE,
        }
        if is_image or (not images_only and (is_shape or is_other)):
            areas.append(found.get_bounds())
    return areas


def _is_white(raw: Any) -> bool:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not pdfium_c.FPDFPageObj_GetFillColor(raw, red, green, blue, alpha):
        return False
    return min(red.value, green.value, blue.value) >= _WHITE or alpha.value < 10


def _character(code: int, style: Style) -> str:
    if code in _LIGATURES:
        return _LIGATURES[code]
    if code < 0x20 and code not in {0x02, 0x09, 0x0A}:
        return UNKNOWN
    char = chr(code) if code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF else "\ufffd"
    if style.icon and not char.isspace():
        is_bullet = char in _BULLET_CODES or (style.dingbat and char in _DINGBAT_BULLETS)
        return "•" if is_bullet else ICON
    return char


def _turned(reader: _Reader, turn: int, box: Any, x: float, y: float, char: str, style: Style) -> Glyph:
    if turn == 1:
        return Glyph(char, box.bottom - reader.bottom, box.top - reader.bottom, x - reader.left, style)
    if turn == 3:
        return Glyph(char, reader.top - box.top, reader.top - box.bottom, reader.right - x, style)
    if turn == 2:
        return Glyph(char, reader.right - box.right, reader.right - box.left, y - reader.bottom, style)
    return Glyph(char, box.left - reader.left, box.right - reader.left, reader.top - y, style)
