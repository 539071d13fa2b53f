"""What is done to the processes and when, drawn from a seed: the same seed gives the same plan."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from random import Random
from typing import Final, Literal, get_args

from longhaul.model.probe import Point

Kind = Literal[
    "worker_kill",
    "worker_crash",
    "worker_freeze",
    "worker_restart",
    "api_kill",
    "api_crash",
    "api_freeze",
    "api_restart",
    "primary_kill",
    "primary_freeze",
    "primary_step_down",
    "network_cut",
    "network_half_open",
    "network_slow",
]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)

ChapterName = Literal["processes", "restarts", "database", "network", "mixed"]

WORKERS: Final = 3
APIS: Final = 2

_TARGETS: Final = {"worker": WORKERS, "api": APIS, "primary": 1, "network": WORKERS + APIS}
_LENGTHS_S: Final[dict[Kind, tuple[float, float]]] = {
    "api_freeze": (3.0, 7.0),
    "primary_kill": (3.0, 6.0),  # dead for so long, then started again
    "primary_freeze": (4.0, 7.0),
    "primary_step_down": (3.0, 3.0),
    "network_half_open": (2.0, 8.0),
    "network_slow": (3.0, 6.0),
}
_WORKER_POINTS: Final[tuple[Point, ...]] = ("claimed", "changed", "reserved", "appended", "chunk_stored", "publishing")
_API_POINTS: Final[tuple[Point, ...]] = ("changed", "reserved", "appended")
_DETAILS: Final[dict[Kind, tuple[str, ...]]] = {
    "worker_crash": _WORKER_POINTS,
    "api_crash": _API_POINTS,
    "network_half_open": ("towards", "back", "both"),
    "network_slow": ("0.15",),
}
_CALM_S: Final = 6.0
"""Between chapters, so that what one kind of fault broke is not blamed on the next."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: `at_s` after the start, to which process or proxy (`target`), for how long, and what exactly."""

    at_s: float
    kind: Kind
    target: int
    seconds: float
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Chapter:
    """A stretch of the run with faults of some kinds only."""

    name: ChapterName
    begins_s: float
    ends_s: float


@dataclass(frozen=True, slots=True)
class Plan:
    """Chapters and faults in the order of time, and how long new jobs come."""

    seed: int
    seconds: float
    lease_s: float
    chapters: tuple[Chapter, ...]
    faults: tuple[Fault, ...]

    def count(self) -> Counter[Kind]:
        """How many faults of each kind."""
        return Counter(fault.kind for fault in self.faults)


@dataclass(frozen=True, slots=True)
class _Recipe:
    share: float
    every_s: float
    kinds: dict[Kind, int]


_RECIPES: Final[dict[ChapterName, _Recipe]] = {
    "processes": _Recipe(
        0.30,
        3.4,
        {
            "worker_kill": 6,
            "worker_crash": 6,
            "worker_freeze": 2,
            "api_kill": 3,
            "api_crash": 2,
            "api_freeze": 2,
        },
    ),
    "restarts": _Recipe(0.22, 4.2, {"worker_restart": 8, "api_restart": 1}),
    "database": _Recipe(0.24, 11.0, {"primary_kill": 3, "primary_freeze": 2, "primary_step_down": 3}),
    "network": _Recipe(0.12, 5.0, {"network_cut": 3, "network_half_open": 3, "network_slow": 2}),
    "mixed": _Recipe(
        0.12,
        4.0,
        {
            "worker_kill": 3,
            "worker_crash": 3,
            "api_kill": 1,
            "primary_kill": 1,
            "primary_step_down": 1,
            "network_cut": 2,
            "network_half_open": 2,
            "worker_restart": 2,
        },
    ),
}


def make_plan(seed: int, seconds: float, lease_s: float) -> Plan:
    """Draw the plan of a run whose faults last `seconds`. Long runs go through the chapters several times."""
    dice = Random(f"plan-{seed}")  # noqa: S311 - has to be repeatable
    rounds = max(1, round(seconds / 600))
    chapters: list[Chapter] = []
    faults: list[Fault] = []
    clock = 0.0
    for _ in range(rounds):
        for name, recipe in _RECIPES.items():
            length = recipe.share * seconds / rounds
            chapters.append(Chapter(name, clock, clock + length))
            faults += _chapter(dice, recipe, clock, clock + length - _CALM_S, lease_s)
            clock += length
    return Plan(seed, seconds, lease_s, tuple(chapters), tuple(sorted(faults, key=lambda fault: fault.at_s)))


def _chapter(dice: Random, recipe: _Recipe, begins_s: float, ends_s: float, lease_s: float) -> list[Fault]:
    # Every kind of the chapter comes once before chance decides, or a short run would leave some out.
    first = list(recipe.kinds)
    dice.shuffle(first)
    faults: list[Fault] = []
    at_s = begins_s + dice.uniform(0.5, 1.5)
    while at_s < ends_s:
        kind = first.pop() if first else dice.choices(list(recipe.kinds), list(recipe.kinds.values()))[0]
        faults.append(_fault(dice, at_s, kind, lease_s))
        at_s += recipe.every_s * dice.uniform(0.8, 1.2)
    return faults


def _fault(dice: Random, at_s: float, kind: Kind, lease_s: float) -> Fault:
    target = dice.randrange(_TARGETS[kind.partition("_")[0]])
    shortest, longest = _LENGTHS_S.get(kind, (0.0, 0.0))
    if kind == "worker_freeze":  # past its lease, so that it wakes up robbed
        shortest, longest = 1.1 * lease_s, 1.4 * lease_s
    detail = ""
    if kind in _DETAILS:
        detail = dice.choice(_DETAILS[kind])
    if kind.endswith("_crash"):
        detail += f":{dice.randint(1, 3)}"
    return Fault(round(at_s, 2), kind, target, round(dice.uniform(shortest, longest), 2), detail)
