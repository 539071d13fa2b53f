"""A CV as Markdown, with everything in it escaped that Markdown would read as its own."""

from __future__ import annotations

import re
from typing import Final

from career.resume import Resume
from longhaul_worker.typesetting.sheet import Entry, sheet_of

_SPECIAL: Final = re.compile(r"([\\`*_\[\]<>#|~])")
_AT_START: Final = re.compile(r"^(\s*)([-+=]|\d+[.)])", re.MULTILINE)


def markdown_of(resume: Resume) -> str:
    """The CV as Markdown, section by section as it is typeset."""
    sheet = sheet_of(resume)
    lines = [f"# {_plain(sheet.name)}" if sheet.name else "", _strong(sheet.headline)]
    lines.append(" · ".join(_plain(contact.text) for row in sheet.contacts for contact in row))
    for section in sheet.sections:
        lines.append(f"## {_plain(section.heading)}")
        lines += [_plain(paragraph) for paragraph in section.paragraphs]
        for entry in section.entries:
            lines += _entry(entry)
        lines += [
            (f"**{_plain(group.label)}:** " if group.label else "") + _plain(group.text) for group in section.groups
        ]
        if section.lines:
            lines.append(_listed(section.lines))
    return "\n\n".join(line for line in lines if line) + "\n"


def _entry(entry: Entry) -> list[str]:
    head = " · ".join(
        part
        for part in (
            _strong(entry.left),
            _plain(entry.below_left),
            _plain(entry.below_right),
            _plain(entry.right),
        )
        if part
    )
    return [head, _plain(entry.text), _listed(entry.points)]


def _listed(points: list[str]) -> str:
    return "\n".join(f"- {_plain(point)}" for point in points)


def _strong(text: str) -> str:
    return f"**{_plain(text)}**" if text else ""


def _plain(text: str) -> str:
    """`text` so that Markdown shows exactly these characters."""
    return _AT_START.sub(r"\1\\\2", _SPECIAL.sub(r"\\\1", " ".join(text.split())))
