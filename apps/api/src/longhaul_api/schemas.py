"""What the API answers about jobs, files and workers. Times are ISO-8601 in UTC, ids are strings."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from pydantic import BaseModel, ConfigDict

from longhaul.engine.why import Explanation, ReasonCode
from longhaul.model.artifact import ArtifactRef
from longhaul.model.job import Failure, Job, Progress
from longhaul.model.states import Status
from longhaul.mongo.insights import AHEAD_CAP
from longhaul_api.links import Base, JobLinks

_FROM_OBJECT = ConfigDict(from_attributes=True)


class ProgressView(BaseModel):
    """How far a job is; `percent` from 0 to 100."""

    model_config = _FROM_OBJECT

    percent: int
    message: str
    step: str | None
    code: str | None
    counters: dict[str, Any]

    @classmethod
    def of(cls, progress: Progress) -> ProgressView:
        """The view of `progress`."""
        return cls.model_validate(progress)


class FailureView(BaseModel):
    """Why an attempt did not succeed."""

    model_config = _FROM_OBJECT

    cause: str
    kind: str
    code: str
    message: str
    hint: str | None
    attempt: int | None
    at: datetime | None

    @classmethod
    def of(cls, failure: Failure) -> FailureView:
        """The view of `failure`."""
        return cls.model_validate(failure)


class ArtifactView(ArtifactRef):
    """A stored file and where to get it."""

    url: str

    @classmethod
    def at(cls, ref: ArtifactRef, base: Base) -> ArtifactView:
        """The view of `ref`."""
        return cls(**ref.model_dump(), url=base.link(f"/artifacts/{ref.id}"))


class LeaseView(BaseModel):
    """Who runs the job, and until when without renewing. The token stays inside."""

    worker_id: str
    expires_at: datetime | None


class JobSummary(BaseModel):
    """A job as lists show it. `v` rises with every change; `label` is the status as people say it."""

    id: str
    type: str
    queue: str
    status: Status
    label: str
    priority: int
    run_at: datetime
    progress: ProgressView | None
    error: FailureView | None
    attempt: int
    max_attempts: int
    interruptions: int
    timeout_s: float
    deadline_at: datetime | None
    cancel_requested_at: datetime | None
    idempotency_key: str | None
    unique_key: str | None
    tags: list[str]
    parent: str | None
    artifacts: list[ArtifactView]
    lease: LeaseView | None
    peak_rss_mb: float | None
    v: int
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    expires_at: datetime | None
    links: JobLinks

    @classmethod
    def of(cls, job: Job, base: Base) -> JobSummary:
        """The summary of `job`."""
        return cls(**_common(job, base))


class JobView(JobSummary):
    """A job with everything in it."""

    owner: str
    args: dict[str, Any]
    result: dict[str, Any] | None
    errors: list[FailureView]
    steps: dict[str, Any]

    @classmethod
    def of(cls, job: Job, base: Base) -> JobView:
        """The view of `job`."""
        return cls(
            **_common(job, base),
            owner=job.owner,
            args=job.args,
            result=job.result,
            errors=[FailureView.of(failure) for failure in job.errors],
            steps=job.steps,
        )


class JobAnswer(JobView):
    """A job, and the cursor from which a stream continues this reading."""

    cursor: str


class JobPage(BaseModel):
    """Some jobs, newest first. `next_page` continues, `cursor` is where a stream takes over."""

    jobs: list[JobSummary]
    next_page: str | None
    cursor: str


class EnqueuedView(BaseModel):
    """What asking for a job gave. `job` is there where the request waited for its end."""

    job_id: str
    type: str
    status: Status
    message: str
    cursor: str
    v: int
    links: JobLinks
    job: JobView | None = None


class BatchEntry(BaseModel):
    """One job of a batch; `existed` where its key was taken by an earlier one."""

    job_id: str
    type: str
    status: Status
    existed: bool
    v: int


class BatchView(BaseModel):
    """What asking for many jobs gave, in the order asked."""

    jobs: list[BatchEntry]
    created: int
    existed: int
    cursor: str


class EventView(BaseModel):
    """An entry of a job's history."""

    seq: int
    job: str | None
    v: int | None
    type: str
    at: datetime
    data: dict[str, Any]


class HistoryView(BaseModel):
    """The events of one job as far as the log remembers, oldest first."""

    events: list[EventView]
    cursor: str


class ArtifactList(BaseModel):
    """The files of a job."""

    artifacts: list[ArtifactView]


class Count(BaseModel):
    """How many; where `is_capped`, that many or more."""

    count: int
    is_capped: bool


class ReasonView(BaseModel):
    """One fact that explains where a job stands, and what can be done about it."""

    model_config = _FROM_OBJECT

    code: ReasonCode
    message: str
    hint: str | None


class WhyView(BaseModel):
    """Why a job is where it is, the most important reason first; `ahead` counts who is due before one that waits."""

    status: Status
    reasons: list[ReasonView]
    ahead: Count | None

    @classmethod
    def of(cls, explanation: Explanation) -> WhyView:
        """The view of `explanation`."""
        ahead = explanation.ahead
        return cls(
            status=explanation.job.status,
            reasons=[ReasonView.model_validate(reason) for reason in explanation.reasons],
            ahead=Count(count=ahead, is_capped=ahead >= AHEAD_CAP) if ahead is not None else None,
        )


class StatsView(BaseModel):
    """How an owner's jobs are. `stuck` are running jobs whose lease ran out and which nobody has rescued yet."""

    counts: dict[Status, Count]
    stuck: list[str]
    cursor: str


class BulkView(BaseModel):
    """What was done to many jobs, or would be where it was a preview: how many match, and the ids of the first."""

    preview: bool
    matched: Count
    job_ids: list[str]
    cursor: str


def _progress(job: Job) -> ProgressView | None:
    """How far the job is: all the way when it has succeeded, whatever it said last."""
    if job.progress is None:
        return None
    view = ProgressView.of(job.progress)
    return view.model_copy(update={"percent": 100}) if job.status is Status.SUCCEEDED else view


def _common(job: Job, base: Base) -> dict[str, Any]:
    return {
        "id": job.id,
        "type": job.type,
        "queue": job.queue,
        "status": job.status,
        "label": job.label(datetime.now(UTC)),
        "priority": job.priority,
        "run_at": job.run_at,
        "progress": _progress(job),
        "error": FailureView.of(job.error) if job.error else None,
        "attempt": job.attempt,
        "max_attempts": job.max_attempts,
        "interruptions": job.interruptions,
        "timeout_s": job.timeout_s,
        "deadline_at": job.deadline_at,
        "cancel_requested_at": job.cancel_requested_at,
        "idempotency_key": job.idempotency_key,
        "unique_key": job.unique_key,
        "tags": list(job.tags),
        "parent": job.parent,
        "artifacts": [ArtifactView.at(ref, base) for ref in job.artifacts],
        "lease": LeaseView(worker_id=job.lease.worker_id, expires_at=job.lease_expires_at) if job.lease else None,
        "peak_rss_mb": job.peak_rss_mb,
        "v": job.v,
        "created_at": job.created_at,
        "started_at": job.started_at,
        "finished_at": job.finished_at,
        "expires_at": job.expires_at,
        "links": JobLinks.to(job.id, base),
    }
