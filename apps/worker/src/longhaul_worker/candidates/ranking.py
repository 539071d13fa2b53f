"""Scores a CV for a role, 0 to 100: the same CV and role always give the same, with what it rests on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from career.resume import Resume, Work
from career.tasks.candidates import CandidateQuery
from longhaul_worker.candidates.experience import months_covered, years_since
from longhaul_worker.candidates.places import place_fit, place_of, wanted_place
from longhaul_worker.candidates.roles import Role, role_of, title_fit
from longhaul_worker.candidates.skills import Skillset, cover, fits

SCORER_VERSION: Final = "candidates-1"

_WEIGHTS: Final = {"skills": 0.45, "title": 0.27, "nice": 0.06, "years": 0.13, "place": 0.09}
_YEARS_OF: Final = {1: 4.0, 2: 6.0, 3: 8.0}
_ON_SITE_WEIGHT: Final = 0.18
_BEFORE_COMPANY: Final = re.compile(r"\s*[,|@]\s*|\s+(?:at|bei|chez|en)\s+|\s+[–—-]\s+")  # noqa: RUF001 - dashes
_OF_THE_KIND: Final = 0.6
_FEW_SKILLS: Final = 0.34
_FEW_SKILLS_FACTOR: Final = 0.7


@dataclass(frozen=True, slots=True)
class Scored:
    """A CV's score, its parts (each 0 to 1), which skills it shows, by what, and which required ones it does not."""

    score: int
    exact: float
    breakdown: dict[str, float]
    matched: list[str]
    missing: list[str]
    evidence: dict[str, str]


def score(query: CandidateQuery, resume: Resume, text: str, today: date) -> Scored:
    """How well a CV fits the role. What the query does not ask for has no part in it."""
    skillset = Skillset(resume, text, today)
    required, nice = fits(skillset, query.skills_required), fits(skillset, query.skills_nice)
    role = role_of(query.title)
    parts: dict[str, float] = {"title": _title_part(role, resume, skillset, today)}
    if required:
        parts["skills"] = cover(required)
    if nice:
        parts["nice"] = cover(nice)
    years = _years_part(query, role, resume, skillset, today)
    if years is not None:
        parts["years"] = years
    wanted = wanted_place(query.location)
    if wanted.is_known:
        parts["place"] = place_fit(wanted, query.remote_ok, place_of(resume))
    weights = {**_WEIGHTS, **({} if query.remote_ok else {"place": _ON_SITE_WEIGHT})}
    total = sum(weights[name] * part for name, part in parts.items()) / sum(weights[name] for name in parts)
    if required and parts["skills"] < _FEW_SKILLS:
        total *= _FEW_SKILLS_FACTOR
    found = [fit for fit in (*required, *nice) if fit.strength > 0]
    return Scored(
        score=round(100 * total),
        exact=total,
        breakdown={name: round(part, 3) for name, part in parts.items()},
        matched=[fit.name for fit in found],
        missing=[fit.name for fit in required if fit.strength == 0],
        evidence={fit.name: fit.evidence[:200] for fit in found},
    )


def _title_part(role: Role, resume: Resume, skillset: Skillset, today: date) -> float:
    """The best of what the person is and was, older posts counting less; how senior it is corrects it a little."""
    best = 0.0
    posts = ((_title_of(post), _weight(post, today)) for post in resume.work)
    titles = [(resume.basics.label, 1.0), *posts]
    for title, weight in titles:
        if not title:
            continue
        fit = weight * title_fit(role, title, skillset.keys)
        gap = abs(role.seniority - role_of(title).seniority)
        best = max(best, fit * (1 - 0.06 * min(gap, 4)))
    return best


def _title_of(post: Work) -> str:
    """The title of a post; where it has none it often stands before the company, as one name."""
    return post.position or _BEFORE_COMPANY.split(post.name or "", maxsplit=1)[0]


def _weight(post: Work, today: date) -> float:
    years = years_since(post, today)
    if years is None:
        return 0.85
    return 1.0 if years < 1 else 0.95 if years <= 3 else 0.8 if years <= 8 else 0.55


def _years_part(query: CandidateQuery, role: Role, resume: Resume, skillset: Skillset, today: date) -> float | None:
    """How the years of work compare with those asked for, or with what the title lets expect; years of the kind count
    in full, others half.
    """
    wanted = query.min_years if query.min_years is not None else _YEARS_OF.get(role.seniority)
    had = resume.experience_months if resume.experience_months is not None else months_covered(resume.work, today)
    if wanted is None and role.seniority >= 0:
        return None
    if had is None:
        return 0.35 if (wanted or 0) > 0 else 0.7
    kind = [post for post in resume.work if title_fit(role, _title_of(post), skillset.keys) >= _OF_THE_KIND]
    of_the_kind = months_covered(kind, today) or 0
    years = (of_the_kind + 0.5 * max(had - of_the_kind, 0)) / 12
    if role.seniority < 0 and query.min_years is None:
        return 1.0 if years <= 3 else max(0.3, 1 - 0.1 * (years - 3))
    return 1.0 if not wanted else min(1.0, years / wanted)
