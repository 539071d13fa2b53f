"""How rare each term is among an owner's adverts: what TF-IDF weighs words by."""

from __future__ import annotations

import hashlib
import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from longhaul_worker.matching.common_words import EVERYDAY
from longhaul_worker.matching.words import stem

MAX_ADVERTS: Final = 2000
_MAX_TERMS: Final = 30_000
_PRIOR: Final = 20
_EVERYDAY: Final = frozenset(stem(word) for word in EVERYDAY.split())


@dataclass(frozen=True)
class Statistics:
    """In how many of `adverts` each term is; terms in only one are left out. `version` is a digest of that."""

    version: str
    adverts: int
    frequencies: Mapping[str, int]
    _weights: dict[str, float] = field(default_factory=dict[str, float], repr=False, compare=False)

    def weight(self, term: str) -> float:
        """The inverse document frequency of `term`, as if twenty everyday adverts were among the owner's."""
        known = self._weights.get(term)
        if known is None:
            seen = self.frequencies.get(term, 0) + (_PRIOR / 2 if term in _EVERYDAY else 0)
            known = self._weights[term] = math.log((self.adverts + _PRIOR + 1) / (seen + 1))
        return known

    def vector(self, counts: Mapping[str, int]) -> dict[str, float]:
        """The TF-IDF vector of a text, of length 1; empty for a text without terms."""
        raw = {term: (1 + math.log(count)) * self.weight(term) for term, count in counts.items()}
        length = math.sqrt(math.fsum(value * value for value in raw.values()))
        return {term: value / length for term, value in raw.items()} if length else {}


def count(adverts: Iterable[Iterable[str]]) -> Statistics:
    """Statistics over the terms of some adverts, in whatever order they come."""
    frequencies: Counter[str] = Counter()
    number = 0
    for terms in adverts:
        number += 1
        frequencies.update(set(terms))
    kept = sorted(
        ((term, seen) for term, seen in frequencies.items() if seen > 1), key=lambda pair: (-pair[1], pair[0])
    )
    return of_frequencies(number, dict(kept[:_MAX_TERMS]))


def of_frequencies(adverts: int, frequencies: Mapping[str, int]) -> Statistics:
    """Statistics with their version."""
    contents = "\n".join(f"{term} {seen}" for term, seen in sorted(frequencies.items()))
    digest = hashlib.sha256(f"{adverts}\n{contents}".encode()).hexdigest()
    return Statistics(digest[:16], adverts, dict(frequencies))
