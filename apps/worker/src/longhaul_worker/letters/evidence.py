"""Which points of a CV answer which lines of an advert: what letters and summaries are made of."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from career.resume import Resume
from longhaul_worker.letters.phrases import has_placeholder
from longhaul_worker.tailoring.needs import Need, Relevance, by_recency
from longhaul_worker.tailoring.spelling import written

_LEAST_CHARS: Final = 15
_MOST_CHARS: Final = 320
_AGE: Final = 0.4
_LEAST: Final = 2


@dataclass(frozen=True, slots=True)
class Evidence:
    """A point of the CV, word for word, where it was done, and the line of the advert it answers, if any."""

    point: str
    position: str | None
    employer: str | None
    need: Need | None
    skills: tuple[str, ...]
    """The skills that both the point and the line name, as the line writes them."""
    is_project: bool = False
    """Whether `employer` is the name of a project."""


def evidence_for(resume: Resume, relevance: Relevance, most: int) -> list[Evidence]:
    """At most `most` points, the best first, no two for the same line, and of several posts where there are.

    Where fewer than two answer the advert, the first points of the latest posts join them.
    """
    ranked: list[tuple[float, int, int, Evidence]] = []
    posts = len(resume.work)
    for entry, (position, employer, points) in enumerate(_entries(resume)):
        for index, point in enumerate(points):
            if _LEAST_CHARS <= len(point) <= _MOST_CHARS and not has_placeholder(point) and "\n" not in point:
                need = relevance.answered_by(point)
                shared = _shared(point, need, relevance)
                worth = relevance.of(point) - _AGE * entry
                ranked.append((-worth, entry, index, Evidence(point, position, employer, need, shared, entry >= posts)))
    ranked.sort(key=lambda item: item[:3])
    best = _chosen([item for item in ranked if item[3].need is not None], most)
    left = [item[3] for item in ranked if item[3] not in best]
    # A second point for the same line, or for none, is better than a letter with one proof.
    return best + [replace(one, need=None, skills=()) for one in left[: max(0, min(_LEAST, most) - len(best))]]


def _shared(point: str, need: Need | None, relevance: Relevance) -> tuple[str, ...]:
    if need is None:
        return ()
    both = [skill for skill in need.skills if skill in relevance.skills_in(point)]
    return tuple(written(need.text, both).values())


def _chosen(ranked: list[tuple[float, int, int, Evidence]], most: int) -> list[Evidence]:
    chosen: list[Evidence] = []
    needs: set[str] = set()
    per_entry: dict[int, int] = {}
    for _, entry, _, evidence in ranked:
        need = evidence.need.text if evidence.need is not None else evidence.point
        if len(chosen) < most and need not in needs and per_entry.get(entry, 0) < 2:
            chosen.append(evidence)
            needs.add(need)
            per_entry[entry] = per_entry.get(entry, 0) + 1
    return chosen


def _entries(resume: Resume) -> list[tuple[str | None, str | None, list[str]]]:
    """Posts, the latest first, then projects: title, employer or name, and points."""
    work = [resume.work[index] for index in by_recency(resume.work)]
    posts = [(post.position, post.name, post.highlights) for post in work]
    return posts + [(None, project.name, project.highlights) for project in resume.projects]
