"""Follows one job's events through the hub, as a browser does."""

from __future__ import annotations

import asyncio

from longhaul.model.event import Cursor, Event, Scope
from longhaul.runtime import ApiRuntime


async def events_until(
    api: ApiRuntime, owner: str, job_id: str, until: str, *, count: int = 1, timeout_s: float = 60.0
) -> list[Event]:
    """The job's events from the beginning until type `until` came `count` times."""
    subscription = await api.hub.subscribe(Scope(owner, job_id=job_id), Cursor(0, 0), compact=False)
    seen: list[Event] = []
    async with asyncio.timeout(timeout_s):
        async for batch in subscription:
            for delivery in batch:
                event = getattr(delivery, "event", None)
                if event is not None:
                    seen.append(event)
                    count -= event.type == until
                    if count == 0:
                        return seen
    raise AssertionError("the stream ended")
