"""What a worker counts of its jobs: in the database's minutes, written together, and nothing twice."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import cast

import pytest

from longhaul.engine.rescuer import Rescuer
from longhaul.engine.tally import WRITE_EVERY_S, Tally
from longhaul.model.errors import StoreUnavailable
from longhaul.model.histogram import bucket_of
from longhaul.model.job import Job
from longhaul.model.states import Status
from longhaul.mongo.clock import ManualTime
from longhaul.mongo.minutes import Minute, MinuteStore, Tallied
from longhaul.runtime import open_core
from tests.engine.conftest import OWNER, Desk, settings
from tests.support.jobs import running_job
from tests.support.tasks import TASKS
from tests.support.waiting import eventually

NOON = datetime(2100, 3, 1, 12, 0, 30, tzinfo=UTC)


class Written:
    """Minutes in memory."""

    def __init__(self) -> None:
        self.minutes: list[Minute] = []
        self.is_away = False

    async def add(self, minute: Minute) -> None:
        """Keep it, if the database is there."""
        if self.is_away:
            raise StoreUnavailable("away")
        self.minutes.append(minute)


class Slow(Written):
    """A database that has written long before it answers."""

    def __init__(self) -> None:
        super().__init__()
        self.has_written = asyncio.Event()
        self.may_answer = asyncio.Event()

    async def add(self, minute: Minute) -> None:
        """Keep it, and say so later."""
        await super().add(minute)
        self.has_written.set()
        await self.may_answer.wait()


class Clock:
    """The worker's own clock."""

    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        """Its reading."""
        return self.seconds


JOB = running_job(NOON - timedelta(seconds=9), run_at=NOON - timedelta(seconds=4))


async def tally(written: Written, clock: Clock | None = None) -> Tally:
    """A tally that knows the time and has not written yet."""
    made = Tally(cast("MinuteStore", written), ManualTime(NOON), monotonic=clock or Clock())
    await made.run_once()
    return made


async def test_all_that_happened_in_a_minute_of_a_queue_is_one_write() -> None:
    written = Written()
    counting = await tally(written)
    for status in (Status.SUCCEEDED, Status.SUCCEEDED, Status.FAILED, Status.CANCELLED):
        counting.ended("default", status, run_s=1.0)
    counting.ended("default", Status.QUEUED, is_retry=True, run_s=1.0)

    assert WRITE_EVERY_S == await counting.run_once()

    (minute,) = written.minutes
    assert (NOON.replace(second=0), "default") == (minute.at, minute.queue)
    assert {"succeeded": 2, "failed": 1, "cancelled": 1, "retried": 1} == minute.tallied.ends
    assert {bucket_of(1.0): 5} == minute.tallied.runs


async def test_without_anything_to_say_nothing_is_written() -> None:
    written = Written()
    counting = await tally(written)

    await counting.run_once()

    assert [] == written.minutes


async def test_an_attempt_that_was_given_back_counts_for_nothing() -> None:
    written = Written()
    counting = await tally(written)

    counting.ended("default", Status.QUEUED, run_s=1.0)
    await counting.run_once()

    assert [] == written.minutes


async def test_a_minute_is_the_databases_whatever_the_worker_calls_it() -> None:
    written, clock = Written(), Clock()
    counting = await tally(written, clock)
    clock.seconds += 29.0
    counting.ended("default", Status.SUCCEEDED)
    clock.seconds += 2.0
    counting.ended("default", Status.SUCCEEDED)

    await counting.run_once()

    assert [0, 1] == [minute.at.minute for minute in written.minutes]


async def test_a_first_start_counts_its_wait_from_when_it_was_due() -> None:
    written = Written()
    counting = await tally(written)

    counting.started(JOB)
    await counting.run_once()

    assert {bucket_of(4.0): 1} == written.minutes[0].tallied.waits


@pytest.mark.parametrize("later", [replace(JOB, attempt=2, v=4), replace(JOB, attempt=1, v=4)])
async def test_a_later_start_counts_no_wait(later: Job) -> None:
    written = Written()
    counting = await tally(written)

    counting.started(later)
    await counting.run_once()

    assert [] == [minute for minute in written.minutes if minute.tallied.waits]


async def test_what_could_not_be_written_is_written_later_with_what_came_since() -> None:
    written = Written()
    counting = await tally(written)
    counting.ended("default", Status.SUCCEEDED)
    written.is_away = True
    with pytest.raises(StoreUnavailable):
        await counting.run_once()
    written.is_away = False
    counting.ended("default", Status.SUCCEEDED)

    await counting.run_once()

    assert [{"succeeded": 2}] == [minute.tallied.ends for minute in written.minutes]


async def test_a_write_without_its_answer_as_it_stops_is_waited_for_and_not_repeated(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("longhaul.engine.tally._LAST_WRITE_S", 60.0)
    written = Slow()
    counting = await tally(written)
    counting.ended("default", Status.SUCCEEDED)
    await counting.start()
    await written.has_written.wait()

    stopping = asyncio.create_task(counting.stop())
    await asyncio.sleep(0)
    written.may_answer.set()
    await stopping

    assert [{"succeeded": 1}] == [minute.tallied.ends for minute in written.minutes]


async def test_a_worker_counts_ends_waits_and_runs_and_writes_what_is_left_as_it_stops(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Two seconds may pass on a busy machine before the last write is answered.
    monkeypatch.setattr("longhaul.engine.tally._LAST_WRITE_S", 60.0)
    begun = await desk.api.core.time.now() - timedelta(minutes=1)
    for mode in ("", "fail", "retry_once"):
        await desk.ended(await desk.enqueue("test.end", mode=mode))
    counted = Tallied()

    def sums() -> tuple[int, int, int]:
        return sum(counted.ends.values()), sum(counted.waits.values()), sum(counted.runs.values())

    async def are_counted() -> bool:
        # Every end, and not each kind of them once: a write of every five seconds may come before the last one.
        minutes = await desk.api.core.minutes.between(begun, begun + timedelta(hours=1))
        counted.ends, counted.waits, counted.runs = {}, {}, {}
        for minute in minutes:
            counted.add(minute.tallied)
        return all(found >= expected for found, expected in zip(sums(), (4, 3, 4), strict=True))

    desk.worker.supervisor.shut_down()
    await eventually(are_counted, description="all ends are counted")

    assert {"succeeded": 2, "failed": 1, "retried": 1} == counted.ends
    assert (4, 3, 4) == sums()


async def test_a_job_that_fails_because_its_worker_died_is_counted_by_who_finds_it(
    mongo_uri: str, database_name: str
) -> None:
    written = Written()
    counting = await tally(written)
    # Beside no worker, whose own rescuer might find the job first.
    async with open_core(settings(mongo_uri, database_name), TASKS) as core:
        await core.client.enqueue("test.echo", {}, owner=OWNER, queue="elsewhere", max_attempts=1)
        (job,) = await core.jobs.claim("w9", ["elsewhere"], ["test.echo"], lease_s=0.0, limit=1)
        rescuer = Rescuer(core.jobs, core.holder, core.relay, lease_s=0.0, interruptions_cap=20, tally=counting)

        async def is_failed() -> bool:
            await rescuer.run_once()
            return (await core.requests.get(OWNER, job.id)).status is Status.FAILED

        await eventually(is_failed, description="the job is given up")
        await counting.run_once()

    assert [("elsewhere", {"failed": 1})] == [(minute.queue, minute.tallied.ends) for minute in written.minutes]
