"""What the API answers to operators: workers, queues and schedules."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

from longhaul.model.histogram import Buckets, percentile
from longhaul.mongo.minutes import ENDS, Minute
from longhaul.mongo.schedules import ScheduleRecord
from longhaul.mongo.workers import WorkerRecord
from longhaul_api.schemas import Count

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
    """A queue: whether it is paused, how many live workers serve it, which tasks use it by default.

    The counts are of all owners and go no further than 10,000. `oldest_wait_s` is how long the job that is due longest
    has waited, null where none is due.
    """

    name: str
    paused: bool
    workers: int
    tasks: list[str]
    queued: Count
    running: Count
    failed: Count
    oldest_wait_s: float | None


class QueueList(BaseModel):
    """The queues that tasks use, workers serve or somebody paused."""

    queues: list[QueueView]


class Percentiles(BaseModel):
    """How long half of them took at most, and nineteen of twenty, in seconds."""

    p50: float
    p95: float

    @classmethod
    def of(cls, buckets: Buckets) -> Percentiles | None:
        """The percentiles of what was counted, or None where nothing was."""
        p50, p95 = percentile(buckets, 0.5), percentile(buckets, 0.95)
        return cls(p50=p50, p95=p95) if p50 is not None and p95 is not None else None


class ThroughputPoint(BaseModel):
    """What became of the attempts at jobs of one queue in the minute from `at`.

    `wait_s` is from when a job was due to its first start, `run_s` the time that attempts took.
    """

    at: datetime
    queue: str
    succeeded: int
    failed: int
    cancelled: int
    retried: int
    wait_s: Percentiles | None
    run_s: Percentiles | None

    @classmethod
    def of(cls, minute: Minute) -> ThroughputPoint:
        """The view of `minute`."""
        ends = {end: minute.tallied.ends.get(end, 0) for end in ENDS}
        return cls(
            at=minute.at,
            queue=minute.queue,
            wait_s=Percentiles.of(minute.tallied.waits),
            run_s=Percentiles.of(minute.tallied.runs),
            **ends,
        )


class ThroughputView(BaseModel):
    """The minutes in which something happened, oldest first. Workers add to the newest every few seconds."""

    start: datetime = Field(alias="from")
    end: datetime = Field(alias="to")
    step_s: int
    points: list[ThroughputPoint]


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
