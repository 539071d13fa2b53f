"""Finds the words of a CV that a requirement of an advert rests on."""

from __future__ import annotations

import math
from collections.abc import Collection
from typing import Final

from career.resume import Resume
from career.tasks.match import Evidence
from longhaul_worker.matching.mentions import skills_in
from longhaul_worker.matching.person import listed_skills, passages
from longhaul_worker.matching.requirements import Requirement, Requirements
from longhaul_worker.matching.statistics import Statistics
from longhaul_worker.matching.words import terms
from longhaul_worker.skills.lexicon import load_lexicon

MAX_EVIDENCE: Final = 30
MAX_SPAN: Final = 200
_LEAST_SHARE: Final = 0.35
_LEAST_TERMS: Final = 2


def evidence_of(resume: Resume, requirements: Requirements, statistics: Statistics) -> list[Evidence]:
    """For each requirement the CV answers, its passage that answers best, word for word (at most 200 characters).

    A passage that names more of the requirement's skills wins, then one that shares more of its rarer words. A skill
    that only the CV's list of skills names is its own evidence.
    """
    told = [(passage, frozenset(skills_in(passage)), frozenset(terms(passage))) for passage in passages(resume)]
    listed = _as_written(resume)
    found: list[Evidence] = []
    for requirement in [*requirements.required, *requirements.nice]:
        span = _best(requirement, told, statistics) or _listed(requirement, listed)
        if span is not None:
            found.append(Evidence(requirement=requirement.text, resume_span=_cut(span)))
    return found[:MAX_EVIDENCE]


def _best(
    requirement: Requirement,
    told: Collection[tuple[str, frozenset[str], frozenset[str]]],
    statistics: Statistics,
) -> str | None:
    weights = {term: statistics.weight(term) for term in terms(requirement.text)}
    whole = math.fsum(weights.values())
    best: tuple[float, float] = (0.0, 0.0)
    span: str | None = None
    for passage, skills, words in told:
        shared = sorted(words & weights.keys())
        share = math.fsum(weights[term] for term in shared) / whole if whole else 0.0
        named = len(skills.intersection(requirement.skills))
        is_answer = named > 0 or (not requirement.skills and len(shared) >= _LEAST_TERMS and share >= _LEAST_SHARE)
        if is_answer and (named, share) > best:
            best, span = (named, share), passage
    return span


def _as_written(resume: Resume) -> dict[str, str]:
    """How the CV's list of skills writes each canonical skill."""
    lexicon = load_lexicon()
    written: dict[str, str] = {}
    for group in resume.skills:
        for keyword in group.keywords:
            whole = lexicon.canonical(keyword)
            names = [whole.name] if whole else [skill.name for skill, _ in lexicon.find(keyword, in_list=True)]
            for name in names or [keyword]:
                written.setdefault(name, keyword)
    return {name: written.get(name, name) for name in listed_skills(resume)}


def _listed(requirement: Requirement, listed: dict[str, str]) -> str | None:
    named = [listed[skill] for skill in requirement.skills if skill in listed]
    return named[0] if named else None


def _cut(span: str) -> str:
    return span if len(span) <= MAX_SPAN else span[:MAX_SPAN].rsplit(" ", 1)[0]
