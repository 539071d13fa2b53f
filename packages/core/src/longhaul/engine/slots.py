"""Holds back claimed jobs whose owner has as many running of that task as it may."""

from __future__ import annotations

from typing import Final

from pydantic import BaseModel

from longhaul.engine.attempt import Attempt
from longhaul.engine.bodies import Bodies, Ran
from longhaul.engine.handlers import Handler, HandlerRegistry
from longhaul.engine.isolation import ChildRunner
from longhaul.engine.threads import ThreadRunner
from longhaul.model.control import Snooze
from longhaul.model.errors import StoreUnavailable
from longhaul.model.job import Job
from longhaul.model.outcome import Interrupted, Raised
from longhaul.mongo.slots import PARKED_S, SlotStore
from longhaul.telemetry.logs import get_logger

REASON: Final = "the owner's limit of running jobs of this task is reached"


class LimitedBodies(Bodies):
    """Runs a body of a task with `concurrency_per_owner` only with a slot in hand; without one the job is put off.

    `settle` is to be called for each claimed job after its end has been written: only then is its slot free.
    """

    def __init__(
        self, children: ChildRunner, threads: ThreadRunner, slots: SlotStore, handlers: HandlerRegistry
    ) -> None:
        super().__init__(children, threads)
        self._slots = slots
        self._handlers = handlers
        self._refused: set[str] = set()
        self._log = get_logger("longhaul.slots")

    async def run(self, handler: Handler, attempt: Attempt, args: BaseModel) -> Ran:
        """As `Bodies.run`, or snoozed where no slot is free."""
        limit = handler.task.concurrency_per_owner
        if limit is None:
            return await super().run(handler, attempt, args)
        try:
            has_slot = await self._slots.take(attempt.job, limit)
        except StoreUnavailable:
            return Ran(Interrupted())  # nothing has run yet: given back without spending the attempt
        if has_slot:
            return await super().run(handler, attempt, args)
        self._refused.add(attempt.job.id)
        return Ran(Raised(Snooze(PARKED_S, REASON)))

    async def settle(self, job: Job) -> None:
        """After the end of `job`: free its slot, or park it where it got none."""
        handler = self._handlers.get(job.type)
        if handler is None or (limit := handler.task.concurrency_per_owner) is None:
            return
        is_refused = job.id in self._refused
        self._refused.discard(job.id)
        try:
            if is_refused:
                await self._slots.park(job, limit)
            else:
                await self._slots.free(job)
        except StoreUnavailable as error:
            # Nothing is lost: a slot is checked against its job when the next asks, and who waits looks by itself.
            self._log.warning("slot not settled", error=str(error))
