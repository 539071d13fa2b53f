"""Finds what a requirement is about in its words: without "proven experience in" before and "is essential" behind."""
# ruff: noqa: RUF001 - adverts are full of these dashes and quotes

from __future__ import annotations

import re
from typing import Final

_LEADS: Final = (
    r"you(?:'ll|’ll| will| should|'ve|’ve|'re|’re)?|we|candidates?|applicants?|the (?:ideal|successful) candidate|who",
    (
        r"must|should|will|needs?|to|have|has|having|be|are|is|an?|the|some|any|hold|bring|possess|can|able|and|or"
        r"|[\"“„»]+"
    ),
    r"preferably|ideally|either|more than|over|fully|similar|equivalent|at least|minimum(?: of)?|min\.?|capable",
    r"proven|strong|excellent|solid|good|great|demonstrated|demonstrable|extensive|previous|prior|relevant|deep|basic",
    r"advanced|outstanding|exceptional|hands-on|significant|thorough|in-depth|current|valid",
    r"(?:working|practical|professional|sound|first) (?=knowledge|experience|understanding|skills)",
    r"\d{1,2}\s*(?:\+|-\s*\d{1,2}|to \d{1,2}|or more)?\s*\+?\s*(?:years?'?|jahre?|años|ans|anni|jaar)",
    r"of|in|with|as|at|on|using",
    (
        r"experienced?|knowledge|understanding|ability|skills?|skilled|familiarity|familiar|proficiency|proficient"
        r"|background"
    ),
    r"track record|expertise|competence|competent|confident|confidence|comfortable|willingness|willing|passion for",
    r"passionate about|commitment|committed",
    r"ihre?|deine?|sie|du|mehrjährige\w*|fundierte|gute|sehr gute|sichere\w*|idealerweise|erste|einschlägige",
    r"mindestens",
    r"berufserfahrung|erfahrung(?:en)?|kenntnisse|im|mit|bei|umgang|der|die|das|den",
    r"une?|expérience|connaissances?|bonnes?|maîtrise|des?|du|en|au moins|vous (?:avez|êtes)",
    r"al menos|mínimo|experiencia|conocimientos?|con|buen|dominio|sólid[oa]s?|esperienza|conoscenza|di|almeno",
    r"ervaring|kennis|met|van|minimaal",
)
_LEAD: Final = re.compile(rf"^(?:(?:{'|'.join(_LEADS)})(?!\w)[\s,:]*)+", re.IGNORECASE)
_TAIL: Final = re.compile(
    r"(?:[\s,;–-]+(?:(?:is|are|ist|sind)\s+)?(?:an?\s+)?(?:strictly\s+)?(?:required|essential|preferred"
    r"|desirable|mandatory|"
    r"must|plus|needed|is|are|and|necessary|erforderlich|wünschenswert|von vorteil|exigée?s?))?[\s.;:!]*$",
    re.IGNORECASE,
)
_ONLY_TAIL: Final = re.compile(
    r"(?:required|essentials?|preferred|desirables?|mandatory|must|necessary|requirements?|qualifications?|profile?|"
    r"wünschenswert|erforderlich|and|is|are)",
    re.IGNORECASE,
)
_DATE: Final = re.compile(r"\d{1,2}\.?\s\w{3,9}\s\d{4}|\d{1,4}[./-]\d{1,2}[./-]\d{1,4}")
_END: Final = re.compile(
    r"\s*(?:[;(]|\.\s|\s[–—-]\s|,?\s(?:including|such as|e\.g\.|for example|"
    r"wie z\.B\.|gained|within|with at least|with a minimum|mit mindestens)\b)"
)
_LIST: Final = re.compile(r"\s*(?:,\s*(?:and|or|und|oder|et|ou|y)\s+|,\s+|\s/\s)\s*", re.IGNORECASE)
_AND: Final = re.compile(r"\s+(?:and|or|und|oder|et|ou|y)\s+", re.IGNORECASE)
_MAX_WORDS: Final = 9
_MIN_WORDS: Final = 3
_MAX_ITEM: Final = 8
_MAX_NAME: Final = 3
_VAGUE: Final = re.compile(
    r"\b(?:another|others?|similar|equivalents?|alternatives?|comparable|etc|the like|ähnliche\w*"
    r"|vergleichbare?\w*|andere\w*|"
    r"similaires?|autres?|similares?|otr[ao]s?|simili|altri|vergelijkbare?)\b",
    re.IGNORECASE,
)
_CLAUSE: Final = re.compile(
    r"(?:which|where|who|whom|so|while|but|including|because|if|as|wobei|sowie|damit|qui|que|dont|donde)\b",
    re.IGNORECASE,
)
_EDGES: Final = " .,;:\"'“”„()[]*"
_MIN_CHARS: Final = 3


def phrases_of(line: str) -> list[str]:
    """What a requirement is about, without "You have proven experience in" and "is essential"; lists taken apart.

    Example:
        >>> phrases_of("Proven experience in wound care, phlebotomy and palliative care is essential.")
        ['wound care', 'phlebotomy', 'palliative care']
    """
    text = _TAIL.sub("", _LEAD.sub("", line.strip(" \t•-*")))
    end = _END.search(text, 4)
    text = (text[: end.start()] if end else text).strip(" ,.:;")
    if len(text) < _MIN_CHARS or _ONLY_TAIL.fullmatch(text) or _DATE.match(text):
        return []
    parts = [part.strip(_EDGES) for part in _LIST.split(text) if part.strip(_EDGES)]
    if len(parts) > 1:
        *first, last = parts
        parts = [*first, *_AND.split(last)]
    if len(parts) > 1 and all(_is_item(part) for part in parts):
        items = [_LEAD.sub("", part).strip(_EDGES) for part in parts[:8]]
        return [item for item in items if len(item) >= _MIN_CHARS and item.casefold() not in _DANGLING]
    return [_shortened(text.strip(_EDGES))]


def pair_of(phrases: list[str]) -> list[str]:
    """The two short names of a phrase such as `AutoCAD and Civil 3D`; none for any other phrase."""
    names = _AND.split(phrases[0]) if len(phrases) == 1 else []
    return names if len(names) > 1 and all(len(name.split()) <= _MAX_NAME for name in names) else []


def is_vague(item: str) -> bool:
    """Whether an item of a list only says that more of the kind would do: "another message broker", "etc"."""
    return _VAGUE.search(item) is not None


def _is_item(part: str) -> bool:
    """Whether a part between commas is an item of a list and not a clause about what stands before."""
    return len(part.split()) <= _MAX_ITEM and _CLAUSE.match(part) is None


def _shortened(text: str) -> str:
    """The first words of `text`, at most nine, as far as they are a whole: up to a comma, or before "to" and "who"."""
    words = text.split()
    if len(words) <= _MAX_WORDS:
        return text
    before_comma, comma, _ = " ".join(words[:_MAX_WORDS]).rpartition(",")
    if comma and len(before_comma.split()) >= _MIN_WORDS:
        return before_comma
    breaks = [at for at in range(_MIN_WORDS, _MAX_WORDS + 1) if words[at].casefold() in _BREAKS]
    words = words[: breaks[-1] if breaks else _MAX_WORDS]
    while len(words) > 1 and words[-1].casefold() in _DANGLING:
        words = words[:-1]
    return " ".join(words).strip(_EDGES)


_DANGLING: Final = frozenset({
    "and", "or", "of", "the", "a", "an", "in", "with", "to", "for", "on", "at", "as", "by", "from", "und", "oder",
    "der", "die", "das", "mit", "für", "von", "zu", "et", "ou", "de", "la", "le", "les", "y", "con", "en",
})  # fmt: skip
_BREAKS: Final = frozenset({
    "to", "who", "that", "which", "while", "when", "where", "in", "with", "for", "on", "at", "as", "by", "from",
    "within", "um", "die", "der", "mit", "für", "bei", "zur", "zum", "pour", "qui", "dans", "avec", "para", "que",
    "per", "che",
})  # fmt: skip
