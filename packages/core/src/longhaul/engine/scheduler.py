"""Enqueues scheduled tasks: each tick fires once, however many schedulers look at it and whichever of them die."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from longhaul.engine.client import Client
from longhaul.engine.service import Loop
from longhaul.model.errors import InvalidInput, KeyConflict, RateExceeded
from longhaul.model.registry import TaskRegistry
from longhaul.model.schedule import Schedule
from longhaul.mongo.clock import TimeSource
from longhaul.mongo.schedules import ScheduleRecord, ScheduleStore
from longhaul.telemetry.logs import get_logger
from longhaul.telemetry.metrics import WorkerMetrics

LONGEST_WAIT_S: Final = 30.0
"""A scheduler looks at least this often: another process may have declared an earlier tick."""
BATCH: Final = 100
_NAME_LENGTH: Final = 200


class Scheduler(Loop):
    """Fires the ticks of the schedules that its own process declares, by the database's clock.

    A tick's job is enqueued first, under an idempotency key made of the tick, and `next_run_at` is moved after. Whoever
    comes in between, a rival or the next scheduler after a crash, meets the same job. Ticks missed while no scheduler
    ran fire once: the last of them.
    """

    def __init__(
        self,
        store: ScheduleStore,
        client: Client,
        time: TimeSource,
        tasks: TaskRegistry,
        schedules: Sequence[Schedule],
        *,
        metrics: WorkerMetrics | None = None,
    ) -> None:
        """Raises `InvalidInput` for two schedules of one name, an unknown task, or args that do not fit it."""
        super().__init__("scheduler")
        _check(schedules, tasks)
        self._store = store
        self._client = client
        self._time = time
        self._declared = tuple(schedules)
        self._is_synced = False
        self._metrics = metrics or WorkerMetrics()
        self._facts = get_logger("longhaul.scheduler")

    async def run_once(self) -> float:
        """Fire what is due; seconds until the next tick."""
        if not self._is_synced:
            await self._store.sync(self._declared)
            self._is_synced = True
        names = {schedule.name for schedule in self._declared}
        wait_s = LONGEST_WAIT_S
        due = await self._store.due(sorted(names), BATCH)
        for record in due:
            try:
                await self._fire(record)
            except (InvalidInput, RateExceeded) as error:
                # The tick stays due: it is tried again, or fired by a process whose task takes these args.
                self._metrics.tick(record.schedule.name, "refused")
                self._facts.error("tick not fired", schedule=record.schedule.name, error=str(error))
                names.discard(record.schedule.name)
                wait_s = min(wait_s, getattr(error, "retry_after_s", LONGEST_WAIT_S))
        if len(due) == BATCH:
            return 0.0 if len(names) == len(self._declared) else min(wait_s, 1.0)
        next_s = await self._store.next_tick_in_s(sorted(names))
        # Rounded up: the database rounds times to the millisecond, and a moment too early costs a round.
        return wait_s if next_s is None else min(wait_s, next_s + 0.002)

    async def _fire(self, record: ScheduleRecord) -> None:
        schedule = record.schedule
        # The estimate of the database's time may be a little late, a due tick is not.
        now = max(await self._time.now(), record.next_run_at)
        tick = schedule.last_between(record.next_run_at, now)
        job_id = await self._enqueue(schedule, tick)
        is_first = await self._store.fire(schedule.name, record.next_run_at, schedule.next_after(now), job_id=job_id)
        if is_first:
            self._metrics.tick(schedule.name, "fired")
            self._facts.info("tick fired", schedule=schedule.name, job_id=job_id, tick=tick.isoformat())

    async def _enqueue(self, schedule: Schedule, tick: datetime) -> str | None:
        try:
            enqueued = await self._client.enqueue(
                schedule.task, schedule.args, owner=schedule.owner, idempotency_key=tick_key(schedule.name, tick)
            )
        except KeyConflict:
            return None  # fired already, with the args that were declared then
        return enqueued.job.id


def tick_key(name: str, tick: datetime) -> str:
    """The idempotency key of the job that the schedule `name` enqueues at `tick`."""
    return f"schedule:{name}:{tick.isoformat()}"


def _check(schedules: Sequence[Schedule], tasks: TaskRegistry) -> None:
    seen: set[str] = set()
    for schedule in schedules:
        if schedule.name in seen:
            raise InvalidInput(f"two schedules are called {schedule.name!r}", field="name")
        if not 0 < len(schedule.name) <= _NAME_LENGTH:
            raise InvalidInput(f"schedule names must have 1 to {_NAME_LENGTH} characters", field="name")
        seen.add(schedule.name)
        tasks.get(schedule.task).parse_args(schedule.args)
