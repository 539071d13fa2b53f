"""What a reader of events says: its place, its scope, how long it waits; one meaning for stream, poll and WebSocket."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Header, Query

from longhaul.model.errors import InvalidInput
from longhaul.model.event import EVENT_TYPES, Cursor, Scope
from longhaul_api.deps import OwnerDep

AfterQuery = Annotated[
    str | None, Query(max_length=64, description="A cursor: what follows it is sent, exactly once and in order.")
]
TypesQuery = Annotated[str | None, Query(max_length=400, description="Comma list of event types.")]
JobQuery = Annotated[str | None, Query(max_length=64, description="Only the events of this job.")]
CompactQuery = Annotated[
    bool | None, Query(description="While catching up, only each job's newest progress. By itself past 200 events.")
]
LastEventId = Annotated[str | None, Header(alias="Last-Event-ID", max_length=64)]


@dataclass(frozen=True, slots=True)
class Reading:
    """Where a reader is, and what it may and wants to see."""

    scope: Scope
    after: Cursor | None
    compact: bool | None


def get_reading(
    owner: OwnerDep,
    job: JobQuery = None,
    types: TypesQuery = None,
    after: AfterQuery = None,
    compact: CompactQuery = None,
    last_event_id: LastEventId = None,
) -> Reading:
    """The reading that a request asks for.

    The header wins over the query: a browser that reconnects by itself sends the header, while the query keeps the
    place where the page began. Raises `InvalidCursor`, and `InvalidInput` for an unknown type.
    """
    text = last_event_id or after or None
    return Reading(Scope(owner, job or None, _types(types)), read_cursor(text) if text is not None else None, compact)


ReadingDep = Annotated[Reading, Depends(get_reading)]


class InvalidCursor(InvalidInput):
    """What was given as a cursor is none."""


def read_cursor(text: str) -> Cursor:
    """The cursor that `text` is. Raises `InvalidCursor`."""
    try:
        return Cursor.parse(text)
    except InvalidInput as error:
        raise InvalidCursor(str(error), field="after") from error


def _types(text: str | None) -> frozenset[str] | None:
    types = frozenset(part.strip() for part in (text or "").split(",") if part.strip())
    unknown = sorted(types.difference(EVENT_TYPES))
    if unknown:
        raise InvalidInput(
            f"types: there is no event {unknown[0]!r}; there are {', '.join(EVENT_TYPES)}", field="types"
        )
    return types or None
