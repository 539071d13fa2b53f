"""What the API answers to operators: workers, queues and schedules."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, ConfigDict

from longhaul.mongo.schedules import ScheduleRecord
from longhaul.mongo.workers import WorkerRecord

_FROM_OBJECT = ConfigDict(from_attributes=True)


class WorkerView(BaseModel):
    """A worker process as it last reported itself."""

    model_config = _FROM_OBJECT

    id: str
    host: str
    pid: int
    queues: list[str]
    concurrency: int
    running: int
    state: str
    started_at: datetime
    seen_at: datetime

    @classmethod
    def of(cls, record: WorkerRecord) -> WorkerView:
        """The view of `record`."""
        return cls.model_validate(record)


class WorkerList(BaseModel):
    """The worker processes that live."""

    workers: list[WorkerView]


class QueueView(BaseModel):
    """A queue: whether it is paused, how many live workers serve it, which tasks use it by default."""

    name: str
    paused: bool
    workers: int
    tasks: list[str]


class QueueList(BaseModel):
    """The queues that tasks use, workers serve or somebody paused."""

    queues: list[QueueView]


class ScheduleView(BaseModel):
    """A schedule: when it ticks next, and which job its last tick enqueued."""

    name: str
    task: str
    cron: str
    timezone: str
    enabled: bool
    next_run_at: datetime
    last_run_at: datetime | None
    last_job_id: str | None

    @classmethod
    def of(cls, record: ScheduleRecord) -> ScheduleView:
        """The view of `record`."""
        schedule = record.schedule
        return cls(
            name=schedule.name,
            task=schedule.task,
            cron=schedule.cron,
            timezone=schedule.timezone,
            enabled=record.enabled,
            next_run_at=record.next_run_at,
            last_run_at=record.last_run_at,
            last_job_id=record.last_job_id,
        )


class ScheduleList(BaseModel):
    """The schedules of the caller, by name."""

    schedules: list[ScheduleView]
