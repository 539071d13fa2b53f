"""What a report made by hand foretells."""

from __future__ import annotations

import pytest
from scripts.capacity.forecast import (
    check_claims,
    check_hubs,
    costs,
    events_per_call,
    foretell,
    foretell_shared,
    hold_out,
    hub_costs,
)

from tests.capacity.figures import claims, report


def test_what_a_hub_costs_for_a_call_is_told_from_what_it_costs_for_an_event() -> None:
    call_s, event_s = hub_costs(report().hubs, "change_stream")

    assert call_s == pytest.approx(100e-6)
    assert event_s == pytest.approx(1e-6)


def test_few_workers_are_the_limit_of_a_big_server_and_the_database_that_of_many() -> None:
    known = costs(report())

    few, many = foretell(known, 8, 1, hubs=0), foretell(known, 8, 64, hubs=0)

    assert (few.limited_by, few.per_s) == ("workers", pytest.approx(2000))
    assert (many.limited_by, many.per_s) == ("database", pytest.approx(8 / 300e-6))


def test_hubs_take_from_what_the_database_can_do() -> None:
    known = costs(report())

    without, with_two = foretell(known, 2, 64, hubs=0), foretell(known, 2, 64, hubs=2)

    # 0.04 calls and 3 events a job, of two hubs: 2 x (0.04 x 100 + 3 x 1) µs
    assert with_two.per_s / without.per_s == pytest.approx(300 / 314)


def test_one_machine_for_all_carries_what_server_and_worker_leave_each_other() -> None:
    known = costs(report())

    assert foretell_shared(known, 2, 64).per_s == pytest.approx(2 / 500e-6)


def test_a_second_log_lifts_the_ceiling_of_the_counter() -> None:
    known = costs(report())

    one, two = (foretell(known, 1e9, 10**9, logs=logs) for logs in (1, 2))

    # a counter that goes up 1,000 times a second, for 500 events each
    assert (one.limited_by, one.per_s) == ("log counter", pytest.approx(1000 * 500 / 3))
    assert two.per_s == pytest.approx(2 * one.per_s)


def test_calls_must_carry_more_events_the_more_jobs_there_are() -> None:
    assert events_per_call(costs(report()), 5000) == pytest.approx(15)


def test_more_workers_on_one_machine_are_foretold_from_one_until_its_processors_are_full() -> None:
    told = check_claims([claims(1, 1500), claims(2, 2900), claims(4, 3600)], 2)

    assert [(one.count, one.limited_by) for one in told] == [(2, "workers"), (4, "machine")]
    assert [one.predicted for one in told] == [pytest.approx(3000), pytest.approx(4000)]


def test_more_hubs_are_foretold_from_none_and_the_fewest() -> None:
    told = check_hubs(report().hubs, "poll")

    assert [one.count for one in told] == [2, 4, 2, 4]
    assert all(one.predicted == pytest.approx(one.measured) for one in told)


def test_the_point_that_is_held_out_plays_no_part_in_the_law() -> None:
    pairs = [(1, 100.0), (2, 200.0), (4, 400.0)]

    _, one = hold_out([*pairs, (8, 800.0)])
    _, other = hold_out([*pairs, (8, 100.0)])

    assert one.predicted == other.predicted == pytest.approx(800.0)
