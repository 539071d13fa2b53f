"""Finds what a requirement is about in its words: without "proven experience in" before and "is essential" behind."""
# ruff: noqa: RUF001 - adverts are full of these dashes and quotes

from __future__ import annotations

import re
from typing import Final

_LEAD: Final = re.compile(
    r"^(?:(?:preferably|ideally|either|more than|over|fully|similar|equivalent|who|and|or|[\"“„»]+|you(?:'ll"
        r"| will| should|'ve)?|we|candidates?|applicants?|the (?:ideal|successful) candidate|must|should|"
    r"will|need|needs|to|have|has|having|be|are|is|an?|the|some|any|hold|bring|possess|can|able|at least"
        r"|minimum of|minimum|"
    r"min\.?|proven|strong|excellent|solid|good|great|demonstrated|demonstrable|extensive|previous|prior"
        r"|relevant|deep|sound|"
    r"basic|advanced|outstanding|exceptional|working|practical|professional|hands-on|significant|first|thorough|"
    r"in-depth|current|valid|\d{1,2}\s*(?:\+|-\s*\d{1,2}|to \d{1,2}|or more)?\s*\+?\s*years?'?|of|in|with|as|at|on|"
    r"using|experience|experienced|knowledge|understanding|ability|skills?|skilled|familiarity|familiar"
        r"|proficiency|proficient|"
    r"background|track record|expertise|competence|competent|confident|confidence|comfortable|willingness|willing|"
    r"passion for|passionate about|commitment|committed|capable|you're|ihre?|deine?|sie|du|mehrjährige\w*|fundierte|"
    r"gute|sehr gute|sichere\w*|idealerweise|erste|einschlägige|berufserfahrung|erfahrung\w*|kenntnisse|im|mit|bei|"
    r"umgang|der|die|das|den|une?|expérience|connaissances?|bonnes?|maîtrise|des?|du|en|experiencia|conocimientos?|"
    r"con|buen|dominio)\b[\s,:]*)+",
    re.IGNORECASE,
)  # fmt: skip
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
_END: Final = re.compile(
    r"\s*(?:[;(]|\.\s|\s[–—-]\s|,?\s(?:including|such as|e\.g\.|for example|"
    r"wie z\.B\.|gained|within|with at least|with a minimum|mit mindestens)\b)"
)
_LIST: Final = re.compile(r"\s*(?:,\s*(?:and|or|und|oder|et|ou|y)\s+|,\s+|\s/\s)\s*", re.IGNORECASE)
_AND: Final = re.compile(r"\s+(?:and|or|und|oder|et|ou|y)\s+", re.IGNORECASE)
_MAX_WORDS: Final = 9
_MIN_WORDS: Final = 3
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
    if len(text) < _MIN_CHARS or _ONLY_TAIL.fullmatch(text):
        return []
    parts = [part.strip(_EDGES) for part in _LIST.split(text) if part.strip(_EDGES)]
    if len(parts) > 1:
        *first, last = parts
        parts = [*first, *_AND.split(last)]
    if len(parts) > 1 and all(len(part.split()) <= (4 if len(parts) == 2 else 6) for part in parts):
        items = [_LEAD.sub("", part).strip(_EDGES) for part in parts[:8]]
        return [item for item in items if len(item) >= _MIN_CHARS and item.casefold() not in _DANGLING]
    return [_shortened(text.strip(_EDGES))]


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
    "within", "um", "die", "der", "mit", "für", "bei", "zur", "zum", "pour", "qui", "dans", "avec", "para", "que", "per", "che",
})  # fmt: skip
