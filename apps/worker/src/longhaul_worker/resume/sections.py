"""Cutting a CV into its sections: which lines are headings, judged by their words and by their look."""
# ruff: noqa: RUF001 - CVs are full of these dashes and quotes

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace

from longhaul_worker.resume.dates import find_spans
from longhaul_worker.resume.document import Line, Segment
from longhaul_worker.resume.heading_words import Kind
from longhaul_worker.resume.headings import heading_kind, is_certain, is_letter_spaced, is_one_heading
from longhaul_worker.resume.textnorm import starts_with_bullet, tidy
from longhaul_worker.resume.titles import is_title

_INLINE = re.compile(r"^([^:\t]{3,40}?)\s*(?::|\s[–—-])\s+(\S.*)$")
_INLINE_KINDS = frozenset({"skills", "languages", "interests", "summary", "certificates", "awards", "education"})


#: Where there is no style at all, a line that is nothing but one of these words is a heading.
_MAIN = frozenset({"work", "education", "skills", "projects", "certificates", "summary", "languages", "publications"})


@dataclass(slots=True)
class Section:
    """The lines under one heading. `kind` is None for what comes before the first heading of a stream."""

    kind: Kind | None
    heading: str
    lines: list[Line] = field(default_factory=list[Line])


@dataclass(frozen=True, slots=True)
class _Look:
    size: float
    bold: bool
    caps: bool

    def weaker_than(self, other: _Look) -> bool:
        """Whether this look stands out less than `other` in size, weight or capitals."""
        return (
            self.size < other.size - 0.6
            or (other.bold and not self.bold and self.size <= other.size + 0.3)
            or (other.caps and not self.caps and self.size <= other.size + 0.3)
        )


def split_sections(lines: list[Line]) -> list[Section]:
    """The sections of one stream, in order; the first one may have no heading."""
    body = _body_size(lines)
    lines = _wrapped_headings_joined(lines, body)
    marked: list[Kind | None] = [_known_heading(lines, index, body) for index in range(len(lines))]
    usual = _usual_look([_look(line) for line, kind in zip(lines, marked, strict=True) if kind is not None])
    sections = [Section(None, "")]
    for index, line in enumerate(lines):
        kind: Kind | None = marked[index]
        if kind is not None and usual is not None and _is_minor(line, usual):
            kind = None
        if kind is None and usual is not None and _looks_like_heading(line, usual, body, any(marked[:index])):
            kind = "other"
        if kind is not None:
            sections.append(Section(kind, tidy(line.text).strip(" :#*-_=")))
            continue
        inline = _inline_heading(line, sections[-1])
        if inline is not None:
            sections.append(inline)
            continue
        sections[-1].lines.append(line)
    return [section for section in sections if section.lines or section.kind is not None]


def split_labelled(section: Section) -> list[Section]:
    """A mixed section ("Other") as one section for each labelled line in it ("Languages: ..."), the rest as it was."""
    if section.kind not in {"other", "contact"}:
        return [section]
    rest = Section(section.kind, section.heading)
    found: list[Section] = []
    for line in section.lines:
        label, _, text = line.first.text.partition(":")
        kind = heading_kind(label) if text.strip() or len(line.segments) > 1 else None
        if kind in _INLINE_KINDS:
            first = replace(line.first, text=text.strip(), lead=0)
            segments = (first, *line.segments[1:]) if text.strip() else line.segments[1:]
            found.append(Section(kind, tidy(label), [replace(line, segments=segments)]))
        else:
            rest.lines.append(line)
    return [*found, rest] if rest.lines or not found else found


def _wrapped_headings_joined(lines: list[Line], body: float) -> list[Line]:
    """A heading on two lines of its own ("WORK", "EXPERIENCE") on one."""
    out: list[Line] = []
    for line in lines:
        above = out[-1] if out else None
        if (
            above is not None
            and len(above.segments) == len(line.segments) == 1
            and _look(above) == _look(line)
            and line.space < 0.4
            and (line.size > body * 1.07 or tidy(line.text).isupper())
            and is_one_heading(above.text, line.text)
        ):
            text = f"{above.text} {line.text}"
            out[-1] = replace(above, segments=(replace(above.segments[0], text=text),))
        else:
            out.append(line)
    return out


def _known_heading(lines: list[Line], index: int, body: float) -> Kind | None:
    """The kind of section the line opens, if its words say so and it stands out enough."""
    line = lines[index]
    text = line.text
    if line.bullet or "\t" in text or starts_with_bullet(text.replace("\ue000", " ").strip()):
        return None
    kind = heading_kind(text)
    if kind is None:
        return None
    follows = lines[index + 1] if index + 1 < len(lines) else None
    points = (
        2.0 * line.heading
        + 1.0 * tidy(text).isupper()
        + 1.0 * line.bold
        + 1.0 * (line.size > body * 1.07)
        + 0.6 * (line.space >= 0.4)
        + 0.5 * text.rstrip().endswith(":")
        + 1.0 * is_letter_spaced(text)
        + 0.5 * is_certain(text)
        + 0.4 * text.strip()[:1].isupper()
        + 0.6 * (line.source == "text" and kind in _MAIN and text.strip()[:1].isupper())
        + 0.5 * (follows is not None and (follows.bullet or starts_with_bullet(follows.text)))
    )
    return kind if points >= 1.0 else None


def _look(line: Line) -> _Look:
    text = tidy(line.text)
    return _Look(round(line.size, 1), line.bold, text.isupper())


def _usual_look(looks: list[_Look]) -> _Look | None:
    """The look most headings share, if two at least do. Of equally frequent looks the strongest."""
    if not looks:
        return None
    count = Counter(looks)
    look, votes = max(count.items(), key=lambda item: (item[1], item[0].size, item[0].bold, item[0].caps))
    return look if votes >= 2 else None


def _is_minor(line: Line, usual: _Look) -> bool:
    look = _look(line)
    return not line.heading and look.weaker_than(usual) and not (look.size >= usual.size + 1)


def _looks_like_heading(line: Line, usual: _Look, body: float, after_heading: bool) -> bool:
    """Whether a line with words of its own has exactly the look of the known headings, and it is no entry's look."""
    text = tidy(line.text)
    if len(line.segments) > 1 or len(text.split()) > 6 or len(text) < 3 or line.bullet:
        return False
    if starts_with_bullet(text) or text[-1] in ".,;" or find_spans(text) or "@" in text or "|" in text:
        return False
    look = _look(line)
    same = abs(look.size - usual.size) <= 0.3 and look.bold == usual.bold and look.caps == usual.caps
    if not same or not text[0].isalnum():
        return line.heading and after_heading and look.size >= usual.size - 0.3
    if usual.size > body * 1.07:
        return True
    return after_heading and usual.caps and usual.bold and line.space >= 0.4 and not is_title(text)


def _inline_heading(line: Line, current: Section) -> Section | None:
    """A section on one line: "SKILLS: Python, SQL"."""
    first = line.segments[0]
    found = _INLINE.match(first.text)
    if found is None or current.kind == "skills":
        return None
    kind = heading_kind(found[1])
    if kind == "summary" and current.kind is None:
        return Section(
            kind, tidy(found[1]), [replace(line, segments=(replace(first, text=found[2], lead=0), *line.segments[1:]))]
        )
    if kind not in _INLINE_KINDS or not (found[1].isupper() or 0 < first.lead <= len(found[1]) + 3):
        return None
    if current.kind in {"work", "projects", "education"} and not found[1].isupper():
        return None
    rest = Segment(found[2], first.x0, first.x1, first.size)
    return Section(kind, tidy(found[1]), [replace(line, segments=(rest, *line.segments[1:]))])


def _body_size(lines: list[Line]) -> float:
    weights: Counter[float] = Counter()
    for line in lines:
        for segment in line.segments:
            weights[round(segment.size, 1)] += len(segment.text)
    return weights.most_common(1)[0][0] if weights else 10.0
