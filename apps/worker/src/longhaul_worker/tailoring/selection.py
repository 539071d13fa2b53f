"""Choosing what stays when a CV is longer than its pages: the points that answer the advert least go first."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from career.resume import Resume
from longhaul_worker.tailoring.needs import Relevance, by_recency

LINES_PER_PAGE: Final = 57
_CHARS_PER_LINE: Final = 98
_HEADING: Final = 2.4
_HEAD: Final = 2.6
_AGE: Final = 0.35
"""What a point loses for each post that is later than its own."""
_LEAST_LINES: Final = 3
_SMALL: Final = ("publications", "awards", "certificates", "interests")


@dataclass(frozen=True, slots=True)
class _Point:
    path: str
    entry: int
    index: int
    lines: float
    worth: float


def estimated_lines(resume: Resume) -> float:
    """How many lines the CV takes when it is set; right to about a tenth."""
    lines = 4.0
    if resume.basics.summary:
        lines += _HEADING + _lines(resume.basics.summary)
    if resume.skills:
        lines += _HEADING + sum(_lines(", ".join([group.name, *group.keywords])) for group in resume.skills)
    for entries in (resume.work, resume.projects, resume.volunteer):
        lines += _HEADING * bool(entries) + sum(_HEAD + sum(map(_lines, entry.highlights)) for entry in entries)
    lines += sum(_lines(post.summary or "") for post in resume.work)
    lines += sum(_lines(project.description or "") for project in resume.projects)
    lines += _HEADING * bool(resume.education) + sum(
        _HEAD + _lines(", ".join(study.courses)) for study in resume.education
    )
    for name in ("certificates", "awards", "publications"):
        lines += _HEADING * bool(getattr(resume, name)) + len(getattr(resume, name))
    lines += (_HEADING + 1) * (bool(resume.languages) + bool(resume.interests))
    return lines + sum(_HEADING + _lines(section.text) for section in resume.x_parse.unparsed)


def select(resume: Resume, relevance: Relevance, max_lines: float) -> Resume:
    """A copy with at most about `max_lines` lines, or as near as it gets.

    Points go, then lines of small sections and sections the parser could not read. Posts, degrees and skills stay, and
    of every post, project and section something.
    """
    lines = estimated_lines(resume)
    chosen = resume.model_copy(deep=True)
    if lines <= max_lines:
        return chosen
    gone: dict[tuple[str, int], set[int]] = {}
    latest = ("work", by_recency(resume.work)[0]) if resume.work else None
    for point in sorted(_points(resume, relevance), key=lambda point: (point.worth, -point.entry, -point.index)):
        if lines <= max_lines:
            break
        left = gone.setdefault((point.path, point.entry), set())
        if _count(resume, point) - len(left) > (2 if (point.path, point.entry) == latest else 1):
            left.add(point.index)
            lines -= point.lines
    for (path, entry), indexes in gone.items():
        points = getattr(chosen, path)[entry].highlights
        getattr(chosen, path)[entry].highlights = [text for i, text in enumerate(points) if i not in indexes]
    return _without_extras(chosen, max_lines) if lines > max_lines else chosen


def _points(resume: Resume, relevance: Relevance) -> list[_Point]:
    found: list[_Point] = []
    ages = {index: age for age, index in enumerate(by_recency(resume.work))}
    for path in ("work", "projects", "volunteer"):
        for entry, held in enumerate(getattr(resume, path)):
            for index, text in enumerate(held.highlights):
                worth = relevance.of(text) - _AGE * (ages[entry] if path == "work" else 2 + entry) - 0.05 * index
                found.append(_Point(path, entry, index, _lines(text), worth))
    return found


def _count(resume: Resume, point: _Point) -> int:
    return len(getattr(resume, point.path)[point.entry].highlights)


def _without_extras(resume: Resume, max_lines: float) -> Resume:
    """Less of the small sections, then without what the parser could not read."""
    for name in _SMALL:
        held = getattr(resume, name)
        while len(held) > _LEAST_LINES and estimated_lines(resume) > max_lines:
            held.pop()
    while resume.x_parse.unparsed and estimated_lines(resume) > max_lines:
        resume.x_parse.unparsed.pop()
    return resume


def _lines(text: str) -> float:
    return math.ceil(len(text) / _CHARS_PER_LINE) * 1.04 if text else 0.0
