"""What a reader of events says: its place, its scope, how long it waits; one meaning for stream, poll and WebSocket."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Header, Query

from longhaul.model.errors import InvalidInput
from longhaul.model.event import Cursor, Scope, read_types
from longhaul_api.auth.caller import LOCAL, Caller
from longhaul_api.auth.dependencies import CallerDep
from longhaul_api.deps import OwnerDep

AfterQuery = Annotated[
    str | None, Query(max_length=64, description="A cursor: what follows it is sent, exactly once and in order.")
]
TypesQuery = Annotated[str | None, Query(max_length=400, description="Comma list of event types.")]
JobQuery = Annotated[str | None, Query(max_length=64, description="Only the events of this job.")]
CompactQuery = Annotated[
    bool | None, Query(description="While catching up, only each job's newest progress. By itself past 200 events.")
]
TicketQuery = Annotated[
    str | None, Query(max_length=100, description="From `POST /events/tickets`, in place of a token: once, for 60 s.")
]
LastEventId = Annotated[
    str | None,
    Header(alias="Last-Event-ID", max_length=64, description="The last cursor; wins over `after`. Browsers send it."),
]


@dataclass(frozen=True, slots=True)
class Reading:
    """Where a reader is, what it may and wants to see, and with which credential it came."""

    scope: Scope
    after: Cursor | None
    compact: bool | None
    caller: Caller = LOCAL


def get_reading(
    owner: OwnerDep,
    caller: CallerDep,
    job: JobQuery = None,
    types: TypesQuery = None,
    after: AfterQuery = None,
    compact: CompactQuery = None,
    last_event_id: LastEventId = None,
    ticket: TicketQuery = None,  # noqa: ARG001 - taken before routing; here for the schema
) -> Reading:
    """The reading that a request asks for.

    The header wins over the query: a browser that reconnects by itself sends the header, while the query keeps the
    place where the page began. Raises `InvalidCursor`, and `InvalidInput` for an unknown type.
    """
    text = last_event_id or after or None
    place = read_cursor(text) if text is not None else None
    return Reading(Scope(owner, job or None, read_types(types)), place, compact, caller)


ReadingDep = Annotated[Reading, Depends(get_reading)]


class InvalidCursor(InvalidInput):
    """What was given as a cursor is none."""


def read_cursor(text: str) -> Cursor:
    """The cursor that `text` is. Raises `InvalidCursor`."""
    try:
        return Cursor.parse(text)
    except InvalidInput as error:
        raise InvalidCursor(str(error), field="after") from error
