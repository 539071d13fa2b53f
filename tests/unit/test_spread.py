"""Who loses jobs to others looks elsewhere, and comes back."""

from __future__ import annotations

import random

from longhaul.mongo.spread import WIDEST, Spread


class Farthest(random.Random):
    """Draws the largest number there is."""

    def randrange(self, start: int, stop: int | None = None, step: int = 1) -> int:
        """The last of the range."""
        return (start if stop is None else stop) - step


def test_alone_a_process_stays_at_the_head() -> None:
    spread = Spread(Farthest())

    for _ in range(5):
        spread.took(50, 50, limit=50)

    assert 0 == spread.skip(50)


def test_who_loses_much_looks_twice_as_far_each_time_but_not_for_ever() -> None:
    spread = Spread(Farthest())
    skipped: list[int] = []

    for _ in range(8):
        spread.took(10, 50, limit=50)
        skipped.append(spread.skip(50))

    assert [50, 150, 350, 750] == skipped[:4]
    assert 50 * (WIDEST - 1) == skipped[-1]


def test_who_loses_little_comes_back_step_by_step() -> None:
    spread = Spread(Farthest())
    spread.took(0, 50, limit=50)
    spread.took(0, 50, limit=50)

    spread.took(50, 50, limit=50)
    near = spread.skip(50)
    for _ in range(20):
        spread.took(50, 50, limit=50)

    assert 150 == near
    assert 0 == spread.skip(50)


def test_who_sees_less_than_it_has_room_for_is_back_at_the_head_at_once() -> None:
    spread = Spread(Farthest())
    for _ in range(4):
        spread.took(0, 50, limit=50)

    spread.took(3, 30, limit=50)

    assert 0 == spread.skip(50)
