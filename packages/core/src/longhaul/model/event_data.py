"""What each type of event says in `data`: what clients read, and what `docs/reference/events.md` is written from."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final, Literal, NotRequired, TypedDict

from longhaul.model import event
from longhaul.model.states import Cause


class SentEvent(TypedDict):
    """An event as streams, polls and histories send it: one JSON object."""

    seq: int  #: its number in the log: dense, from 1; those a reader does not get are others' or tombstones
    job: str | None  #: the job it is about; for `application.status_change` the application
    v: int | None  #: the job's version with this event: the events of a job come in this order, each once
    type: str  #: one of those below; pass over types you do not know, there may be more one day
    at: datetime  #: when its number was reserved, by the database's clock; never less than that of the event before
    data: dict[str, Any]  #: what it says, by type


class FailureData(TypedDict):
    """Why an attempt did not succeed."""

    cause: Cause  #: for machines: what happened to the attempt
    kind: Literal["transient", "rate_limited", "resource_exhausted", "permanent"]  #: what follows from it
    code: str  #: stable name of the error, the handler's own or the engine's
    message: str  #: one sentence for people
    hint: str | None  #: what a person can do about it
    attempt: int  #: in which attempt it happened
    at: datetime  #: when, by the database's clock


class ArtifactData(TypedDict):
    """A stored file."""

    id: str  #: what `GET /artifacts/{id}` takes
    kind: str  #: what it is, by the words of the task
    filename: str  #: its name when it is downloaded
    content_type: str  #: its media type
    size: int  #: in bytes
    sha256: str  #: hex digest of the content


class LogLine(TypedDict):
    """A line of a handler's log."""

    level: str  #: `info` unless the handler said otherwise
    message: str  #: the line
    fields: NotRequired[dict[str, Any]]  #: facts beside it


class JobData(TypedDict):
    """What every event of a job says."""

    task: str  #: name of the job's task
    queue: str  #: its queue


class Created(JobData):
    """The job has been stored. Its first event, always with `v` 1."""

    status: Literal["queued"]  #: the job's status from here on
    attempt: int  #: 0
    tags: NotRequired[list[str]]  #: the job's tags, where it has some


class Started(JobData):
    """A worker has claimed the job; an attempt begins."""

    status: Literal["running"]  #: the job's status from here on
    attempt: int  #: the number of this attempt, from 1
    worker_id: str  #: who runs it


class Progressed(JobData):
    """The handler has said how far it is. At most four a second: what comes quicker is merged."""

    percent: int  #: 0 to 100; it never falls within an attempt
    message: str  #: what is being done, for people
    step: str | None  #: which part of the work
    code: str | None  #: the message for machines, so that it can be translated
    counters: dict[str, Any]  #: numbers beside it, such as how many of how many


class StepKept(JobData):
    """The result of a step is kept; no later attempt does it again. The result itself is in the job only."""

    name: str  #: of the step
    duration_ms: int  #: how long it took


class Logged(JobData):
    """Lines of the handler's own log. They are in the log only, not in the job."""

    lines: list[LogLine]  #: in order


class ArtifactPublished(JobData):
    """A file has become the job's and can be read."""

    artifact: ArtifactData  #: the file


class PutBack(JobData):
    """The job waits for another attempt: the last one failed and more are left, or its handler has put it off."""

    status: Literal["queued"]  #: the job's status from here on
    delay_s: float  #: how long it waits
    attempt: NotRequired[int]  #: the attempt that failed; absent where the handler put the job off
    error: NotRequired[FailureData]  #: why it failed; absent where the handler put the job off
    reason: NotRequired[str]  #: why the handler put it off


class Interrupted(JobData):
    """The attempt was interrupted, and the job waits at its old place for another worker."""

    status: Literal["queued"]  #: the job's status from here on
    attempt: int  #: the attempt that was interrupted
    worker_id: str  #: who ran it
    verb: Literal["release", "rescue"]  #: given back by its worker, or taken from one that is gone
    error: NotRequired[FailureData]  #: the last failure the job knows


class Released(Interrupted):
    """Its worker has stopped and given the job back. No attempt is spent."""


class Rescued(Interrupted):
    """Its worker was gone: the lease expired, and the job was taken from it. The attempt is spent."""


class Completed(JobData):
    """The job has ended with a result. The result itself is in the job only: `GET /background-jobs/{id}`."""

    status: Literal["succeeded"]  #: the job's status from here on
    attempt: int  #: the attempt that did it
    duration_ms: int  #: how long that attempt took


class FailedForGood(JobData):
    """The job has ended with an error: one that will not go away, the last attempt's, or too many interruptions."""

    status: Literal["failed"]  #: the job's status from here on
    attempt: int  #: the last attempt
    error: FailureData  #: why
    duration_ms: NotRequired[int]  #: how long that attempt took; absent where its worker was gone or stopped
    worker_id: NotRequired[str]  #: who ran it; there where its worker was gone or stopped
    verb: NotRequired[Literal["release", "rescue"]]  #: as in `job.released`; there where `worker_id` is


class Cancelled(JobData):
    """The job has ended because somebody asked, or because its handler did. It says more the more was under way."""

    status: Literal["cancelled"]  #: the job's status from here on
    attempt: NotRequired[int]  #: the last attempt; 0 where there was none
    reason: NotRequired[str]  #: why, as the worker or the handler says it
    delay_s: NotRequired[float]  #: there where the job would have waited for another attempt
    error: NotRequired[FailureData]  #: how the last attempt failed, where it did
    worker_id: NotRequired[str]  #: who ran it; there where its worker was gone or stopped
    verb: NotRequired[Literal["release", "rescue"]]  #: as in `job.released`; there where `worker_id` is


class CancelRequested(JobData):
    """Somebody has asked to cancel a running job. It goes on until its worker has stopped it."""

    status: Literal["running"]  #: the job's status from here on
    attempt: int  #: the attempt that is to stop


class Requeued(JobData):
    """An ended job has been started anew, with all its attempts."""

    status: Literal["queued"]  #: the job's status from here on
    attempt: int  #: 0


class ApplicationChanged(TypedDict):
    """An application of the career desk has another status. Its `job` is the application's id."""

    application: str  #: id of the application
    posting_id: str  #: the advert it is about
    status: str  #: the status from here on
    previous: str | None  #: the one before; null for a new application


EVENT_DATA: Final[dict[str, type]] = {
    event.CREATED: Created,
    event.STARTED: Started,
    event.PROGRESS: Progressed,
    event.STEP: StepKept,
    event.LOG: Logged,
    event.ARTIFACT: ArtifactPublished,
    event.RETRYING: PutBack,
    event.RELEASED: Released,
    event.RESCUED: Rescued,
    event.COMPLETED: Completed,
    event.FAILED: FailedForGood,
    event.CANCELLED: Cancelled,
    event.CANCEL_REQUESTED: CancelRequested,
    event.REQUEUED: Requeued,
    event.APPLICATION_STATUS_CHANGE: ApplicationChanged,
}
"""The data of every type in `EVENT_TYPES`."""
