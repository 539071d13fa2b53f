"""Pauses hold whoever comes to a held point, and only there, until they are let go."""

from __future__ import annotations

import asyncio

import pytest

from longhaul.model.probe import Point
from longhaul.testing.faults import Pauses


async def walk(pauses: Pauses, *points: Point) -> None:
    """Come to these points, one after the other."""
    for point in points:
        await pauses(point)


async def test_nobody_is_held_where_nothing_was_asked_for() -> None:
    pauses = Pauses()

    await walk(pauses, "claiming", "claimed", "claiming")

    assert {"claiming": 2, "claimed": 1} == dict(pauses.passed)


async def test_who_comes_to_a_held_point_waits_there() -> None:
    pauses = Pauses()
    pauses.hold("claimed")
    walking = asyncio.create_task(walk(pauses, "claiming", "claimed", "ending"))

    await pauses.reached("claimed")

    assert not walking.done()
    assert {"claiming": 1} == dict(pauses.passed)
    pauses.release("claimed")
    await walking


async def test_a_release_lets_go_all_who_wait_and_all_who_come_later() -> None:
    pauses = Pauses()
    pauses.hold("ending")
    waiting = [asyncio.create_task(walk(pauses, "ending")) for _ in range(3)]
    await pauses.reached("ending")

    pauses.release("ending")
    await asyncio.gather(*waiting)
    await walk(pauses, "ending")

    assert 4 == pauses.passed["ending"]


async def test_two_points_are_held_apart() -> None:
    pauses = Pauses()
    for point in ("claimed", "ending"):
        pauses.hold(point)
    walking = asyncio.create_task(walk(pauses, "claimed", "ending"))
    await pauses.reached("claimed")

    pauses.release("claimed")
    await pauses.reached("ending")

    assert {"claimed": 1} == dict(pauses.passed)
    pauses.release("ending")
    await walking


async def test_a_point_can_be_held_again() -> None:
    pauses = Pauses()
    pauses.hold("ending")
    first = asyncio.create_task(walk(pauses, "ending"))
    await pauses.reached("ending")
    pauses.release("ending")
    await first

    pauses.hold("ending")
    second = asyncio.create_task(walk(pauses, "ending"))
    await pauses.reached("ending")

    assert 1 == pauses.passed["ending"]
    pauses.release("ending")
    await second


async def test_that_somebody_came_before_counts_for_no_new_hold() -> None:
    pauses = Pauses()
    pauses.hold("ending")
    first = asyncio.create_task(walk(pauses, "ending"))
    await pauses.reached("ending")
    pauses.release("ending")
    await first
    pauses.hold("ending")

    with pytest.raises(AssertionError):
        await pauses.reached("ending", timeout_s=0.01)


async def test_a_point_nobody_comes_to_is_named() -> None:
    pauses = Pauses()
    pauses.hold("firing")

    with pytest.raises(AssertionError, match=r"nobody came to 'firing' within 0\.01 s"):
        await pauses.reached("firing", timeout_s=0.01)


async def test_who_is_cancelled_at_a_held_point_has_not_passed_it() -> None:
    pauses = Pauses()
    pauses.hold("claiming")
    walking = asyncio.create_task(walk(pauses, "claiming"))
    await pauses.reached("claiming")

    walking.cancel()

    with pytest.raises(asyncio.CancelledError):
        await walking
    assert 0 == pauses.passed["claiming"]
