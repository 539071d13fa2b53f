"""A reader that catches up meets what is appended meanwhile: no gap and no repeat where the two meet."""

from __future__ import annotations

import asyncio

import pytest

from longhaul.engine.frames import Delivery, Encoded
from longhaul.engine.hub import Hub
from longhaul.model.event import Cursor, NewEvent, Scope
from longhaul.testing.faults import Pauses
from tests.log.bench import LogBench, Reader, new_job_id, progress
from tests.support.waiting import eventually

BEGINNING = Cursor(0, 0)


async def hub(bench: LogBench, pauses: Pauses, *, ring_count: int = 5) -> Hub:
    """A hub whose memory reaches back a few events only, and whose replays are held at the points of `pauses`."""
    opened = await bench.hub(log=bench.appender(probe=pauses), ring_count=ring_count)
    await eventually(lambda: opened.ready, description="the hub has caught up")
    return opened


async def read_to(opened: Hub, seq: int) -> None:
    """Return when the hub has read the log up to `seq`."""
    await eventually(lambda: opened.cursor.seq >= seq, description=f"the hub has read up to {seq}")


async def story(bench: LogBench, owner: str = "ada") -> list[int]:
    """The numbers of the owner's events, as the log has them."""
    return [event.seq for event in await bench.events() if event.owner == owner]


def seqs(batch: list[Delivery]) -> list[int]:
    """The numbers in a batch."""
    return [delivery.event.seq for delivery in batch if isinstance(delivery, Encoded)]


@pytest.mark.parametrize("compact", [False, None], ids=["whole", "as it comes"])
async def test_what_is_appended_while_a_page_is_read_follows_without_a_seam(
    bench: LogBench, compact: bool | None
) -> None:
    pauses = Pauses()
    await bench.fill(20)
    opened = await hub(bench, pauses)
    pauses.hold("replaying")
    reader = Reader(await opened.subscribe(Scope("ada"), BEGINNING, compact))
    await pauses.reached("replaying")
    await bench.fill(20)
    await read_to(opened, 40)

    pauses.release("replaying")
    await reader.until(lambda reader: len(reader.seqs) >= 40)
    await bench.fill(3)
    await reader.until(lambda reader: len(reader.seqs) >= 43)
    await reader.close()

    assert list(range(1, 44)) == reader.seqs


async def test_what_is_appended_between_two_pages_comes_once(bench: LogBench) -> None:
    pauses = Pauses()
    await bench.fill(600)
    opened = await hub(bench, pauses)
    subscription = await opened.subscribe(Scope("ada"), BEGINNING, compact=False)
    first = seqs(await anext(subscription))
    pauses.hold("replaying")
    reader = Reader(subscription)
    await pauses.reached("replaying")
    await bench.fill(20)
    await read_to(opened, 620)

    pauses.release("replaying")
    await reader.until(lambda reader: len(reader.seqs) >= 120)
    await reader.close()

    assert list(range(1, 501)) == first
    assert list(range(501, 621)) == reader.seqs


async def test_an_event_whose_number_was_closed_meanwhile_comes_once_and_later(bench: LogBench) -> None:
    pauses, stalled = Pauses(), Pauses()
    await bench.fill(10)
    opened = await hub(bench, pauses)
    stalled.hold("reserved")
    late = asyncio.create_task(bench.appender(probe=stalled).append([progress(v, new_job_id()) for v in (1, 1, 1)]))
    await stalled.reached("reserved")
    pauses.hold("replaying")
    reader = Reader(await opened.subscribe(Scope("ada"), BEGINNING))
    await pauses.reached("replaying")
    await bench.fill(10)
    await read_to(opened, 23)

    stalled.release("reserved")
    stored = [event.seq for event in await late]
    await read_to(opened, stored[-1])
    pauses.release("replaying")
    await reader.until(lambda reader: len(reader.seqs) >= 23)
    await reader.close()

    assert [*range(1, 11), *range(14, 24), *stored] == reader.seqs
    assert reader.seqs == await story(bench)
    assert min(stored) > 23


async def test_an_event_that_fills_its_hole_while_the_reader_catches_up_comes_once(bench: LogBench) -> None:
    pauses, stalled = Pauses(), Pauses()
    await bench.fill(10)
    opened = await hub(bench, pauses)
    stalled.hold("reserved")
    late = asyncio.create_task(bench.appender(probe=stalled).append([progress(1, new_job_id())]))
    await stalled.reached("reserved")
    pauses.hold("replaying")
    reader = Reader(await opened.subscribe(Scope("ada"), BEGINNING))
    await pauses.reached("replaying")
    await bench.fill(10)

    stalled.release("reserved")
    await late
    await read_to(opened, 21)
    pauses.release("replaying")
    await reader.until(lambda reader: len(reader.seqs) >= 21)
    await reader.close()

    assert reader.seqs == await story(bench)
    assert 21 == len(reader.seqs)


async def test_a_compacted_catch_up_loses_no_event_of_a_life_that_goes_on_meanwhile(bench: LogBench) -> None:
    pauses, job_id = Pauses(), new_job_id()
    await bench.log.append([NewEvent("job.started", "ada", job_id, 1, {})])
    await bench.log.append([progress(v, job_id) for v in range(2, 300)])
    opened = await hub(bench, pauses)
    pauses.hold("replaying")
    reader = Reader(await opened.subscribe(Scope("ada", job_id=job_id), BEGINNING))
    await pauses.reached("replaying")
    await bench.log.append([progress(v, job_id) for v in range(300, 310)])
    await bench.log.append([NewEvent("job.completed", "ada", job_id, 310, {})])
    await read_to(opened, 310)

    pauses.release("replaying")
    await reader.until(lambda reader: 310 in reader.seqs)
    await reader.close()

    assert [1, 299, *range(300, 311)] == reader.seqs


async def test_others_events_between_the_pages_neither_come_nor_hold_up(bench: LogBench) -> None:
    pauses = Pauses()
    await bench.fill(10)
    opened = await hub(bench, pauses)
    pauses.hold("replaying")
    reader = Reader(await opened.subscribe(Scope("ada"), BEGINNING))
    await pauses.reached("replaying")
    await bench.fill(50, owner="bob")
    await bench.fill(1)
    await read_to(opened, 61)

    pauses.release("replaying")
    await reader.until(lambda reader: len(reader.seqs) >= 11)
    await reader.close()

    assert [*range(1, 11), 61] == reader.seqs
