"""How well candidates are ranked for a role, and how well CVs of one person are told: the figures behind the floors."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from datetime import date
from itertools import combinations

from career.tasks.candidates import CandidateQuery
from longhaul_worker.candidates.cv import ReadCv
from longhaul_worker.candidates.identity import group, person_of
from longhaul_worker.candidates.ranking import score
from longhaul_worker.candidates.reading import read_bytes
from tests.worker.candidates.pairs import LABELLED
from tests.worker.candidates.people import Person, as_markdown, as_text, json_bytes
from tests.worker.candidates.pool import POOL, ROLES

TODAY = date(2026, 11, 1)
FORMS: tuple[Callable[[Person], bytes], ...] = (
    lambda person: as_text(person).encode(),
    lambda person: as_markdown(person).encode(),
    json_bytes,
)


def evaluate() -> dict[str, float]:
    """nDCG@10 and pairwise agreement over the roles, and precision and recall of pairs of CVs of one person."""
    cvs = [(person, read_bytes(FORMS[turn % 3](person))) for turn, person in enumerate(POOL)]
    figures: dict[str, float] = {}
    for name, query in ROLES.items():
        order = ranked(query, cvs)
        gains = [person.fits.get(name, 0) for person in order]
        figures[f"ndcg_{name}"] = ndcg(gains)
        figures[f"pairwise_{name}"] = pairwise(gains)
    figures["ndcg"] = sum(figures[f"ndcg_{name}"] for name in ROLES) / len(ROLES)
    figures["pairwise"] = sum(figures[f"pairwise_{name}"] for name in ROLES) / len(ROLES)
    return figures | same_people()


def ranked(query: CandidateQuery, cvs: Sequence[tuple[Person, ReadCv]]) -> list[Person]:
    """The people, best first."""
    scored = [(score(query, cv.resume, cv.text, TODAY).exact, person) for person, cv in cvs if cv.resume is not None]
    return [person for _, person in sorted(scored, key=lambda pair: -pair[0])]


def ndcg(gains: Sequence[int], depth: int = 10) -> float:
    """The discounted gain of an order compared with that of the best one."""

    def gain(order: Sequence[int]) -> float:
        return sum((2**value - 1) / math.log2(place + 2) for place, value in enumerate(order[:depth]))

    return gain(gains) / gain(sorted(gains, reverse=True))


def pairwise(gains: Sequence[int]) -> float:
    """The share of pairs of different fit that stand in the right order."""
    pairs = [(one, other) for one, other in combinations(gains, 2) if one != other]
    return sum(one > other for one, other in pairs) / len(pairs)


def same_people() -> dict[str, float]:
    """Precision and recall over all pairs of the labelled CVs."""
    cvs = [read_bytes(FORMS[turn % 3](person)) for turn, (_, person) in enumerate(LABELLED)]
    people = [person_of(str(turn), cv.resume) for turn, cv in enumerate(cvs) if cv.resume is not None]
    found = {pair for indexes in group(people) for pair in combinations(indexes, 2)}
    true = {pair for pair in combinations(range(len(LABELLED)), 2) if LABELLED[pair[0]][0] == LABELLED[pair[1]][0]}
    hits = len(found & true)
    return {"same_precision": hits / len(found) if found else 1.0, "same_recall": hits / len(true)}


if __name__ == "__main__":
    for figure, value in evaluate().items():
        print(f"{figure:20} {value:.3f}")  # noqa: T201 - a report
