"""From how an attempt ended to what is written: pure, decided before anything is stored."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Any, assert_never

from longhaul.model.control import Cancel, ErrorKind, Fail, Retry, Snooze
from longhaul.model.job import Failure, Job
from longhaul.model.retry import RetryPolicy
from longhaul.model.states import Cause

REFUNDS_CAP = 100
"""A job whose attempt was given back this often for a rate limit fails, so that nothing waits for ever."""


@dataclass(frozen=True, slots=True)
class Returned:
    """The handler returned; `result` is its JSON."""

    result: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Raised:
    """The handler raised `error`."""

    error: BaseException


@dataclass(frozen=True, slots=True)
class Stopped:
    """The attempt was ended from outside: time, memory, cancel, or the child died."""

    cause: Cause
    message: str


@dataclass(frozen=True, slots=True)
class Interrupted:
    """The worker is shutting down; the job is given back."""


Outcome = Returned | Raised | Stopped | Interrupted


@dataclass(frozen=True, slots=True)
class Succeed:
    """End as succeeded with `result`."""

    result: dict[str, Any]


@dataclass(frozen=True, slots=True)
class TryAgain:
    """Back to queued after `delay_s`; `refund` gives the attempt back."""

    failure: Failure
    delay_s: float
    refund: bool


@dataclass(frozen=True, slots=True)
class GiveUp:
    """End as failed."""

    failure: Failure


@dataclass(frozen=True, slots=True)
class PutOff:
    """Back to queued after `delay_s`: no error, the attempt is given back."""

    delay_s: float
    reason: str


@dataclass(frozen=True, slots=True)
class GiveBack:
    """Back to queued at once because the worker stops: the attempt is given back, the interruption counted."""


@dataclass(frozen=True, slots=True)
class EndCancelled:
    """End as cancelled."""

    reason: str


Transition = Succeed | TryAgain | GiveUp | PutOff | GiveBack | EndCancelled


def decide(outcome: Outcome, job: Job, policy: RetryPolicy, rng: random.Random) -> Transition:
    """Say what becomes of `job`, whose current attempt ended with `outcome`."""
    match outcome:
        case Returned(result):
            return Succeed(result)
        case Interrupted():
            return GiveBack()
        case Stopped("cancelled", message):
            return EndCancelled(message)
        case Stopped(cause, message):
            return _after_stop(cause, message, job, policy, rng)
        case Raised(Cancel() as signal):
            return EndCancelled(signal.reason)
        case Raised(Snooze() as signal):
            return PutOff(max(0.0, signal.for_s), signal.reason)
        case Raised(error):
            return _after_error(error, job, policy, rng)
        case _:
            assert_never(outcome)


def failure_of(error: BaseException) -> Failure:
    """Describe what a handler raised. Kind and code come from the exception's type, never from its text."""
    match error:
        case Fail():
            return Failure("error", error.kind.value, error.code, error.message, error.hint)
        case Retry():
            return Failure("error", error.kind.value, error.code, error.message, error.hint)
        case MemoryError():
            kind = ErrorKind.RESOURCE_EXHAUSTED.value
            return Failure("out_of_memory", kind, "OUT_OF_MEMORY", "the handler ran out of memory")
        case _:
            text = str(error).strip().splitlines()
            message = f"{type(error).__name__}: {text[0][:500]}" if text else type(error).__name__
            return Failure("error", ErrorKind.TRANSIENT.value, type(error).__name__, message)


def _after_error(error: BaseException, job: Job, policy: RetryPolicy, rng: random.Random) -> Transition:
    failure = failure_of(error)
    after_s = error.after_s if isinstance(error, Retry) else None
    return _again_or_never(failure, after_s, job, policy, rng)


def _after_stop(cause: Cause, message: str, job: Job, policy: RetryPolicy, rng: random.Random) -> Transition:
    kind = ErrorKind.RESOURCE_EXHAUSTED if cause in {"out_of_memory", "timed_out"} else ErrorKind.TRANSIENT
    if cause in {"invalid_args", "unknown_task"}:
        kind = ErrorKind.PERMANENT
    return _again_or_never(Failure(cause, kind.value, cause.upper(), message), None, job, policy, rng)


def _again_or_never(
    failure: Failure, after_s: float | None, job: Job, policy: RetryPolicy, rng: random.Random
) -> Transition:
    kind = ErrorKind(failure.kind)
    delay_s = policy.delay_s(job.attempt, rng) if after_s is None else max(0.0, after_s)
    match kind:
        case ErrorKind.PERMANENT:
            return GiveUp(failure)
        case ErrorKind.RATE_LIMITED:
            spent = job.refunds >= REFUNDS_CAP
            return GiveUp(failure) if spent else TryAgain(failure, delay_s, refund=True)
        case ErrorKind.RESOURCE_EXHAUSTED:
            again = any(earlier.kind == kind.value for earlier in job.errors)
            spent = again or job.attempt >= job.max_attempts
            return GiveUp(failure) if spent else TryAgain(failure, delay_s, refund=False)
        case ErrorKind.TRANSIENT:
            spent = job.attempt >= job.max_attempts
            return GiveUp(failure) if spent else TryAgain(failure, delay_s, refund=False)
        case _:
            assert_never(kind)
