"""Finds the skills that a line of an advert names, everyday words only where they are meant as names."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from longhaul_worker.skills.lexicon import load_lexicon

_URL: Final = re.compile(r"\b(?:https?://|www\.)\S+|\S+@\S+")
_JOINED_BEFORE: Final = re.compile(
    r"(?:[,/(;:&+|]|\b(?:and|or|und|oder|et|ou|y|e|en|of|z\.B\.|e\.g\.,?))\s*$", re.IGNORECASE
)
_JOINED_AFTER: Final = re.compile(r"^(?:\s*[,/);&+|.]|\s+(?:and|or|und|oder|et|ou|y|e|en|of)\b|\s*$)", re.IGNORECASE)
_NEIGHBOUR: Final = re.compile(r"^\s+[A-ZÄÖÜ]|^[-\w]")
_CAPITALISED_BEFORE: Final = re.compile(r"[A-ZÄÖÜ][\w.-]*\s+$")
_FEW_WORDS: Final = 3
_AS_WRITTEN: Final = {"SOLID", "SAFe", "REST"}
"""Names that are everyday words in other capitals."""


@lru_cache(maxsize=4096)
def skills_in(text: str) -> tuple[str, ...]:
    """Canonical names of the skills in a line of running text or a list item, each once, in the lexicon's order.

    "Go", "Access" and the like count where they are capitalised and stand in an enumeration with another skill, or
    alone in a line of up to three words.
    """
    plain = _URL.sub(" ", text)
    lexicon = load_lexicon()
    sure = [
        skill.name
        for skill, words in lexicon.find(plain, in_list=False)
        if skill.name not in _AS_WRITTEN or words not in {words.lower(), words.capitalize()}
    ]
    loose = [(skill.name, words) for skill, words in lexicon.find(plain, in_list=True) if skill.name not in sure]
    is_short = len(plain.split()) <= _FEW_WORDS
    names = len(sure) + len(loose)
    found = [
        name
        for name, words in loose
        if (is_short and (words[:1].isupper() or words == plain.strip())) or (names > 1 and _is_meant(plain, words))
    ]
    return (*sure, *found)


def _is_meant(text: str, words: str) -> bool:
    """Whether the everyday word stands capitalised in an enumeration and is no part of a longer name."""
    at = text.find(words)
    if at < 0 or not words[:1].isupper():
        return False
    before, after = text[:at], text[at + len(words) :]
    if _NEIGHBOUR.match(after) or _CAPITALISED_BEFORE.search(before):
        return False
    return _JOINED_BEFORE.search(before) is not None or (
        _JOINED_AFTER.match(after) is not None and bool(after.strip(" .")) and bool(before.strip())
    )
