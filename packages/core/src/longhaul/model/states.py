"""The states of a job and the table of moves between them; code, tests and documents all read it here."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal


class Status(StrEnum):
    """Where a job is in its life."""

    QUEUED = "queued"  #: waits for a worker, or for `run_at`
    RUNNING = "running"  #: a worker holds the lease
    SUCCEEDED = "succeeded"  #: ended with a result
    FAILED = "failed"  #: ended for good with an error (the dead-letter view)
    CANCELLED = "cancelled"  #: ended because somebody asked


TERMINAL = frozenset({Status.SUCCEEDED, Status.FAILED, Status.CANCELLED})
ACTIVE = frozenset({Status.QUEUED, Status.RUNNING})

Verb = Literal[
    "claim",
    "renew",
    "progress",
    "step",
    "log",
    "publish",
    "succeed",
    "retry",
    "fail",
    "snooze",
    "release",
    "cancel",
    "request_cancel",
    "rescue",
    "requeue",
]

Cause = Literal[
    "error",
    "timed_out",
    "cancelled",
    "out_of_memory",
    "lease_lost",
    "worker_died",
    "poison",
    "invalid_args",
    "unknown_task",
]
"""Why an attempt did not succeed."""


@dataclass(frozen=True, slots=True)
class Move:
    """One row of the life cycle: `verb` takes a job from one of `source` to one of `target` and emits `event`.

    `by_holder` says that only the holder of the lease token may do it.
    """

    verb: Verb
    source: frozenset[Status]
    target: frozenset[Status]
    event: str | None
    by_holder: bool


def _move(verb: Verb, source: frozenset[Status], target: frozenset[Status], event: str | None, holder: bool) -> Move:
    return Move(verb, source, target, event, holder)


_Q, _R = frozenset({Status.QUEUED}), frozenset({Status.RUNNING})
_CANCELLED = frozenset({Status.CANCELLED})

TRANSITIONS: dict[Verb, Move] = {
    row.verb: row
    for row in (
        _move("claim", _Q, _R, "job.started", False),
        _move("renew", _R, _R, None, True),
        _move("progress", _R, _R, "job.progress", True),
        _move("step", _R, _R, "job.step", True),
        _move("log", _R, _R, "job.log", True),
        _move("publish", _R, _R, "job.artifact", True),
        _move("succeed", _R, frozenset({Status.SUCCEEDED}), "job.completed", True),
        # Cancel beats retry, snooze and release in the same statement: hence the second target.
        _move("retry", _R, _Q | _CANCELLED, "job.retrying", True),
        _move("fail", _R, frozenset({Status.FAILED}), "job.failed", True),
        _move("snooze", _R, _Q | _CANCELLED, "job.retrying", True),
        _move("release", _R, _Q | _CANCELLED | {Status.FAILED}, "job.released", True),
        _move("cancel", _R, _CANCELLED, "job.cancelled", True),
        _move("request_cancel", ACTIVE, _CANCELLED | _R, "job.cancelled", False),
        _move("rescue", _R, _Q | _CANCELLED | {Status.FAILED}, "job.rescued", False),
        _move(
            "requeue",
            frozenset({Status.FAILED, Status.CANCELLED, Status.SUCCEEDED}),
            _Q,
            "job.requeued",
            False,
        ),
    )
}


def is_terminal(status: Status) -> bool:
    """Whether the job has ended; only `requeue` starts it again."""
    return status in TERMINAL
