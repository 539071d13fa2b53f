"""The formulas that carry costs to other machines; all of them are in the books, and none knows Longhaul.

*Utilisation law* (Denning and Buzen, 1978): a resource that each unit needs for D seconds is busy for U = X D / m at X
units a second, where m such resources stand side by side. *Asymptotic bounds* (Muntz and Wong, 1974): with N clients
X is at most N X(1) and at most m / D of each resource. *Waiting*: R = D / (1 - U^m), exact for M/M/1, where m is 1, and
an approximation for more. *Universal scalability law* (Gunther, 1993): X(N) = N X(1) / (1 + s (N - 1) + k N (N - 1)).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import linear_regression


@dataclass(frozen=True)
class Resource:
    """What units use: `demand_s` of it each, and `amount` of it there is (processors, say, or 1)."""

    name: str
    demand_s: float
    amount: float = 1.0

    @property
    def ceiling(self) -> float:
        """Units a second beyond which it cannot go."""
        return self.amount / self.demand_s if self.demand_s > 0 else math.inf

    def utilisation(self, per_s: float) -> float:
        """How busy it is at `per_s` units a second; above 1 it cannot be done."""
        return per_s * self.demand_s / self.amount

    def residence_s(self, per_s: float) -> float:
        """How long a unit is there, waiting and served; endless at or above the ceiling."""
        busy = self.utilisation(per_s)
        return self.demand_s / (1 - busy ** max(1.0, self.amount)) if busy < 1 else math.inf


@dataclass(frozen=True)
class Bound:
    """The most units a second, and what does not allow more."""

    per_s: float
    limited_by: str


def bound(resources: Sequence[Resource]) -> Bound:
    """The asymptotic bound of some resources: the first that is used up."""
    first = min(resources, key=lambda one: one.ceiling)
    return Bound(first.ceiling, first.name)


@dataclass(frozen=True)
class Scaling:
    """A universal scalability law: `alone` is the rate of one, `sigma` what they wait for, `kappa` what they tangle."""

    alone: float
    sigma: float
    kappa: float

    def at(self, clients: float) -> float:
        """Units a second of so many clients."""
        return clients * self.alone / (1 + self.sigma * (clients - 1) + self.kappa * clients * (clients - 1))

    @property
    def peak(self) -> float:
        """The number of clients beyond which more of them do less; endless where there is none."""
        return math.sqrt(max(0.0, 1 - self.sigma) / self.kappa) if self.kappa > 0 else math.inf


def fit(points: Sequence[tuple[float, float]]) -> Scaling:
    """The law through (clients, units a second); the first must be of one client. Neither term is below 0.

    (N X(1) / X(N) - 1) / (N - 1) = s + k N is a straight line. Raises `ValueError` for fewer than two points.
    """
    if len(points) < 2 or points[0][0] != 1:
        raise ValueError("a fit needs the rate of one client and that of another number of them")
    alone = points[0][1]
    places = [clients for clients, _ in points[1:]]
    losses = [(clients * alone / rate - 1) / (clients - 1) for clients, rate in points[1:]]
    mean = sum(losses) / len(losses)
    if len(places) < 2:
        return Scaling(alone, max(0.0, mean), 0.0)
    slope, intercept = linear_regression(places, losses)
    if slope < 0:
        return Scaling(alone, max(0.0, mean), 0.0)
    if intercept < 0:
        return Scaling(alone, 0.0, max(0.0, linear_regression(places, losses, proportional=True).slope))
    return Scaling(alone, intercept, slope)


def error(predicted: float, measured: float) -> float:
    """How far a prediction was off, as a share of what was measured; above 0 it promised too much."""
    return predicted / measured - 1
