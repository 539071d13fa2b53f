"""Turns text into terms that can be counted: lower case, without everyday words, plural and singular alike."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import lru_cache
from typing import Final

from longhaul_worker.matching.common_words import STOP

_STOP: Final = frozenset(STOP.split())
_WORD: Final = re.compile(r"[^\W_][\w+#]*(?:[.'&/-][^\W_][\w+#]*)*")
_PARTS: Final = re.compile(r"[/&-]")
_MAX_TERM: Final = 40


def terms(text: str) -> Counter[str]:
    """How often each term is in `text`."""
    found: Counter[str] = Counter()
    for word in _WORD.findall(straight(text.lower())):
        found.update(_terms_of(word))
    return found


@lru_cache(maxsize=65536)
def _terms_of(word: str) -> tuple[str, ...]:
    whole = word.removesuffix("'s")
    parts = [part for part in _PARTS.split(whole) if part]
    pieces = parts if len(parts) > 1 else [whole]
    return tuple(stem for piece in pieces if (stem := _term(piece)))


def _term(word: str) -> str:
    if word in _STOP or len(word) > _MAX_TERM or word.replace(".", "").isdigit():
        return ""
    if len(word) < 2 and word not in {"c", "r"}:
        return ""
    return stem(word)


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """`word` without the endings of plural and inflection, in English and roughly in German and Romance languages.

    Example:
        >>> stem("technologies"), stem("testing"), stem("berufe"), stem("sass")
        ('technology', 'test', 'beruf', 'sass')
    """
    if len(word) <= 4 or not word.isalpha():
        return word.rstrip("s") if len(word) == 4 and word.endswith("s") and not word.endswith("ss") else word
    for ending, instead, least in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= least:
            return word[: len(word) - len(ending)] + instead
    return word


_ENDINGS: Final = [
    ("ies", "y", 3),
    ("sses", "ss", 2),
    ("ss", "ss", 2),
    ("us", "us", 2),
    ("ings", "", 4),
    ("ing", "", 4),
    ("ers", "er", 3),
    ("ern", "er", 4),
    ("ed", "", 4),
    ("en", "", 4),
    ("es", "", 4),
    ("s", "", 4),
    ("e", "", 4),
]


def straight(text: str) -> str:
    """`text` with typewriter apostrophes."""
    return text.replace("\u2019", "'")


def plain(text: str) -> str:
    """`text` in lower case without accents, for comparing names."""
    return "".join(
        letter
        for letter in unicodedata.normalize("NFKD", text.lower().replace("ß", "ss"))
        if not unicodedata.combining(letter)
    )
