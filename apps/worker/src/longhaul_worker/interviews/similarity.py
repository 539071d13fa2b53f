"""Tells when two questions are the same one in other words: the cosine of their word counts."""
# ruff: noqa: RUF001 - CVs and adverts are full of these dashes, bullets and quotes

from __future__ import annotations

import math
import re
from collections import Counter
from typing import Final

TOO_CLOSE: Final = 0.78
"""From this cosine on, two questions count as the same."""

_WORD: Final = re.compile(r"[^\W_]+(?:[+#'’-]+[^\W_]*)*")


def word_counts(text: str) -> Counter[str]:
    """How often each word is in `text`, whatever its capitals."""
    return Counter(_WORD.findall(text.casefold()))


def cosine(one: Counter[str], other: Counter[str]) -> float:
    """From 0 (no word shared) to 1 (the same words equally often); 0 where one is empty."""
    shared = sum(count * other[word] for word, count in one.items() if word in other)
    if not shared:
        return 0.0
    return shared / math.sqrt(
        sum(count * count for count in one.values()) * sum(count * count for count in other.values())
    )


class Distinct:
    """A growing collection of texts of which no two are alike."""

    def __init__(self) -> None:
        self._known: list[Counter[str]] = []

    def add(self, text: str) -> bool:
        """Add `text` unless it is like one that is there; whether it was added."""
        counts = word_counts(text)
        if not counts or any(cosine(counts, known) >= TOO_CLOSE for known in self._known):
            return False
        self._known.append(counts)
        return True
