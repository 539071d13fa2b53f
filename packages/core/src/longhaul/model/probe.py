"""Named points between two statements, where tests stall a process or kill it; in production nobody listens."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Final, Literal, get_args

Point = Literal[
    "claiming",  # about to send the claim
    "claimed",  # the claim has answered, nothing runs yet
    "changed",  # a state change is stored, its event is in no relay yet
    "keeping",  # a step is done, and the job does not remember it yet
    "ending",  # about to write how an attempt ended
    "rescuing",  # about to take the job of an expired lease
    "cancelling",  # about to ask for a cancel
    "requeueing",  # about to start an ended job anew
    "chunk_stored",  # some chunks of a file are stored, more may follow
    "publishing",  # a file is stored whole, its job does not list it yet
    "reserved",  # numbers of the log are given out, nothing stands at them yet
    "appended",  # events are in the log, their outboxes are not cleared yet
    "outboxes_read",  # a sweeper has read overdue outboxes, and appends nothing yet
    "replaying",  # about to read a page of the past
    "firing",  # a tick's job is enqueued, the schedule still stands at that tick
]
POINTS: Final[tuple[Point, ...]] = get_args(Point)

Probe = Callable[[Point], Awaitable[None]]
"""Awaited at each point; may wait, raise, or end the process. See `longhaul.testing.faults`."""
