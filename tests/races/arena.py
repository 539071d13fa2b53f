"""Workers and a client in one process that meet at named points, and what a race must have left behind."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar

from bson import ObjectId

from longhaul.engine.rescuer import Rescuer
from longhaul.model.event import CANCELLED, COMPLETED, FAILED, Event
from longhaul.model.job import Job
from longhaul.model.lease import Lease
from longhaul.model.probe import Point
from longhaul.model.settings import WorkerSettings
from longhaul.mongo.driver import Document
from longhaul.runtime import Core, WorkerRuntime, open_worker
from longhaul.testing.faults import Pauses
from tests.support.tasks import TASKS, build_handlers
from tests.support.waiting import eventually

T = TypeVar("T")
DATABASE = "races"
OWNER = "ada"
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
_END_S = 60.0
ENDS = frozenset({COMPLETED, FAILED, CANCELLED})


class Held(Pauses):
    """Pauses that can all be let go, so that a test that fails does not hang."""

    def __init__(self) -> None:
        super().__init__()
        self._held: set[Point] = set()

    def hold(self, point: Point) -> None:
        super().hold(point)
        self._held.add(point)

    def release(self, point: Point) -> None:
        self._held.discard(point)
        super().release(point)

    async def reached(self, point: Point, *, timeout_s: float = _END_S) -> None:
        await super().reached(point, timeout_s=timeout_s)

    def let_all_go(self) -> None:
        """Release every point that is still held."""
        for point in list(self._held):
            self.release(point)


@dataclass
class Side:
    """A worker, the points at which it can be held, and its run."""

    pauses: Held
    runtime: WorkerRuntime
    working: asyncio.Task[None]

    async def idle(self) -> None:
        """Return when it runs no job any more."""
        await eventually(lambda: self.runtime.worker.running == 0, description="the worker has nothing to do")

    async def drain(self) -> None:
        """Begin to shut it down; returns when it claims no more."""
        self.runtime.supervisor.shut_down()
        await eventually(lambda: self.runtime.health.draining, description="the worker drains")

    async def ended(self) -> None:
        """Shut it down unless that has begun, and return when everything is given back."""
        if not self.runtime.health.draining:
            self.runtime.supervisor.shut_down()
        done, _ = await asyncio.wait([self.working], timeout=_END_S)
        if not done:
            # Made to end all the same: a worker left behind would spoil other tests.
            self.runtime.worker.interrupt()
            await asyncio.wait([self.working], timeout=_END_S)
        self.working.result()
        assert done, f"the worker did not come to its end within {_END_S:g} s"


class Arena:
    """A client of the engine and any number of workers on one database.

    Leases are long, so that nothing expires by itself: `expire` is what a frozen holder would look like.
    """

    def __init__(self, core: Core, settings: WorkerSettings, pauses: Held, stack: AsyncExitStack) -> None:
        self.core = core
        self.pauses = pauses
        self._settings = settings
        self._stack = stack

    async def worker(self, *, hold: Sequence[Point] = (), **more: Any) -> Side:
        """A running worker with one slot, held at the points of `hold` from the start."""
        pauses = Held()
        for point in hold:
            pauses.hold(point)
        settings = self._settings.model_copy(update=more)
        runtime = await self._stack.enter_async_context(open_worker(settings, TASKS, build_handlers, probe=pauses))
        side = Side(pauses, runtime, asyncio.create_task(runtime.supervisor.run(signals=False)))
        self._stack.push_async_callback(side.ended)
        self._stack.callback(pauses.let_all_go)
        return side

    async def enter(self, context: AbstractAsyncContextManager[T]) -> T:
        """What `context` gives; it is left after the workers that are started from now on."""
        return await self._stack.enter_async_context(context)

    async def enqueue(self, task: str, *, attempts: int | None = None, **args: Any) -> str:
        """Ask for a job with as many attempts, or as many as its task has, and give its id."""
        return (await self.core.client.enqueue(task, args, owner=OWNER, max_attempts=attempts)).job.id

    def cancelling(self, job_id: str) -> asyncio.Task[Job]:
        """A request to cancel, under way."""
        return asyncio.create_task(self.core.client.cancel(OWNER, job_id))

    async def expire(self, job_id: str) -> Lease:
        """Let the lease of a running job run out, and give it."""
        expired: Document = {"$set": {"lease.expires_at": LONG_AGO}}
        document = await self.core.collections.jobs.find_one_and_update(
            {"_id": ObjectId(job_id), "status": "running"}, expired
        )
        assert document is not None
        return Lease(job_id, str(document["lease"]["token"]), document["lease"]["worker_id"])

    def rescuing(self) -> asyncio.Task[float]:
        """One round of a rescuer, under way; it does not wait for holders that come back."""
        core = self.core
        rescuer = Rescuer(core.jobs, core.holder, core.relay, lease_s=0.0, interruptions_cap=20)
        return asyncio.create_task(rescuer.run_once())

    async def job(self, job_id: str) -> Job:
        """The job as it is stored."""
        return await self.core.requests.get(OWNER, job_id)

    async def facts(self, job_id: str) -> Document:
        """The document but for what relays do to it."""
        document = await self.core.collections.jobs.find_one({"_id": ObjectId(job_id)}, {"outbox": 0, "outbox_at": 0})
        assert document is not None
        return document

    async def reaches(self, job_id: str, status: str) -> Document:
        """The document's facts as soon as it has this status."""

        async def facts() -> Document:
            found = await self.facts(job_id)
            return found if found["status"] == status else {}

        return await eventually(facts, description=f"the job is {status}")

    async def story(self, job_id: str, *, without: Sequence[str] = ()) -> list[str]:
        """The types of the job's events, when the log has every change of its document: each once and in order."""

        async def whole() -> list[Event]:
            v = (await self.facts(job_id))["v"]
            found = [event for event in await self.core.log.tail(0, 100_000) if event.job_id == job_id]
            return found if len(found) >= v else []

        events = await eventually(whole, description="the log has all the events of the job")
        assert list(range(1, len(events) + 1)) == [event.v for event in events]
        return [event.type for event in events if event.type not in without]


def ends(story: Sequence[str]) -> int:
    """How many events of a story say that the job has ended."""
    return sum(type_ in ENDS for type_ in story)
