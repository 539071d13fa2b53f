"""Keeps processes that claim from the same queues out of each other's way, without a word between them."""

from __future__ import annotations

import random
from typing import Final

WIDEST: Final = 16
"""So many claims' worth of jobs may be looked past; each job looked past costs the database a few microseconds."""
_MUCH: Final = 0.25
_LITTLE: Final = 0.05
_NARROWING: Final = 0.9


class Spread:
    """How far from the head of the queue a claim of many jobs begins.

    Processes that look at once see the same jobs, and all but one of them come too late. Who loses much to others
    begins at one of the next two claims' worth of jobs by chance, then four, and so on; who loses little comes back
    step by step, and who sees less than it has room for comes back at once. Alone, a process is always at the head.
    """

    def __init__(self, rng: random.Random | None = None) -> None:
        self._rng = rng or random.Random()  # noqa: S311 - jitter
        self._width = 1.0

    def skip(self, limit: int) -> int:
        """How many due jobs the next claim of `limit` should look past."""
        return limit * self._rng.randrange(round(self._width))

    def took(self, taken: int, seen: int, limit: int) -> None:
        """A claim of `limit` saw `seen` jobs, one or more, and took `taken` of them."""
        lost = 1 - taken / seen
        if seen < limit:
            self._width = 1.0
        elif lost > _MUCH:
            self._width = min(2 * self._width, WIDEST)
        elif lost < _LITTLE:
            self._width = max(1.0, _NARROWING * self._width)
