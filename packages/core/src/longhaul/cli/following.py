"""Follows the log as the API's streams do, from its oldest entry where asked; and one job until it ends."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from typing import Final

from longhaul.engine.frames import Delivery, Encoded, Reset, Tick
from longhaul.engine.hub import Hub
from longhaul.engine.replay import Replay
from longhaul.engine.subscription import Subscription
from longhaul.model.errors import StoreUnavailable
from longhaul.model.event import Cursor, Event, Scope
from longhaul.model.job import Job
from longhaul.model.states import TERMINAL, is_terminal
from longhaul.runtime import Core, OperatorRuntime, open_hub

OLDEST: Final = Cursor(0, 0)
TICK_S: Final = 1.0
_AGAIN_S: Final = 1.0


async def follow(core: Core, hub: Hub, scope: Scope, after: Cursor | None) -> AsyncGenerator[Event | Reset | Tick]:
    """The events of `scope` after `after`, in order and once; None begins now, `OLDEST` with what the log still has.

    A `Reset` says that the log cannot go on from `after`; a `Tick` that there is nothing more up to its cursor. While
    the database does not answer, it waits.
    """
    # Asked for by its number, the beginning of a log that has forgotten it would be answered by a reset.
    is_from_oldest = after == OLDEST
    subscription = await hub.subscribe(scope, None if is_from_oldest else after, compact=False)
    if is_from_oldest:
        replay = await Replay.begin(core.log, scope, OLDEST, subscription.place, compact=False)
        while not replay.is_done:
            try:
                events = await replay.page()
            except StoreUnavailable:
                await asyncio.sleep(_AGAIN_S)
                continue
            for event in events:
                yield event
    while (batch := await _next(subscription)) is not None:
        for delivery in batch:
            yield delivery.event if isinstance(delivery, Encoded) else delivery


async def job_events(runtime: OperatorRuntime, job: Job) -> AsyncGenerator[Event]:
    """The events of `job` that the log remembers, then those that come, until the job ends.

    Where the log has forgotten how a job ended, it ends once all there is has been given.
    """
    core = runtime.core
    last = 0
    async with open_hub(core, tick_s=TICK_S) as hub:
        ended: Event | None = None
        is_live = False
        async for one in follow(core, hub, Scope(job.owner, job.id), OLDEST):
            match one:
                case Event():
                    last = max(last, one.v or 0)
                    ended = one if ends(one) else None
                    yield one
                case Tick():
                    is_live = True
                    if ended is None and await _is_over(runtime, job, one.cursor, last):
                        return
                case Reset():
                    pass  # what came meanwhile is forgotten already; the next tick tells whether the job has ended
            # An end that is followed by a requeue is none: only what comes last counts.
            if ended is not None and is_live:
                return


async def is_all(core: Core, place: Cursor) -> bool:
    """Whether the log has nothing beyond `place`. A reader is also live where it waits below a number still free."""
    return not await core.log.tail(place.seq, 1)


def ends(event: Event) -> bool:
    """Whether the job has ended with this event."""
    return event.data.get("status") in TERMINAL or event.type in {f"job.{name}" for name in _ENDS}


_ENDS: Final = ("completed", "failed", "cancelled")


async def _next(subscription: Subscription) -> list[Delivery] | None:
    while True:
        try:
            return await anext(subscription)
        except StoreUnavailable:  # the hub says so on standard error; the place stays
            await asyncio.sleep(_AGAIN_S)
        except StopAsyncIteration:
            return None


async def _is_over(runtime: OperatorRuntime, job: Job, place: Cursor, last: int) -> bool:
    """Whether the job has ended and nothing of it is left to come behind `place`."""
    try:
        now = await runtime.all_jobs.get(job.id)
        if not is_terminal(now.status):
            return False
        if now.outbox:
            # Whoever was to carry them into the log may be gone for good.
            runtime.core.relay.submit(now.owner, now.id, now.outbox)
            return False
        return last >= now.v or await is_all(runtime.core, place)
    except StoreUnavailable:
        return False
