"""Whose turn it is: owners are served in turn beside the order of the queue, so that none waits behind all others."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Final

REST_S: Final = 0.1
"""After a round that met one owner or none, the rotation rests this long: alone, an owner costs next to nothing."""


class Rotation:
    """Goes through the owners that wait, in the order of their names, and begins again after the last."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._after = ""
        self._first: str | None = None
        self._is_alone = True
        self._rests_until = 0.0
        self._was_last_claim = False

    @property
    def after(self) -> str:
        """The owner served last; who comes after it is next."""
        return self._after

    def share(self, limit: int) -> int:
        """How many of `limit` jobs go by rotation: half of them, of single ones every second, none while it rests."""
        if self._monotonic() < self._rests_until:
            return 0
        if limit > 1:
            return limit // 2
        self._was_last_claim = not self._was_last_claim
        return 1 if self._was_last_claim else 0

    def served(self, owners: Sequence[str], share: int) -> None:
        """The owners, in order, of the jobs found after `after`; fewer than `share` end the round."""
        for owner in owners:
            self._first = self._first or owner
            self._is_alone = self._is_alone and owner == self._first
        if len(owners) == share:
            self._after = owners[-1]
            return
        if self._is_alone:
            self._rests_until = self._monotonic() + REST_S
        self._after, self._first, self._is_alone = "", None, True
