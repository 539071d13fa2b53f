"""Events as they happen, and those missed: server-sent events and long poll, one hub and the same cursors."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Final

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel
from starlette.responses import Response as StarletteResponse

from longhaul.engine.frames import Delivery, Encoded, Reset, Tick
from longhaul.model.task import Rate
from longhaul.mongo.limits import RateLimits
from longhaul.runtime import ApiRuntime
from longhaul_api.auth.dependencies import CallerDep
from longhaul_api.deps import AuthRecordsDep, RuntimeDep, StateDep
from longhaul_api.following import Following
from longhaul_api.reading import Reading, ReadingDep
from longhaul_api.state import ApiState
from longhaul_api.streaming import EventStream

router = APIRouter(tags=["events"])

MAX_POLL_S = 25.0
TICKET_RATE: Final = Rate(60, 60)
"""How often a caller may ask for a ticket, whichever process answers."""
_TICKETS: Final = "stream tickets"

_STREAM_ANSWER: dict[int | str, dict[str, object]] = {
    200: {"description": "The stream.", "content": {"text/event-stream": {"schema": {"type": "string"}}}}
}


@router.get("/events/stream", response_class=Response, responses=_STREAM_ANSWER)
@router.head("/events/stream", include_in_schema=False)
async def stream_events(state: StateDep, reading: ReadingDep) -> StarletteResponse:
    """Follow events as server-sent events.

    Resumes from `Last-Event-ID`, else from `after`, else begins now. `event: reset` says that the place cannot be
    continued and what was read so far must be read anew; `event: tick` keeps the place of a quiet reader fresh.
    """
    if state.drain.is_set or state.streams.is_full or not state.holder.is_open:
        # Any other status than 200 would make EventSource give up for good.
        return EventStream(state, None)
    return EventStream(state, reading)


@router.get("/events")
async def poll_events(
    runtime: RuntimeDep,
    state: StateDep,
    reading: ReadingDep,
    wait: Annotated[float, Query(ge=0, le=MAX_POLL_S, description="Seconds to wait for the first event.")] = 0.0,
    limit: Annotated[int, Query(ge=1, le=1000, description="How many at once.")] = 200,
) -> Response:
    """Events after a cursor as JSON: `{events, cursor}`, with `reset` where the place cannot be continued.

    Without `after` the answer is where a reader may begin: no events, and the cursor of now.
    """
    if reading.after is None:
        return _events_answer([], str(runtime.hub.cursor), None)
    poll = _Poll(reading, wait, limit)
    await poll.run(runtime, state)
    return _events_answer(poll.events, str(poll.cursor), poll.reset)


class TicketView(BaseModel):
    """What opens one stream, poll or WebSocket with `?ticket=`, until `expires_at`."""

    ticket: str
    expires_at: datetime


@router.post("/events/tickets", status_code=201)
async def create_ticket(
    caller: CallerDep, runtime: RuntimeDep, records: AuthRecordsDep, response: Response
) -> TicketView:
    """A ticket for readers that can send no header: good once, for 60 seconds, and as long as this login.

    At most 60 in a minute for each caller (429 with `Retry-After` beyond).
    """
    await RateLimits(runtime.core.collections, runtime.core.time).take(caller.owner, _TICKETS, TICKET_RATE)
    given = await records.tickets.give(caller)
    response.headers["Cache-Control"] = "no-store"
    return TicketView(ticket=given.ticket, expires_at=given.expires_at)


class _Poll:
    """Collects events until there are some and no more at the moment, or the time is up."""

    def __init__(self, reading: Reading, wait_s: float, limit: int) -> None:
        assert reading.after is not None  # noqa: S101 - the caller answers without a poll otherwise
        self._reading = reading
        self._wait_s = wait_s
        self._limit = limit
        self.cursor = reading.after
        self.events: list[Encoded] = []
        self.reset: Reset | None = None
        self._is_live = False

    async def run(self, runtime: ApiRuntime, state: ApiState) -> None:
        reading = self._reading
        deadline = asyncio.get_running_loop().time() + self._wait_s
        with Following(state.drain, state.logins, reading.caller) as following:
            async for batch in await following.open(runtime.hub, reading.scope, reading.after, reading.compact):
                self._take(batch)
                if self.reset is not None or len(self.events) >= self._limit or (self._is_live and self.events):
                    return
                if self._is_live:  # caught up: from here on it is waiting
                    following.end_in(deadline - asyncio.get_running_loop().time())

    def _take(self, batch: Sequence[Delivery]) -> None:
        for delivery in batch:
            match delivery:
                case Encoded():
                    if len(self.events) >= self._limit:
                        return
                    self.events.append(delivery)
                case Tick():
                    self._is_live = True
                case Reset():
                    self.reset = delivery
            self.cursor = delivery.cursor


def _events_answer(events: list[Encoded], cursor: str, reset: Reset | None) -> Response:
    body = f'{{"events":[{",".join(event.json for event in events)}],"cursor":"{cursor}"'
    body += f',"reset":{{"reason":"{reset.reason}"}}}}' if reset is not None else "}"
    return Response(body, media_type="application/json", headers={"Cache-Control": "no-store"})
