"""The parts of a score, each 0 to 1, and how they make one number."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final

from career.posting import EmploymentType
from career.tasks.match import Part
from longhaul_worker.matching import levels, places
from longhaul_worker.matching.advert import AdvertProfile
from longhaul_worker.matching.person import PersonProfile
from longhaul_worker.matching.statistics import Statistics
from longhaul_worker.matching.titles import likeness, read_title
from longhaul_worker.skills.lexicon import load_lexicon

DEFAULT_WEIGHTS: Final[Mapping[Part, float]] = {
    "title": 0.30,
    "skills": 0.25,
    "text": 0.30,
    "seniority": 0.07,
    "location": 0.06,
    "employment": 0.02,
}
_SOFT: Final = frozenset({"people", "method", "business"})
_SOFT_WEIGHT: Final = 0.4
_NICE_WEIGHT: Final = 0.3
_LINE_WEIGHT: Final = 0.3
_PRIOR_WEIGHT: Final = 1.0
_PRIOR: Final = 0.25
_TEXT_SCALE: Final = 0.15
_TRANSLATED: Final = 0.5
_SEMANTIC_SHARE: Final = 0.4
_CLOSEST: Final = 0.8
_INTERN_FIT: Final = 0.1
_STEEPNESS: Final = 8.0
_MIDDLE: Final = 0.45


def parts_of(
    person: PersonProfile,
    mine: Mapping[str, float],
    advert: AdvertProfile,
    statistics: Statistics,
    closeness: float | None,
) -> dict[Part, float]:
    """Each part of the score; `mine` is the CV's TF-IDF vector, `closeness` what an embedding model says, if any."""
    title = _title(person, advert, closeness)
    return {
        "title": title,
        "skills": _skills(person, mine, advert, statistics),
        "text": _text(person, mine, advert, statistics, title),
        "seniority": _seniority(person, advert),
        "location": places.fit(
            person.home, places.together(advert.places), is_remote=advert.is_remote, is_hybrid=advert.is_hybrid
        ),
        "employment": _employment(person, advert),
    }


def total(parts: Mapping[Part, float], weights: Mapping[Part, float] | None = None) -> float:
    """The score, 0 to 100: the weighted mean of the parts on a logistic scale, so that the middle is spread."""
    used = {**DEFAULT_WEIGHTS, **(weights or {})}
    whole = math.fsum(used[part] for part in parts)
    mean = math.fsum(used[part] * value for part, value in parts.items()) / whole if whole else 0.0
    return 100 / (1 + math.exp(-_STEEPNESS * (mean - _MIDDLE)))


def _text(
    person: PersonProfile, mine: Mapping[str, float], advert: AdvertProfile, statistics: Statistics, title: float
) -> float:
    """How much the CV and the advert speak of the same; texts in two languages at least what their titles suggest."""
    alike = 1 - math.exp(-_dot(mine, statistics.vector(advert.terms)) / _TEXT_SCALE)
    is_translated = person.language and advert.language and person.language != advert.language
    return max(alike, _TRANSLATED * title) if is_translated else alike


def _title(person: PersonProfile, advert: AdvertProfile, closeness: float | None) -> float:
    wanted = read_title(advert.title)
    lexical = max(
        (weight * likeness(title, wanted, person.skill_tokens) for title, weight in person.titles), default=0.0
    )
    if closeness is None:
        return lexical
    semantic = min(1.0, max(0.0, closeness / _CLOSEST))
    return (1 - _SEMANTIC_SHARE) * lexical + _SEMANTIC_SHARE * semantic


def _skills(person: PersonProfile, mine: Mapping[str, float], advert: AdvertProfile, statistics: Statistics) -> float:
    """How much of what is asked for the CV shows, drawn to a low prior where an advert asks for little."""
    having, all_ = [_PRIOR * _PRIOR_WEIGHT], [_PRIOR_WEIGHT]
    missing = {*advert.missing(person.skills), *(name for name in advert.nice if name not in person.skills)}
    for names, factor in ((advert.required, 1.0), (advert.nice, _NICE_WEIGHT)):
        for name in names:
            weight = factor * _weight(name)
            all_.append(weight)
            having.append(0.0 if name in missing else weight)
    for line in advert.lines:
        weights = {term: statistics.weight(term) for term in line}
        whole = math.fsum(weights.values())
        if whole:
            shown = math.fsum(weight for term, weight in weights.items() if term in mine)
            all_.append(_LINE_WEIGHT)
            having.append(_LINE_WEIGHT * shown / whole)
    return math.fsum(having) / math.fsum(all_)


def _weight(name: str) -> float:
    known = load_lexicon().canonical(name)
    return _SOFT_WEIGHT if known is not None and known.category in _SOFT else 1.0


def _seniority(person: PersonProfile, advert: AdvertProfile) -> float:
    if advert.level is None:
        return 0.8
    if advert.level == 0 and not person.is_beginner and person.years is not None:
        return _INTERN_FIT
    fit = levels.fit(person.level, advert.level)
    if advert.min_years and person.years is not None and person.years < advert.min_years:
        return fit * (0.5 + 0.5 * person.years / advert.min_years)
    return fit


def _employment(person: PersonProfile, advert: AdvertProfile) -> float:
    kinds = set(advert.employment)
    if not kinds or EmploymentType.FULL_TIME in kinds:
        return 0.2 if advert.level == 0 and not person.is_beginner else 1.0
    if EmploymentType.INTERN in kinds:
        return 1.0 if person.is_beginner else 0.2
    return 0.3 if kinds == {EmploymentType.VOLUNTEER} else 0.8


def _dot(mine: Mapping[str, float], theirs: Mapping[str, float]) -> float:
    return math.fsum(value * mine[term] for term, value in theirs.items() if term in mine)
