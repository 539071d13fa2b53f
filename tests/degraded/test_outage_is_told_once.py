"""The parts of a process tell of an outage together: one line as it begins, one when it is over."""

from __future__ import annotations

import asyncio
from typing import Any, cast

import pytest

from longhaul.engine.service import Loop, Outage, sharing
from longhaul.model.errors import StoreMisconfigured, StoreUnavailable
from tests.support.waiting import eventually

WAITING, REACHED = "waiting for the database", "database reached"


class Failing(Loop):
    """A loop that raises `error` until that is None."""

    def __init__(self, name: str, error: Exception | None) -> None:
        super().__init__(name)
        self.error = error
        self.rounds = 0

    async def run_once(self) -> float:
        """Raise, or rest for a moment."""
        self.rounds += 1
        if self.error is not None:
            raise self.error
        return 0.01


@pytest.fixture
def told(caplog: pytest.LogCaptureFixture) -> Any:
    """What was logged so far: the events, in order."""
    caplog.set_level("INFO")
    return lambda: [
        cast("dict[str, Any]", record.msg)["event"] for record in caplog.records if record.name != "asyncio"
    ]


async def test_several_loops_without_their_database_are_one_line_and_one_when_all_are_well(told: Any) -> None:
    loops = [Failing(f"loop-{number}", StoreUnavailable("gone")) for number in range(3)]
    with sharing(Outage(quiet_s=0.1)):
        for loop in loops:
            await loop.start()
    await eventually(lambda: all(loop.rounds > 2 for loop in loops))
    before = told()

    for loop in loops:
        loop.error = None
        loop.wake()
    await eventually(lambda: REACHED in told())
    for loop in loops:
        await loop.stop()

    assert [WAITING] == before
    assert [WAITING, REACHED] == told()


async def test_a_part_that_does_well_for_a_moment_does_not_end_the_outage(told: Any) -> None:
    outage = Outage(quiet_s=30.0)

    for _ in range(5):
        outage.begin("relay", StoreUnavailable("gone"))
        outage.end("relay")

    assert [WAITING] == told()
    assert outage.is_on


async def test_another_kind_of_refusal_is_told_too(told: Any) -> None:
    outage = Outage()

    outage.begin("hub", StoreUnavailable("gone"))
    outage.begin("relay", StoreMisconfigured("it does not know us"))
    outage.begin("hub", StoreMisconfigured("it does not know us"))

    assert [WAITING, WAITING] == told()


async def test_a_loop_that_is_stopped_waits_for_nothing_any_more(told: Any) -> None:
    outage, loop = Outage(quiet_s=0.05), Failing("hub", StoreUnavailable("gone"))
    with sharing(outage):
        await loop.start()
    await eventually(lambda: outage.is_on)

    await loop.stop()

    await eventually(lambda: not outage.is_on)
    assert [WAITING] == told()[:1]


async def test_a_fault_of_ours_is_told_ever_more_rarely(told: Any) -> None:
    loop = Failing("hub", ValueError("a fault"))

    await loop.start()
    while loop.rounds < 20:
        loop.wake()
        await asyncio.sleep(0)
    await loop.stop()

    assert ["loop failed"] * 5 == told()
