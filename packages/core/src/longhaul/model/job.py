"""A job: one run asked for, as the document in `background_jobs` says it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from longhaul.model.artifact import ArtifactRef
from longhaul.model.event import OutboxEntry
from longhaul.model.lease import Lease
from longhaul.model.states import Status


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a running job says it is. `percent` is 0 to 100 and never falls within an attempt."""

    percent: int = 0
    message: str = ""
    step: str | None = None
    code: str | None = None
    counters: dict[str, Any] = field(default_factory=dict[str, Any])


@dataclass(frozen=True, slots=True)
class Failure:
    """Why an attempt did not succeed: cause and kind for machines, message and hint for people."""

    cause: str
    kind: str
    code: str
    message: str
    hint: str | None = None
    attempt: int | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """A job as last read. Times are UTC by the database's clock; `v` rises with every change that is an event."""

    id: str
    type: str
    queue: str
    owner: str
    status: Status
    priority: int
    run_at: datetime
    args: dict[str, Any]
    attempt: int
    max_attempts: int
    interruptions: int
    timeout_s: float
    v: int
    created_at: datetime
    tags: tuple[str, ...] = ()
    result: dict[str, Any] | None = None
    error: Failure | None = None
    errors: tuple[Failure, ...] = ()
    progress: Progress | None = None
    steps: dict[str, Any] = field(default_factory=dict[str, Any])
    artifacts: tuple[ArtifactRef, ...] = ()
    lease: Lease | None = None
    lease_expires_at: datetime | None = None
    deadline_at: datetime | None = None
    cancel_requested_at: datetime | None = None
    idempotency_key: str | None = None
    unique_key: str | None = None
    parent: str | None = None
    started_at: datetime | None = None
    finished_at: datetime | None = None
    expires_at: datetime | None = None
    refunds: int = 0
    peak_rss_mb: float | None = None
    outbox: tuple[OutboxEntry, ...] = ()

    def label(self, now: datetime) -> str:
        """The status as people say it: a queued job is also `retrying`, or `scheduled` while its time has not come."""
        if self.status is Status.QUEUED and self.attempt > 0:
            return "retrying"
        if self.status is Status.QUEUED and self.run_at > now:
            return "scheduled"
        return self.status.value


@dataclass(frozen=True, slots=True)
class NewJob:
    """A job to be enqueued. `run_at` None means at once; `run_in_s` is relative to the database's clock."""

    type: str
    owner: str
    args: dict[str, Any]
    queue: str = "default"
    priority: int = 5
    run_at: datetime | None = None
    run_in_s: float = 0.0
    max_attempts: int = 5
    timeout_s: float = 300.0
    retention_s: float = 7 * 86_400.0
    idempotency_key: str | None = None
    unique_key: str | None = None
    tags: tuple[str, ...] = ()
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class Enqueued:
    """What enqueueing gave: the job, and whether it was there already (same idempotency or unique key)."""

    job: Job
    existed: bool
