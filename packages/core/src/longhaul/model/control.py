"""What a handler may raise to say how its attempt ends.

Any other exception is an error of kind `transient`: the job is tried again until its attempts are used up.
The exception's *type* decides, never its text.
"""

from __future__ import annotations

from enum import StrEnum


class ErrorKind(StrEnum):
    """Why an attempt failed, as far as the next step depends on it."""

    TRANSIENT = "transient"  #: may work next time: tried again with exponential back-off
    RATE_LIMITED = "rate_limited"  #: the other side said when to come back: tried again then
    RESOURCE_EXHAUSTED = "resource_exhausted"  #: memory, disk or time ran out: tried once more at most
    PERMANENT = "permanent"  #: will never work: failed at once


class ControlSignal(Exception):
    """Base of the instructions below."""


class Fail(ControlSignal):
    """End the job as failed, without another attempt.

    `code` is stable and for machines, `message` is one sentence a person understands, `hint` says what that
    person can do about it.
    """

    kind = ErrorKind.PERMANENT

    def __init__(self, message: str, *, code: str = "FAILED", hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        self.hint = hint


class Retry(ControlSignal):
    """Try the job again, after `after_s` seconds or after the task's back-off where that is None.

    Uses up an attempt, except for kind `rate_limited`, where the other side's waiting time is honoured and the
    attempt is given back.
    """

    def __init__(
        self,
        message: str,
        *,
        after_s: float | None = None,
        kind: ErrorKind = ErrorKind.TRANSIENT,
        code: str = "RETRY",
        hint: str | None = None,
    ) -> None:
        if kind is ErrorKind.PERMANENT:
            raise ValueError("a permanent error is not retried: raise Fail")
        super().__init__(message)
        self.message = message
        self.after_s = after_s
        self.kind = kind
        self.code = code
        self.hint = hint


class Snooze(ControlSignal):
    """Put the job back for `for_s` seconds. Not an error, and no attempt is used up."""

    def __init__(self, for_s: float, reason: str = "snoozed") -> None:
        super().__init__(reason)
        self.for_s = for_s
        self.reason = reason


class Cancel(ControlSignal):
    """End the job as cancelled, from within."""

    def __init__(self, reason: str = "cancelled by its handler") -> None:
        super().__init__(reason)
        self.reason = reason
