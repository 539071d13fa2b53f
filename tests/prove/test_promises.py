"""Each promise of the chaos run finds what breaks it, and finds nothing in a run that went well."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from scripts.prove import promises
from scripts.prove.evidence import Evidence, StoredFile
from scripts.prove.injector import Injected
from scripts.prove.ledger import Line
from scripts.prove.promises import PROMISES, Breaches

from tests.prove.evidence import ARTIFACT, BEGAN, FILE, OTHER_TOKEN, QUICK, TOKEN, event, good, job, received

Promise = Callable[[Evidence], Breaches]
Breaking = Callable[[Evidence], Evidence]


def _job(id_: str, **changes: Any) -> Breaking:
    return lambda run: replace(run, jobs={**run.jobs, id_: {**run.jobs[id_], **changes}})


def _log(change: Callable[[list[Any]], list[Any]]) -> Breaking:
    def broken(run: Evidence) -> Evidence:
        log = change(list(run.log))
        return replace(run, log=log, received=[received(log)])

    return broken


def _got(change: Callable[[list[int]], list[int]], **more: Any) -> Breaking:
    def broken(run: Evidence) -> Evidence:
        (got,) = run.received
        return replace(run, received=[replace(got, seqs=change(got.seqs), digests=change(got.digests), **more)])

    return broken


def _ledger(*lines: Line) -> Breaking:
    return lambda run: replace(run, ledger=[*run.ledger, *lines])


CASES: list[tuple[str, Promise, Breaking]] = [
    ("a job is gone", promises.nothing_is_lost, lambda run: replace(run, jobs={FILE: run.jobs[FILE]})),
    (
        "a job nobody asked for",
        promises.nothing_is_lost,
        lambda run: replace(run, jobs={**run.jobs, "x": job("prove.quick", 3)}),
    ),
    ("a job that never ended", promises.nothing_is_lost, _job(QUICK, status="running")),
    ("an ended job with a lease", promises.nothing_is_lost, _job(QUICK, lease={"token": TOKEN})),
    ("one key, two jobs", promises.every_key_stands_for_one_job, _job(FILE, idempotency_key="key-1")),
    (
        "two ends",
        promises.nothing_is_committed_twice,
        _log(lambda log: [*log, event(10, QUICK, 4, "job.completed", status="succeeded")]),
    ),
    ("the result of another", promises.nothing_is_committed_twice, _job(QUICK, result={"token": OTHER_TOKEN})),
    (
        "an end without a body",
        promises.nothing_is_committed_twice,
        lambda run: replace(run, ledger=[line for line in run.ledger if line.kind != "done"]),
    ),
    ("two bodies", promises.every_lease_token_runs_one_body, _ledger(Line("begin", QUICK, TOKEN, 1, 2.0))),
    ("a step again", promises.kept_steps_are_not_repeated, _ledger(Line("step", FILE, OTHER_TOKEN, 2, 2.0, "fetch"))),
    ("a change without event", promises.changes_are_events, _job(QUICK, v=4)),
    ("an event twice", promises.changes_are_events, _log(lambda log: [*log, replace(log[2], seq=10)])),
    ("events out of order", promises.changes_are_events, _log(lambda log: [log[1], log[0], *log[2:]])),
    ("an outbox left", promises.changes_are_events, _job(QUICK, outbox=[{"v": 3}])),
    (
        "an illegal move",
        promises.changes_are_events,
        _log(lambda log: [log[0], replace(log[2], v=2), replace(log[1], v=3), *log[3:]]),
    ),
    ("a hole in the log", promises.the_log_is_dense, _log(lambda log: log[:3] + log[4:])),
    ("time goes back", promises.the_log_is_dense, _log(lambda log: [*log[:8], replace(log[8], at=5)])),
    ("an event not received", promises.subscribers_got_the_log, _got(lambda got: got[:1] + got[2:])),
    ("an event received twice", promises.subscribers_got_the_log, _got(lambda got: [*got, got[-1]])),
    ("events in disorder", promises.subscribers_got_the_log, _got(lambda got: [got[1], got[0], *got[2:]])),
    ("a reset", promises.subscribers_got_the_log, _got(list, resets=["unknown"])),
    (
        "other data under the same number",
        promises.subscribers_got_the_log,
        lambda run: replace(run, log=[replace(run.log[0], data={"status": "else"}), *run.log[1:]]),
    ),
    ("a file that is not stored", promises.files_are_whole, lambda run: replace(run, files={})),
    (
        "half a file",
        promises.files_are_whole,
        lambda run: replace(run, files={ARTIFACT: StoredFile(ARTIFACT, 1, "00")}),
    ),
    (
        "a file nobody lists",
        promises.files_are_whole,
        lambda run: replace(run, files={**run.files, "x": StoredFile("x", 1, "00")}),
    ),
    ("chunks of no file", promises.files_are_whole, lambda run: replace(run, orphan_chunks=1)),
    ("records of no job", promises.files_are_whole, lambda run: replace(run, orphan_records=1)),
    ("success without its file", promises.files_are_whole, _job(FILE, artifacts=[])),
    (
        "two active jobs, one unique key",
        promises.one_active_job_holds_a_unique_key,
        _job(FILE, unique_key="only", created_at=BEGAN),
    ),
    (
        "poison that did not end",
        promises.poison_ends,
        lambda run: replace(run, jobs={**run.jobs, "p": job("prove.poison", 3)}),
    ),
    (
        "an attempt burnt by a shutdown",
        promises.shutdowns_burn_no_attempt,
        _log(lambda log: [*log, event(10, QUICK, 4, "job.rescued", worker_id="host-77-abc", verb="rescue")]),
    ),
    (
        "a rescue without a reason",
        promises.every_rescue_has_a_reason,
        _log(lambda log: [*log, event(10, QUICK, 4, "job.rescued", worker_id="host-77-abc", verb="rescue")]),
    ),
    (
        "a stop that ended badly",
        promises.processes_stop_in_time,
        lambda run: replace(run, lives=[replace(run.lives[0], status=1)]),
    ),
    (
        "stops that take long one and all",
        promises.processes_stop_in_time,
        lambda run: replace(run, lives=[replace(run.lives[0], ended_at=run.lives[0].began_at + 9 + 5)]),
    ),
    (
        "a stop that took too long",
        promises.processes_stop_in_time,
        lambda run: replace(run, lives=[replace(run.lives[0], ended_at=run.lives[0].began_at + 60)]),
    ),
    (
        "a process that ended by itself",
        promises.nothing_ends_by_itself,
        lambda run: replace(run, lives=[replace(run.lives[0], blow=None, status=1)]),
    ),
    ("a process left over", promises.nothing_is_left_running, lambda run: replace(run, strays=[4711])),
    ("a fault that did not happen", promises.every_fault_took_place, lambda run: replace(run, injected=[])),
    (
        "a fault that failed",
        promises.every_fault_took_place,
        lambda run: replace(run, injected=[Injected("worker_kill", "worker0", 5.0, problem="TimeoutError")]),
    ),
]


@pytest.mark.parametrize("promise", PROMISES, ids=lambda promise: promise.__name__)
def test_a_run_that_went_well_breaks_nothing(promise: Promise) -> None:
    assert [] == list(promise(good()))


@pytest.mark.parametrize(("promise", "breaking"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_a_promise_sees_what_breaks_it(promise: Promise, breaking: Breaking) -> None:
    assert list(promise(breaking(good())))


def test_every_promise_has_a_case_that_breaks_it() -> None:
    assert set(PROMISES) == {promise for _, promise, _ in CASES}
