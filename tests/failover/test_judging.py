"""The judge of these tests sees each thing that can be wrong."""

from __future__ import annotations

import pytest

from longhaul.model.event import PROGRESS, TOMBSTONE, Event
from tests.failover.judging import Complaint, complaints

CHANGES = {"a": 2, "b": 1}
WHOLE = (("a", 1), ("b", 1), ("a", 2))


def read(*places: tuple[str, int], at: tuple[int, ...] = (), seqs: tuple[int, ...] = ()) -> list[Event]:
    """Events at these places, numbered and timed one after the other unless told otherwise."""
    numbers = range(1, len(places) + 1)
    return [
        Event(seq, time, PROGRESS, "ada", job_id, v, {})
        for (job_id, v), seq, time in zip(places, seqs or numbers, at or numbers, strict=True)
    ]


def test_each_change_once_and_in_order_is_right_whatever_tombstones_are_between() -> None:
    events = read(*WHOLE)

    assert set() == complaints([*events, Event(4, 4, TOMBSTONE, None, None, None, {})], CHANGES)


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        (read(("a", 1), ("a", 2)), "lost"),
        (read(*WHOLE, ("b", 1)), "repeated"),
        (read(*WHOLE, ("a", 3)), "phantom"),
        (read(*WHOLE, ("c", 1)), "phantom"),
        (read(("a", 2), ("b", 1), ("a", 1)), "disordered"),
        (read(*WHOLE, seqs=(1, 3, 2)), "number goes back"),
        (read(*WHOLE, at=(1, 3, 2)), "time goes back"),
    ],
)
def test_whatever_is_wrong_is_seen(events: list[Event], expected: Complaint) -> None:
    assert {expected} == complaints(events, CHANGES)
