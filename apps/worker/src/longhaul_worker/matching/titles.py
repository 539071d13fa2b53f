"""How much two job titles mean the same work, whatever their language, level and wording."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from longhaul_worker.matching.patterns import any_of
from longhaul_worker.matching.title_words import LEVELS, NEAR, fields, rules
from longhaul_worker.matching.words import straight, terms

_RULES: Final = [
    (re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE), tuple(tokens.split())) for pattern, tokens in rules()
]
_FIELD_OF: Final = fields()
_NEAR: Final = {
    frozenset({first, second}): float(value)
    for entry in NEAR.replace("\n", "|").split("|")
    if entry.strip()
    for first, second, value in [entry.split()]
}
_FIELD_OF_SKILLS: Final = {
    "language": "software",
    "backend": "software",
    "database": "software",
    "frontend": "frontend",
    "cloud": "infra",
    "devops": "infra",
    "network": "infra",
    "data": "data",
    "security": "security",
    "quality": "qa",
    "embedded": "embedded",
    "design": "design",
    "health": "health",
    "trade": "trades",
}
_WHOLE_STACK: Final = frozenset({"backend", "fullstack", "web"})
_NARROWER: Final = frozenset({"data", "infra", "embedded", "qa", "security", "project", "product", "erp", "sales"})
_PARTS_OF_SOFTWARE: Final = frozenset({"frontend", "mobile", "games"})
_MARKS: Final = re.compile(
    r"[(\[]?\b[mwfdxhnva]\s*[/|*·]\s*[mwfdxhnva](?:\s*[/|*·]\s*[mwfdxhna])*\b[)\]]?|\ball genders\b"
    r"|\(?\b(?:gn|remote|hybrid|home ?office)\b\)?|(?<=\w)[:*/_-]?in(?:nen)?\b(?=\s*\()",
    re.IGNORECASE,
)
_LEVELS: Final = any_of(LEVELS, after=r"\b\.?")
_GENERIC: Final = frozenset({
    "engineer", "manager", "analyst", "architect", "consultant", "software", "data", "infra", "assistant",
    "administrator",
})  # fmt: skip
_GENERIC_WEIGHT: Final = 0.5
_PLAIN_WEIGHT: Final = 0.7
_SKILL_SHARE: Final = 0.8


@dataclass(frozen=True, slots=True)
class Title:
    """A job title as tokens with their weights, and the fields of work it belongs to, the first named first."""

    tokens: Mapping[str, float]
    fields: tuple[str, ...]


def without_marks(text: str) -> str:
    """A title on one line without gender marks and workplace."""
    return " ".join(_MARKS.sub(" ", text.split("\n", 1)[0][:200]).split()).strip(" -–|,")  # noqa: RUF001 - a dash of adverts


@lru_cache(maxsize=8192)
def read_title(text: str) -> Title:
    """What `text` says of the work; level, gender marks and employment are left out."""
    rest = _MARKS.sub(" ", straight(text).split("\n", 1)[0][:200])
    rest = _LEVELS.sub(" ", rest)
    tokens: dict[str, float] = {}
    for pattern, names in _RULES:
        if pattern.search(rest):
            rest = pattern.sub(" ", rest)
            tokens |= {name: _GENERIC_WEIGHT if name in _GENERIC else 1.0 for name in names}
    tokens |= {term: _PLAIN_WEIGHT for term in terms(rest) if term not in tokens}
    return Title(tokens, _fields(tokens))


def _fields(tokens: Mapping[str, float]) -> tuple[str, ...]:
    """The fields of work of a title's tokens; software is none where it is only what a narrower field works with."""
    found = dict.fromkeys(_FIELD_OF[token] for token in tokens if token in _FIELD_OF)
    of_software = {token for token in tokens if _FIELD_OF.get(token) == "software"}
    is_material = (not of_software & _WHOLE_STACK and _NARROWER & found.keys()) or (
        of_software == {"software"} and _PARTS_OF_SOFTWARE & found.keys()
    )
    return tuple(field for field in found if field != "software" or not is_material)


def title_of_skills(categories: Iterable[str]) -> Title:
    """What skills of these categories of the lexicon say of the work, for a person whose titles say nothing.

    A field counts where a quarter of the skills belong to it.
    """
    counts = Counter(field for category in categories if (field := _FIELD_OF_SKILLS.get(category)) is not None)
    least = 0.25 * counts.total()
    return Title({}, tuple(field for field, number in counts.most_common() if number >= least))


def likeness(mine: Title, theirs: Title, skills: Collection[str] = ()) -> float:
    """How much of what `theirs` names is in `mine`, 0 to 1: the same field of work counts half, the words half.

    Words of `theirs` that are among `skills` (lower-case terms) count too, though less than in a title.
    """
    if not theirs.tokens or not (mine.tokens or mine.fields):
        return 0.0
    shared = math.fsum(weight for token, weight in theirs.tokens.items() if token in mine.tokens)
    known = math.fsum(
        weight * _SKILL_SHARE for token, weight in theirs.tokens.items() if token in skills and token not in mine.tokens
    )
    theirs_all = math.fsum(theirs.tokens.values())
    mine_all = math.fsum(mine.tokens.values())
    covered = min(1.0, (shared + known) / theirs_all)
    precise = min(1.0, shared / mine_all) if mine_all else 0.0
    words = covered * (0.7 + 0.3 * precise)
    return 0.5 * nearness(mine.fields, theirs.fields) + 0.5 * words


def nearness(mine: Collection[str], theirs: Collection[str]) -> float:
    """How near the nearest two fields are: 1 for the same, 0.2 where either title tells none."""
    if not mine or not theirs:
        return 0.2
    best = max(_near(first, second) for first in mine for second in theirs)
    shared = len(set(mine) & set(theirs)) / len(set(theirs))
    return best * (0.7 + 0.3 * shared)


def _near(first: str, second: str) -> float:
    return 1.0 if first == second else _NEAR.get(frozenset({first, second}), 0.0)
