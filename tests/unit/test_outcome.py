"""What becomes of a job, decided as a table and without a database."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from typing import Any

import pytest

from longhaul.model.control import Cancel, ErrorKind, Fail, Retry, Snooze
from longhaul.model.job import Failure, Job
from longhaul.model.outcome import (
    REFUNDS_CAP,
    EndCancelled,
    GiveBack,
    GiveUp,
    Interrupted,
    Outcome,
    PutOff,
    Raised,
    Returned,
    Stopped,
    Succeed,
    TryAgain,
    decide,
)
from longhaul.model.retry import RetryPolicy
from tests.support.jobs import running_job

NOW = datetime(2026, 3, 1, tzinfo=UTC)
EXHAUSTED = Failure("timed_out", "resource_exhausted", "TIMED_OUT", "")


def job(**fields: Any) -> Job:
    """A running job on the first of its three attempts."""
    return running_job(NOW, **{"max_attempts": 3, **fields})


def decided(outcome: Outcome, **fields: Any) -> object:
    """The decision with a fixed back-off."""
    return decide(outcome, job(**fields), RetryPolicy(base_s=8.0, floor_s=8.0), random.Random(1))


def test_a_result_is_success() -> None:
    assert decided(Returned({"n": 1})) == Succeed({"n": 1})


def test_a_stopping_worker_gives_the_job_back() -> None:
    assert decided(Interrupted()) == GiveBack()


def test_a_snooze_is_put_off_and_no_error() -> None:
    assert decided(Raised(Snooze(30, "tide"))) == PutOff(30, "tide")


@pytest.mark.parametrize("outcome", [Raised(Cancel("enough")), Stopped("cancelled", "enough")])
def test_cancelling_from_within_or_without_ends_cancelled(outcome: Outcome) -> None:
    assert decided(outcome) == EndCancelled("enough")


def test_an_unknown_exception_is_transient_and_named_by_its_type() -> None:
    decision = decided(Raised(KeyError("permanent failure 404")))

    assert isinstance(decision, TryAgain)
    assert (decision.failure.kind, decision.failure.code, decision.refund) == ("transient", "KeyError", False)


def test_the_last_attempt_that_fails_is_the_end() -> None:
    assert isinstance(decided(Raised(ValueError("no")), attempt=3), GiveUp)


def test_fail_needs_no_second_attempt() -> None:
    decision = decided(Raised(Fail("no such page", code="GONE", hint="check the link")))

    assert isinstance(decision, GiveUp)
    assert (decision.failure.kind, decision.failure.code, decision.failure.hint) == (
        "permanent",
        "GONE",
        "check the link",
    )


def test_a_rate_limit_waits_as_long_as_the_other_side_said_and_gives_the_attempt_back() -> None:
    limited = Raised(Retry("slow down", after_s=90, kind=ErrorKind.RATE_LIMITED))

    decision = decided(limited, attempt=3)

    assert isinstance(decision, TryAgain)
    assert (decision.delay_s, decision.refund) == (90, True)
    assert isinstance(decided(limited, refunds=REFUNDS_CAP), GiveUp)


@pytest.mark.parametrize("cause", ["timed_out", "out_of_memory"])
def test_what_ran_out_is_tried_once_more_at_most(cause: Any) -> None:
    assert isinstance(decided(Stopped(cause, "too much")), TryAgain)
    assert isinstance(decided(Stopped(cause, "too much"), attempt=2, errors=(EXHAUSTED,)), GiveUp)


@pytest.mark.parametrize("cause", ["invalid_args", "unknown_task"])
def test_what_can_never_work_fails_at_once(cause: Any) -> None:
    assert isinstance(decided(Stopped(cause, "never")), GiveUp)


def test_a_permanent_retry_is_a_mistake_in_the_program() -> None:
    with pytest.raises(ValueError, match="raise Fail"):
        Retry("no", kind=ErrorKind.PERMANENT)
