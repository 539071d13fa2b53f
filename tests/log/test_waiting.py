"""Waiting: who is woken, and that a place moves on without anybody being woken."""

from __future__ import annotations

import asyncio

import pytest

from longhaul.engine.ring import Ring
from longhaul.engine.waiting import Waiter, WaitingRoom
from longhaul.model.event import PROGRESS, TOMBSTONE, Cursor, Event, Scope

START = Cursor(0, 0)


class Room:
    """A ring and its waiting room."""

    def __init__(self, *, max_count: int = 100, max_bytes: int = 100_000) -> None:
        self.ring = Ring(START, max_count=max_count, max_bytes=max_bytes)
        self.room = WaitingRoom(self.ring)

    def come(self, *owners: str | None) -> None:
        """Events of these owners come; None is a tombstone."""
        before = self.ring.cursor
        events = [_event(before.seq + index, owner) for index, owner in enumerate(owners, start=1)]
        self.ring.extend(events)
        self.room.announce(before, events)

    async def wait(self, waiter: Waiter, *, tick_s: float = 60.0) -> asyncio.Task[bool]:
        """`waiter` waits."""
        waiter.tick_at = asyncio.get_running_loop().time() + tick_s
        waiting = asyncio.ensure_future(self.room.wait(waiter))
        await asyncio.sleep(0)
        return waiting


def _event(seq: int, owner: str | None) -> Event:
    type_ = TOMBSTONE if owner is None else PROGRESS
    return Event(seq, 1000 + seq, type_, owner, f"job-of-{owner}", seq, {"text": "x" * 100})


@pytest.fixture
def room() -> Room:
    """An empty one."""
    return Room()


async def test_only_those_are_woken_for_whom_something_came(room: Room) -> None:
    scopes = [Scope("ada"), Scope("bob"), Scope(None), Scope("ada", "job-of-ada"), Scope("bob", "job-of-bob")]
    waiting = [await room.wait(Waiter(scope, START)) for scope in scopes]

    room.come("ada")
    await asyncio.sleep(0)

    assert [True, False, True, True, False] == [task.done() for task in waiting]
    room.room.close()
    await asyncio.gather(*waiting)


async def test_tombstones_wake_nobody(room: Room) -> None:
    waiting = await room.wait(Waiter(Scope(None), START))

    room.come(None, None)
    await asyncio.sleep(0)

    assert not waiting.done()
    room.room.close()
    await waiting


async def test_whoever_is_woken_is_placed_just_before_its_first_event(room: Room) -> None:
    waiter = Waiter(Scope("ada"), START)
    waiting = await room.wait(waiter)
    room.come("bob", "bob", None)

    room.come("bob", "ada", "ada")

    assert await waiting
    assert Cursor(4, 1004) == waiter.place


async def test_a_tick_finds_the_place_moved_on_with_the_ring(room: Room) -> None:
    waiter = Waiter(Scope("ada"), START)
    waiting = await room.wait(waiter, tick_s=0.0)
    room.come("bob", "bob")

    assert not await waiting
    assert room.ring.cursor == waiter.place


async def test_an_event_right_after_a_tick_is_not_passed_over(room: Room) -> None:
    waiter = Waiter(Scope("ada"), START)
    waiting = await room.wait(waiter, tick_s=0.0)
    while waiter.woken is not None:  # noqa: ASYNC110 - the very moment between the tick and the reader's turn
        await asyncio.sleep(0)

    room.come("ada")
    await waiting

    assert START == waiter.place


async def test_a_tick_that_comes_later_is_waited_for(room: Room) -> None:
    first, second = Waiter(Scope("ada"), START), Waiter(Scope("bob"), START)
    late = await room.wait(first, tick_s=60.0)
    soon = await room.wait(second, tick_s=0.0)

    assert not await soon
    assert not late.done()
    room.room.close()
    assert await late


async def test_a_cancelled_wait_leaves_nothing_and_keeps_its_place(room: Room) -> None:
    waiter = Waiter(Scope("ada"), START)
    waiting = await room.wait(waiter)
    room.come("bob")
    waiting.cancel()
    await asyncio.wait([waiting])

    room.come("ada")

    assert Cursor(1, 1001) == waiter.place


async def test_the_ring_keeps_no_more_than_its_count() -> None:
    room = Room(max_count=3)

    room.come("ada", "ada", None, "ada", "ada")

    assert not room.ring.covers(1)
    assert room.ring.covers(2)
    assert ([4, 5], Cursor(5, 1005)) == _since(room.ring, 2)


async def test_the_ring_keeps_no_more_than_its_bytes() -> None:
    room = Room(max_bytes=1_500)

    room.come(*["ada"] * 10)

    assert not room.ring.covers(6)
    assert room.ring.covers(8)


async def test_a_batch_from_the_ring_ends_at_its_limit(room: Room) -> None:
    room.come("ada", "bob", "ada", "ada")

    found, place = room.ring.since(0, Scope("ada"), 2)

    assert ([1, 3], Cursor(3, 1003)) == ([encoded.event.seq for encoded in found], place)


async def test_the_ring_proves_the_cursors_that_it_holds_and_no_others(room: Room) -> None:
    room.come("ada", None, "ada", None)

    proven = [room.ring.proves(Cursor(seq, 1000 + seq)) for seq in range(1, 6)]

    assert [True, False, True, True, False] == proven
    assert not room.ring.proves(Cursor(1, 5))


def _since(ring: Ring, after: int) -> tuple[list[int], Cursor]:
    found, place = ring.since(after, Scope("ada"), 100)
    return [encoded.event.seq for encoded in found], place
