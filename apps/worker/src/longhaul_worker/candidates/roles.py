"""How well what somebody is, or was, fits the title of a role."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from rapidfuzz.distance import Levenshtein

from longhaul_worker.candidates.role_words import PHRASES, SENIORITY, STOP, heads, known_fields, nearness, synonyms
from longhaul_worker.resume.textnorm import key

_GENDERED: Final = re.compile(r"(?:[:*_/]|\()-?(?:in|innen|e|euse|a)\)?(?!\w)", re.IGNORECASE)
_BRACKETS: Final = re.compile(r"\([^()]*\)")
_NOT_SAID: Final = 0.45
_NOT_KNOWN: Final = 0.3
_IN_SKILLS: Final = 0.85


@dataclass(frozen=True, slots=True)
class Role:
    """A title taken apart: what one is, in what fields, and how senior (0 where it does not say)."""

    heads: frozenset[str]
    fields: frozenset[str]
    seniority: int


@lru_cache(maxsize=4096)
def role_of(title: str) -> Role:
    """The parts of a title, in any of the languages the tables know.

    Example:
        >>> sorted(role_of("Senior Softwareentwickler:in Backend (m/w/d)").fields)
        ['backend', 'software']
    """
    plain = key(_BRACKETS.sub(" ", _GENDERED.sub(" ", title)))
    for phrase, word in PHRASES.items():
        plain = re.sub(rf"\b{phrase}\b", word, plain)
    words = [part for word in plain.split() for part in _parts(word)]
    levels = [SENIORITY[word] for word in words if word in SENIORITY]
    known = [synonyms().get(word, word) for word in words if word not in STOP]
    what = frozenset(word for word in known if word in heads())
    levels_only = frozenset(key(word) for word in SENIORITY)
    fields = frozenset(word for word in known if word not in what and word not in levels_only)
    if len(what) > 1 and "manager" in what and levels and max(levels) >= 2 and not fields & {"product", "project"}:
        what = what - {"manager"}  # a "Lead Developer" is a developer first
    if "tester" in what:
        fields |= {"test"}
    return Role(what, fields, max(levels, key=abs) if levels else 0)


def title_fit(wanted: Role, title: str, skills: Iterable[str] = ()) -> float:
    """How well `title` fits the wanted role, 0 to 1. `skills` (by `key`) may stand for fields the title leaves out."""
    had = role_of(title)
    if not had.heads and not had.fields:
        return 0.0
    what = _heads_fit(wanted.heads, had.heads)
    if not wanted.fields:
        return what if wanted.heads else 0.0
    skilled = frozenset(skills)
    fields = sum(_field_fit(field, had.fields, skilled) for field in wanted.fields) / len(wanted.fields)
    if not wanted.heads:
        return fields
    # Both must fit: a sales engineer is no data engineer, and a data clerk neither.
    return 0.25 * what + 0.25 * fields + 0.5 * what * fields


def _heads_fit(wanted: frozenset[str], had: frozenset[str]) -> float:
    if not wanted:
        return 1.0
    if not had:
        return _NOT_SAID
    return max(_near(one, other) for one in wanted for other in had)


def _field_fit(wanted: str, had: frozenset[str], skills: frozenset[str]) -> float:
    said = max((_near(wanted, field) for field in had), default=_NOT_SAID)
    if any(field not in known_fields() for field in had):
        said = max(said, _NOT_KNOWN)
    return max(said, _IN_SKILLS) if wanted in skills else said


def _near(one: str, other: str) -> float:
    if one == other:
        return 1.0
    near = nearness().get(frozenset({one, other}))
    if near is not None:
        return near
    if min(len(one), len(other)) >= 5 and Levenshtein.normalized_similarity(one, other) >= 0.85:
        return 0.9
    return 0.0


def _parts(word: str) -> list[str]:
    """A German compound taken apart where its end is a known word: `softwareentwickler`."""
    table = synonyms()
    if word in table and table[word] != "developer":
        return [word]
    for end in _ENDS:
        if word.endswith(end) and len(word) - len(end) >= 4:
            front = word.removesuffix(end)
            return [front.removesuffix("s") if front.removesuffix("s") in table else front, end]
    return [word]


_ENDS: Final = (
    "entwicklerinnen", "entwicklerin", "entwickler", "ingenieurin", "ingenieur", "architektin", "architekt",
    "leiterin", "leiter", "leitung", "beraterin", "berater", "analystin", "analyst", "administratorin", "administrator",
    "technikerin", "techniker", "managerin", "manager", "wissenschaftlerin", "wissenschaftler", "mitarbeiterin",
    "mitarbeiter", "spezialistin", "spezialist", "lehrerin", "lehrer", "fahrerin", "fahrer",
)  # fmt: skip
