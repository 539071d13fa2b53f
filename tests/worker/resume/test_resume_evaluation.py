"""The parser keeps its quality over every test CV in every layout."""

from __future__ import annotations

import pytest
from tests.worker.resume.evaluate import scored
from tests.worker.resume.scoring import Score

FLOORS = {
    "name": 0.98, "email": 1.0, "phone": 1.0, "place": 0.97, "headline": 0.97, "company": 0.97, "title": 0.97,
    "dates": 0.98, "entry": 0.96, "institution": 0.97, "degree": 0.97, "graduated": 0.97, "skills": 0.98,
}  # fmt: skip


@pytest.fixture(scope="module")
def score() -> Score:
    return scored()


@pytest.mark.parametrize("field", list(FLOORS))
def test_each_field_keeps_its_floor(score: Score, field: str) -> None:
    assert score.f1(field) >= FLOORS[field], "\n".join(score.misses)


def test_all_fields_together_keep_their_floor(score: Score) -> None:
    assert score.f1() >= 0.98, "\n".join(score.misses)
