"""What the API answers to operators: dead letters, workers, queues and schedules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from pydantic import BaseModel, Field

from longhaul.model.histogram import Buckets, percentile
from longhaul.model.job import Job
from longhaul.mongo.minutes import ENDS, Minute
from longhaul.mongo.schedules import ScheduleRecord
from longhaul.mongo.workers import WorkerRecord
from longhaul_api.links import Base
from longhaul_api.schemas import Count, JobSummary, ProgressView


class DeadLetter(JobSummary):
    """A failed job, and whose it is."""

    owner: str

    @classmethod
    def of(cls, job: Job, base: Base) -> DeadLetter:
        """The view of `job`; links begin with `base`."""
        return cls(**dict(JobSummary.of(job, base)), owner=job.owner)


class DeadLetterPage(BaseModel):
    """Failed jobs of all owners, newest first. `next_page` continues, `cursor` is where a stream takes over."""

    jobs: list[DeadLetter]
    next_page: str | None
    cursor: str


class HeldJob(BaseModel):
    """A running job of any owner, as a worker's list shows it."""

    id: str
    type: str
    owner: str
    queue: str
    started_at: datetime | None
    progress: ProgressView | None

    @classmethod
    def of(cls, job: Job) -> HeldJob:
        """The view of `job`."""
        return cls(
            id=job.id,
            type=job.type,
            owner=job.owner,
            queue=job.queue,
            started_at=job.started_at,
            progress=ProgressView.of(job.progress) if job.progress else None,
        )


class WorkerView(BaseModel):
    """A worker process as it last reported itself, and the jobs that it holds as they are now.

    `running` is its own report, up to some seconds old, and may differ from how many `jobs` there are.
    """

    id: str
    host: str
    pid: int
    queues: list[str]
    concurrency: int
    running: int
    state: str
    started_at: datetime
    seen_at: datetime
    jobs: list[HeldJob]

    @classmethod
    def of(cls, record: WorkerRecord, held: Sequence[Job]) -> WorkerView:
        """The view of `record` with the jobs it holds."""
        return cls(**asdict(record), jobs=[HeldJob.of(job) for job in held])


class WorkerList(BaseModel):
    """The worker processes that live. Where `is_capped`, more jobs run than the 200 that are told."""

    workers: list[WorkerView]
    is_capped: bool


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
    """A schedule: when it ticks next, for whom, and which job its last tick enqueued."""

    name: str
    task: str
    owner: str
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
            owner=schedule.owner,
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
