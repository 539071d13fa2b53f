"""Plain text: from bytes to lines, where indentation and blank lines are all the layout there is."""

from __future__ import annotations

import re
from dataclasses import replace

from longhaul_worker.resume.document import Document, Line, Segment
from longhaul_worker.resume.textnorm import repair, squeeze

_MAX_LINES = 20_000
_WIDE = re.compile(r"\t+| {3,}|(?<=\S) {2,}(?=\S)")
_MARKDOWN = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_LINK = re.compile(r"\[([^\]]+)\]\((?:mailto:|tel:)?([^)\s]+)\)")
_HASHES = re.compile(r"^\s{0,3}(#{1,6})\s+(.*?)\s*#*$")
_RULE = re.compile(r"^\s*([-=_*~#•.─━═]\s?){4,}$")


def decode(data: bytes) -> str:
    """`data` as text: UTF-8, UTF-16 with a mark, else Windows-1252."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def read_text(text: str) -> Document:
    """The lines of a plain text; form feeds separate pages. Markdown's marks become style."""
    document = Document("text", [])
    for number, page in enumerate(re.split(r"\f", text)[:30]):
        lines: list[Line] = []
        blank = 0.0
        for row, raw in enumerate(page.splitlines()[:_MAX_LINES]):
            if _RULE.match(raw):
                if lines and not blank:
                    lines[-1] = _as_heading(lines[-1])
                blank = 1.0
                continue
            line = _line(raw.expandtabs(8) if raw[:1] == "\t" else raw, number, row)
            if line is None:
                blank += 1.0
                continue
            lines.append(line.with_space(blank if lines else 0.0))
            blank = 0.0
        document.pages.append(lines)
    return document


def _as_heading(line: Line) -> Line:
    return replace(line, heading=True)


def _line(raw: str, page: int, row: int) -> Line | None:
    hashes = _HASHES.match(raw)
    text = _LINK.sub(
        lambda link: link[1] if link[1] in link[2] else f"{link[1]} {link[2]}", hashes[2] if hashes else raw
    )
    indent = len(text) - len(text.lstrip())
    size = 10.0 + (6 - min(len(hashes[1]), 5)) if hashes else 10.0
    segments: list[Segment] = []
    at = indent
    for piece in _WIDE.split(repair(text).strip()):
        bare = squeeze(piece).strip()
        if bare:
            segments.append(_segment(bare, float(at), size))
        at += len(piece) + 3
    if not segments:
        return None
    return Line(tuple(segments), page, float(row), heading=hashes is not None and len(hashes[1]) > 1, source="text")


def _segment(text: str, x0: float, size: float) -> Segment:
    first = _MARKDOWN.match(text)
    plain = _MARKDOWN.sub(lambda found: found[2], text)
    lead = len(first[2]) if first and len(first[0]) < len(text) else 0
    return Segment(plain, x0, x0 + len(plain), size, first is not None, lead)
