"""Adverts keep being read as well as they must be, and nothing that is none is taken for one."""

from __future__ import annotations

import pytest

from tests.worker.postings.evaluate import evaluate, measured

FLOORS = {
    "f1": 0.97, "f1_single": 0.93, "kinds": 0.95, "f1_title": 0.97, "f1_company": 0.95, "f1_place": 0.95,
    "f1_workplace": 0.95, "f1_employment": 0.95, "f1_posted": 0.97, "f1_expires": 0.95, "f1_salary": 0.97,
}  # fmt: skip


@pytest.mark.parametrize("figure", list(FLOORS))
def test_each_figure_keeps_its_floor(figure: str) -> None:
    score, _, mistaken, _, _ = measured()

    assert evaluate()[figure] >= FLOORS[figure], "\n".join([*score.misses, *mistaken])


def test_no_page_that_is_no_advert_is_accepted() -> None:
    _, _, mistaken, _, accepted = measured()

    assert 0 == accepted, "\n".join(mistaken)
