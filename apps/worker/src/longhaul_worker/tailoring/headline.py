"""Which of the person's own titles stands as headline for an advert."""

from __future__ import annotations

import re
from typing import Final

from career.resume import Resume
from longhaul_worker.tailoring.needs import by_recency, telling

RECENT: Final = 2
"""Titles of this many of the latest posts may stand as headline; older ones would mislead."""
_MARGIN: Final = 0.2
_JUNIOR: Final = re.compile(
    r"\b(?:intern|internship|trainee|junior|jr|assistant|student|werkstudent\w*|praktikant\w*|apprentice|stagiaire|becari\w)\b",
    re.IGNORECASE,
)


def own_titles(resume: Resume) -> list[str]:
    """The headline the CV has and the titles of the latest posts, each once."""
    posts = [resume.work[index] for index in by_recency(resume.work)[:RECENT]]
    latest = [post.position for post in posts if post.position]
    return list(dict.fromkeys([*([resume.basics.label] if resume.basics.label else []), *latest]))


def fitting_headline(resume: Resume, title: str) -> str | None:
    """The own title most like `title`, where it is clearly more like it than the present headline; else None."""
    wanted = telling(title)
    titles = own_titles(resume)
    if not wanted or not titles:
        return None
    best = max(titles, key=lambda own: _likeness(own, wanted))
    present = _likeness(resume.basics.label, wanted) if resume.basics.label else 0.0
    if best == resume.basics.label or _likeness(best, wanted) < present + _MARGIN:
        return None
    return None if _JUNIOR.search(best) and not _JUNIOR.search(title) else best


def _likeness(title: str, wanted: frozenset[str]) -> float:
    said = telling(title)
    return len(said & wanted) / len(said | wanted) if said else 0.0
