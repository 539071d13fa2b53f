"""Turns the steps of a handler into a percentage, by the weight each step has."""

from __future__ import annotations

from collections.abc import Sequence


class Weights:
    """The steps of a handler in their order, each with its share of the whole.

    Example:
        >>> weights = Weights([("fetch", 20), ("parse", 20), ("store", 60)])
        >>> weights.percent("fetch"), weights.percent("store", 0.5)
        (0, 70)
    """

    def __init__(self, steps: Sequence[tuple[str, float]]) -> None:
        """Raises `ValueError` for a name given twice or a weight below zero, or when all are zero."""
        total = sum(weight for _, weight in steps)
        if total <= 0 or any(weight < 0 for _, weight in steps):
            raise ValueError("weights are not negative, and some are positive")
        self._before: dict[str, float] = {}
        self._share: dict[str, float] = {}
        done = 0.0
        for name, weight in steps:
            if name in self._share:
                raise ValueError(f"step {name!r} is given twice")
            self._before[name] = done / total
            self._share[name] = weight / total
            done += weight

    @property
    def steps(self) -> list[tuple[str, int]]:
        """The steps in their order, each with its share in percent, rounded."""
        return [(name, round(100 * share)) for name, share in self._share.items()]

    def percent(self, step: str, fraction: float = 0.0) -> int:
        """Percent done, 0 to 100, when everything before `step` is done and `fraction` (0 to 1) of `step`.

        Raises `KeyError` for a step that is not one of the handler's.
        """
        within = min(max(fraction, 0.0), 1.0)
        # Rounded first: the shares of complete steps must not fall short of their sum by a rounding error.
        return int(round(100 * (self._before[step] + self._share[step] * within), 6))
