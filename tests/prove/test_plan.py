"""The plan of a chaos run: drawn from a seed, complete, and spread over the time."""

from __future__ import annotations

import pytest
from scripts.prove.plan import APIS, KINDS, WORKERS, Kind, make_plan


def test_the_same_seed_gives_the_same_plan() -> None:
    assert make_plan(7, 600, 12) == make_plan(7, 600, 12)


def test_another_seed_gives_another_plan() -> None:
    assert make_plan(7, 600, 12).faults != make_plan(8, 600, 12).faults


@pytest.mark.parametrize("seed", range(5))
def test_twenty_minutes_have_two_hundred_faults_of_every_kind_and_fifty_restarts(seed: int) -> None:
    counts = make_plan(seed, 1200, 12).count()

    assert counts.total() >= 200
    assert set(KINDS) == set(counts)
    assert counts["worker_restart"] >= 50


@pytest.mark.parametrize("seed", range(5))
def test_faults_are_in_order_within_their_chapters_and_hit_what_there_is(seed: int) -> None:
    plan = make_plan(seed, 300, 3)

    assert [fault.at_s for fault in plan.faults] == sorted(fault.at_s for fault in plan.faults)
    for fault in plan.faults:
        assert any(chapter.begins_s <= fault.at_s < chapter.ends_s for chapter in plan.chapters)
        assert fault.target < (WORKERS + APIS if fault.kind.startswith("network") else WORKERS)


def test_a_frozen_worker_sleeps_past_its_lease() -> None:
    plan = make_plan(3, 1200, 12)
    frozen: Kind = "worker_freeze"

    lengths = [fault.seconds for fault in plan.faults if fault.kind == frozen]

    assert lengths
    assert min(lengths) > 12
