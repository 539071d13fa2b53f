"""The formulas, on numbers that can be worked out on paper."""

from __future__ import annotations

import math

import pytest
from scripts.capacity.model import Resource, Scaling, bound, error, fit


def test_a_resource_is_busy_for_what_it_does_over_how_much_of_it_there_is() -> None:
    processors = Resource("database", demand_s=0.002, amount=4)

    busy = processors.utilisation(1000)

    assert busy == pytest.approx(0.5)
    assert processors.ceiling == pytest.approx(2000)


def test_a_unit_stays_twice_as_long_at_half_of_one_processor_and_shorter_with_more() -> None:
    one, four = Resource("one", 0.01), Resource("four", 0.01, 4)

    alone, beside_others = one.residence_s(50), four.residence_s(200)

    assert alone == pytest.approx(0.02)
    assert 0.01 < beside_others < alone


def test_a_unit_never_leaves_a_resource_that_is_asked_for_more_than_it_can() -> None:
    resource = Resource("one", 0.01)

    assert math.isinf(resource.residence_s(100))


def test_the_resource_with_the_lowest_ceiling_is_the_bound() -> None:
    workers, database = Resource("workers", 1 / 500, 16), Resource("database", 0.0005, 2)

    few, many = bound([Resource("workers", 1 / 500, 2), database]), bound([workers, database])

    assert (few.limited_by, few.per_s) == ("workers", pytest.approx(1000))
    assert (many.limited_by, many.per_s) == ("database", pytest.approx(4000))


def test_what_is_not_needed_bounds_nothing() -> None:
    assert math.isinf(Resource("unused", 0.0).ceiling)


@pytest.mark.parametrize(("sigma", "kappa"), [(0.1, 0.01), (0.0, 0.02), (0.3, 0.0), (0.0, 0.0)])
def test_a_law_is_found_again_from_its_own_points(sigma: float, kappa: float) -> None:
    law = Scaling(100.0, sigma, kappa)

    found = fit([(clients, law.at(clients)) for clients in (1, 2, 4, 8, 16)])

    assert found.alone == pytest.approx(100.0)
    assert found.sigma == pytest.approx(sigma, abs=1e-9)
    assert found.kappa == pytest.approx(kappa, abs=1e-9)


def test_more_clients_than_the_peak_do_less() -> None:
    law = Scaling(100.0, 0.1, 0.009)

    assert law.peak == pytest.approx(10.0)
    assert law.at(10) > law.at(9)
    assert law.at(10) > law.at(11)


def test_two_points_give_a_law_that_only_waits() -> None:
    found = fit([(1, 100.0), (2, 160.0)])

    assert found.at(2) == pytest.approx(160.0)
    assert math.isinf(found.peak)


def test_rates_that_grow_faster_than_their_number_are_taken_as_growing_with_it() -> None:
    found = fit([(1, 100.0), (2, 230.0), (4, 500.0)])

    assert (found.sigma, found.kappa) == (0.0, 0.0)


@pytest.mark.parametrize("points", [[], [(1, 100.0)], [(2, 100.0), (4, 200.0)]])
def test_a_fit_without_the_rate_of_one_is_refused(points: list[tuple[float, float]]) -> None:
    with pytest.raises(ValueError, match="rate of one"):
        fit(points)


def test_an_error_says_by_how_much_too_much_was_promised() -> None:
    assert error(120, 100) == pytest.approx(0.2)
