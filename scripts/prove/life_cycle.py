"""Whether the events of a job, in the order of the log, are a life that the table of moves allows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from longhaul.model.event import CANCEL_REQUESTED, CREATED, Event
from longhaul.model.states import ACTIVE, TRANSITIONS, Move, Status

_MOVES: Final[dict[str, list[Move]]] = {}
for _move in TRANSITIONS.values():
    if _move.event is not None:
        _MOVES.setdefault(_move.event, []).append(_move)


def illegal_moves(events: Sequence[Event], final: str) -> Iterator[str]:
    """What is wrong with this life, which ended as `final`; nothing where all is well."""
    if not events or events[0].type != CREATED:
        yield "its life does not begin with its creation"
        return
    status = Status.QUEUED
    for event in events[1:]:
        after = _after(event, status)
        if after is None:
            yield f"{event.type} (v {event.v}) while {status.value}"
            return
        status = after
    if status.value != final:
        yield f"its events end in {status.value}, the job is {final}"


def _after(event: Event, status: Status) -> Status | None:
    if event.type == CANCEL_REQUESTED:
        return status if status is Status.RUNNING else None
    said = event.data.get("status")
    for move in _MOVES.get(event.type, []):
        target = Status(said) if said is not None else status
        if status in move.source and target in move.target:
            return target
    # Cancel beats retry, snooze, release and rescue: the event then says cancelled, or failed for the last attempt.
    if event.type in {"job.cancelled", "job.failed"} and said is not None and status in ACTIVE:
        return Status(said)
    return None
