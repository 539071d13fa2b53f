"""Percentages rise with the weights of the steps."""

from __future__ import annotations

import pytest

from longhaul_worker.progress import Weights

STEPS = [("fetch", 20.0), ("parse", 30.0), ("store", 45.0), ("finish", 5.0)]


def test_steps_done_and_the_fraction_of_the_current_one_add_up() -> None:
    weights = Weights(STEPS)

    found = [
        weights.percent("fetch"),
        weights.percent("parse", 0.5),
        weights.percent("store"),
        weights.percent("finish", 1),
    ]

    assert [0, 35, 50, 100] == found


def test_weights_need_not_add_up_to_a_hundred() -> None:
    weights = Weights([("one", 1), ("two", 1), ("three", 1)])

    assert [0, 33, 66, 100] == [
        weights.percent("one"),
        weights.percent("two"),
        weights.percent("three"),
        weights.percent("three", 1),
    ]


def test_fractions_out_of_range_are_held() -> None:
    weights = Weights(STEPS)

    assert (20, 50) == (weights.percent("parse", -1), weights.percent("parse", 7))


@pytest.mark.parametrize("steps", [[], [("a", 0)], [("a", -1), ("b", 2)], [("a", 1), ("a", 1)]])
def test_weights_that_make_no_sense_are_refused(steps: list[tuple[str, float]]) -> None:
    with pytest.raises(ValueError, match=r"weights|twice"):
        Weights(steps)


def test_an_unknown_step_is_an_error() -> None:
    with pytest.raises(KeyError):
        Weights(STEPS).percent("cook")
