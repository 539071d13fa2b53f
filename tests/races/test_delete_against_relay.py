"""A job is deleted before its last events are in the log: they get there all the same."""

from __future__ import annotations

import asyncio

from longhaul.engine.sweeper import Sweeper
from tests.races.arena import OWNER, Arena


async def events(arena: Arena) -> list[str]:
    """The types of all events of the log, in order."""
    return [event.type for event in await arena.core.log.tail(0, 1000) if not event.is_tombstone]


async def test_the_events_of_a_job_that_is_deleted_while_its_relay_stalls_get_into_the_log(arena: Arena) -> None:
    job_id = await arena.enqueue("test.echo")
    await arena.core.relay.flush()
    arena.pauses.hold("reserved")
    await arena.cancelling(job_id)
    await arena.pauses.reached("reserved")

    deleting = asyncio.create_task(arena.core.client.delete(OWNER, job_id))
    await asyncio.wait([deleting], timeout=0.2)  # it may wait for the relay, or be done with it
    arena.pauses.release("reserved")
    await deleting
    await arena.core.relay.flush()

    assert ["job.created", "job.cancelled"] == await events(arena)


async def test_the_last_event_of_a_job_whose_process_died_outlives_a_delete(arena: Arena) -> None:
    job_id = await arena.enqueue("test.echo")
    await arena.core.relay.flush()
    arena.pauses.hold("changed")
    dying = arena.cancelling(job_id)
    await arena.pauses.reached("changed")
    dying.cancel()
    await asyncio.wait([dying])

    await arena.core.client.delete(OWNER, job_id)
    await Sweeper(arena.core.log, arena.core.outboxes, older_than_s=-1.0).run_once()
    await arena.core.relay.flush()

    assert ["job.created", "job.cancelled"] == await events(arena)
