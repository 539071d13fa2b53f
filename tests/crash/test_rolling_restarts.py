"""Workers that are replaced one after the other under load, as a deploy does it."""

from __future__ import annotations

import asyncio
import signal
import time
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field

import pytest

from longhaul.model.event import Event
from longhaul.model.states import Status, is_terminal
from tests.crash.conftest import OWNER, Watch
from tests.support.processes import WorkerProcess, worker_process
from tests.support.waiting import BUSY_S, eventually

pytestmark = pytest.mark.crash

RESTARTS = 6
GRACE_S = 1.0
EVERY_S = 0.05
KINDS = (("test.echo", 1), ("test.work", 6), ("test.echo", 1), ("test.child", 1), ("test.work", 12), ("test.thread", 1))


@dataclass
class Load:
    """Asks for short jobs steadily until told to stop, and for one that nobody finishes: it is given back each time."""

    watch: Watch
    ids: list[str] = field(default_factory=list[str])
    is_over: bool = False

    async def run(self) -> None:
        """Ask for one job after the other; cancel the endless one when the others are asked for."""
        endless = await self.watch.enqueue("test.wait")
        self.ids.append(endless)
        while not self.is_over:
            task, n = KINDS[len(self.ids) % len(KINDS)]
            self.ids.append(await self.watch.enqueue(task, n=n))
            await asyncio.sleep(EVERY_S)
        await self.watch.api.core.client.cancel(OWNER, endless)


async def endless_runs(load: Load) -> None:
    """Wait until a worker has the endless job; what is given back may wait for a while where there is much to do."""

    async def has_begun() -> bool:
        return bool(load.ids) and (await load.watch.job(load.ids[0])).status is Status.RUNNING

    await eventually(has_begun, description="a worker has the endless job")


async def is_working(watch: Watch, worker: WorkerProcess) -> None:
    """Wait until the worker has reported itself."""

    async def reported() -> bool:
        return worker.pid in {record.pid for record in await watch.api.core.registry.list()}

    await eventually(reported, description="the worker has reported itself")


async def replaced(watch: Watch, old: WorkerProcess, fresh: WorkerProcess) -> tuple[int, float]:
    """End `old` once `fresh` works; its exit status and how long its end took."""
    await is_working(watch, fresh)
    asked = time.monotonic()
    old.send(signal.SIGTERM)
    return await asyncio.to_thread(old.wait, 60), time.monotonic() - asked


async def whole_log(watch: Watch, ids: list[str]) -> list[Event]:
    """All events, when the jobs have ended and the log has what they say."""

    async def read() -> list[Event]:
        jobs = [await watch.job(job_id) for job_id in ids]
        log = await watch.api.core.log.tail(0, 100_000)
        is_whole = sum(not event.is_tombstone for event in log) == sum(job.v for job in jobs)
        return log if is_whole and all(is_terminal(job.status) for job in jobs) else []

    return await eventually(read, timeout_s=180, description="all jobs have ended and are in the log")


@pytest.mark.timeout(600)
async def test_a_row_of_restarts_under_load_burns_no_attempt_and_loses_no_job(watch: Watch) -> None:
    load = Load(watch)
    ends: list[tuple[int, float]] = []
    with ExitStack() as stack:

        def started() -> WorkerProcess:
            return stack.enter_context(worker_process(watch.uri, watch.database, LONGHAUL_GRACE_S=f"{GRACE_S:g}"))

        workers = [started(), started()]
        for worker in workers:
            await is_working(watch, worker)
        asking = asyncio.create_task(load.run())
        await endless_runs(load)
        for _ in range(RESTARTS):
            workers.append(started())
            ends.append(await replaced(watch, workers.pop(0), workers[-1]))
            await endless_runs(load)
        load.is_over = True
        await asking
        log = await whole_log(watch, load.ids)

    jobs = [await watch.job(job_id) for job_id in load.ids]
    assert {0} == {status for status, _ in ends}
    assert max(took_s for _, took_s in ends) <= GRACE_S + 2.0 + BUSY_S
    endless, *short = jobs
    assert (Status.CANCELLED, 1) == (endless.status, endless.attempt)
    assert {(Status.SUCCEEDED, 1)} == {(job.status, job.attempt) for job in short}
    types = Counter(event.type for event in log)
    assert 0 == types["job.rescued"]
    assert 0 == types["job.retrying"]
    # Given back as often as interrupted, and begun once more each time.
    assert sum(job.interruptions for job in jobs) == types["job.released"]
    assert len(jobs) + types["job.released"] == types["job.started"]
    # It is with one of two workers, so of two restarts one meets it.
    assert endless.interruptions >= RESTARTS // 2
