"""Guesses the language of a text by its commonest words."""

from __future__ import annotations

import re
from typing import Final

_COMMON: Final = {
    "en": "the and of to with you for we our are your will on as is",
    "de": "und der die das mit für von wir sie du ist ein eine den im zu deine ihre",
    "fr": "et les des une vous nous pour dans sur avec du est votre la le au",
    "es": "y los las una con para del por que nuestro en el la es experiencia",
    "it": "e gli con per una del della che nel di il la sono",
    "nl": "en het een van met voor de je wij ons op te jij",
    "pt": "e os as uma com para do da que em você nossa",
}
_SETS: Final = {language: frozenset(words.split()) for language, words in _COMMON.items()}
_WORD: Final = re.compile(r"[^\W\d_]+")
_LEAST: Final = 3
_LOOKED_AT: Final = 4000


def language_of(text: str) -> str | None:
    """The ISO code of the language `text` is in, or None for a text too short to tell."""
    words = _WORD.findall(text[:_LOOKED_AT].lower())
    counts = {language: sum(word in common for word in words) for language, common in _SETS.items()}
    best = max(counts, key=lambda language: counts[language])
    return best if counts[best] >= _LEAST else None
