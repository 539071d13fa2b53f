"""The documents of the engine's collections as they are stored; `docs/reference/database.md` is written from here."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final, Literal, NotRequired, TypedDict

from bson import Int64, ObjectId

from longhaul.model.event_data import ArtifactData, FailureData
from longhaul.mongo import collections


class LeaseDocument(TypedDict):
    """The right to run a job."""

    token: ObjectId  #: made by the claim, never used again; every write of the holder names it
    worker_id: str  #: who holds it
    expires_at: datetime  #: when others may take the job, unless it is renewed before


class EndedBy(TypedDict):
    """Which attempt ended last: who repeats an end whose answer was lost finds its own token here."""

    token: ObjectId  #: of its lease
    worker_id: str  #: who held it
    attempt: int  #: which it was


class StepDocument(TypedDict):
    """The kept result of a step."""

    result: Any  #: what the step returned, as JSON
    inputs_sha256: str  #: digest of what it was computed from: with another one the step is done again
    attempt: int  #: the attempt that did it
    at: datetime  #: when it was kept


class ProgressDocument(TypedDict):
    """How far a running job says it is."""

    percent: int  #: 0 to 100, never falling within an attempt
    message: str  #: what is being done, for people
    step: str | None  #: which part of the work
    code: str | None  #: the message for machines
    counters: dict[str, Any]  #: numbers beside it


class OutboxDocument(TypedDict):
    """An event that may not be in the log yet."""

    v: int  #: the job's version with this event
    type: str  #: of the event
    data: dict[str, Any]  #: what it says


class JobDocument(TypedDict):
    """A job: one run asked for. Written by who asks (the API), by the worker that holds it, and by rescuers."""

    _id: ObjectId  #: the job's id
    type: str  #: name of its task
    queue: str  #: the lane it waits in
    owner: str  #: whose it is; nobody else finds it
    status: Literal["queued", "running", "succeeded", "failed", "cancelled"]  #: where it is in its life
    priority: int  #: 0 is the most urgent, 9 the least
    run_at: datetime  #: not before; among equals the oldest goes first
    args: dict[str, Any]  #: what goes in, as its task has validated it
    attempt: int  #: number of the present or last attempt; 0 before the first
    max_attempts: int  #: how many there may be
    interruptions: int  #: how often a worker stopped or died under it; at a cap it fails as poison
    refunds: int  #: attempts given back because the other side said when to come again
    timeout_s: float  #: how long an attempt may take, in seconds
    retention_s: float  #: how long it is kept once it has ended, in seconds
    tags: list[str]  #: the owner's words for it, to find it by
    v: int  #: its version: rises by one with every change that is an event
    outbox: list[OutboxDocument]  #: events that are not known to be in the log, in order
    outbox_at: NotRequired[datetime]  #: since when something is in the outbox; absent where nothing is
    created_at: datetime  #: when it was asked for
    idempotency_key: NotRequired[str]  #: the request's own name: sent again, it meets this job, also when it has ended
    unique_key: NotRequired[str]  #: while this job waits or runs, another with the same task and key is this one
    parent: NotRequired[str]  #: id of the job that asked for it
    lease: NotRequired[LeaseDocument]  #: who runs it; there only while it runs
    started_at: NotRequired[datetime]  #: when the present or last attempt began
    deadline_at: NotRequired[datetime]  #: when that attempt is stopped as timed out
    cancel_requested_at: NotRequired[datetime]  #: when somebody asked to cancel it
    progress: NotRequired[ProgressDocument]  #: how far the present or last attempt said it is
    steps: NotRequired[dict[str, StepDocument]]  #: results of its steps, kept across attempts, by name
    artifacts: NotRequired[list[ArtifactData]]  #: its files
    result: NotRequired[dict[str, Any]]  #: what came out of it, once it has succeeded
    error: NotRequired[FailureData]  #: why the last failed attempt failed
    errors: NotRequired[list[FailureData]]  #: the same for the last ten, oldest first
    ended_by: NotRequired[EndedBy]  #: which attempt ended last
    finished_at: NotRequired[datetime]  #: when it ended
    expires_at: NotRequired[datetime]  #: when it is deleted; there only once it has ended
    peak_rss_mb: NotRequired[float | None]  #: most memory its child process had, in megabytes; only of those
    waits_for: NotRequired[str]  #: the document in `limits` of whose slots it waits for one


class EventDocument(TypedDict):
    """An entry of the log. Written by relays and sweepers, never changed, deleted when it expires.

    A tombstone, type `_`, closes a number that will never carry an event: it has `at` and `expires_at` and no more.
    """

    _id: Int64  #: its number (`seq`): dense, from 1
    type: str  #: what happened
    job: NotRequired[str]  #: id of the job, or of the application
    owner: NotRequired[str]  #: whose it is
    v: NotRequired[int]  #: the job's version with this event; with `job` it makes the event unique
    data: NotRequired[dict[str, Any]]  #: what it says, by type
    at: datetime  #: when its number was reserved; never decreases from event to event
    expires_at: datetime  #: when the log forgets it


class CounterDocument(TypedDict):
    """The counter of the log: one document, `_id: "events"`. Every append reserves its numbers here."""

    _id: str  #: `events`
    n: Int64  #: the highest number reserved
    at: datetime  #: when; no later reservation has an earlier time
    floor: Int64  #: the highest number that was followed by a minute of silence
    floor_at: datetime  #: its time


class ArtifactDocument(TypedDict):
    """The record of a file, made before its first byte is written. Written by API (uploads), workers and pruners."""

    _id: ObjectId  #: the file's id, also of its bytes
    owner: str  #: whose it is
    job: str | None  #: the job whose attempt wrote it; null for an upload
    token: str | None  #: lease token of that attempt; null for an upload
    kind: str  #: what it is, by the words of the task
    filename: str  #: its name when it is downloaded
    content_type: str  #: its media type
    size: int | None  #: in bytes; null until it is whole
    sha256: str | None  #: hex digest of its content; null until it is whole
    state: Literal["staged", "ready", "withdrawn"]  #: visible by its job only, by itself, or not at all
    created_at: datetime  #: when the record was made
    sweep_at: datetime  #: when the pruner looks whether anybody still holds it
    jobs: list[str]  #: jobs that adopted it, and keep it


class WorkerDocument(TypedDict):
    """A worker process as it last reported itself, every 15 seconds. Written by workers, each its own."""

    _id: str  #: its `worker_id`: host, process and a random part
    host: str  #: where it runs
    pid: int  #: its process there
    queues: list[str]  #: the queues it serves
    concurrency: int  #: how many jobs it runs at most
    running: int  #: how many it runs
    state: Literal["active", "draining"]  #: whether it still takes jobs
    started_at: datetime  #: its first report
    seen_at: datetime  #: its last
    expires_at: datetime  #: when it counts as gone


class QueueDocument(TypedDict):
    """A queue that was paused or resumed once; others have no document. Written by the API for operators."""

    _id: str  #: the queue's name
    paused: bool  #: whether nothing is claimed from it
    changed_at: datetime  #: since when


class ScheduleDocument(TypedDict):
    """A cron entry and its next tick. Declared and moved on by workers."""

    _id: str  #: its name
    task: str  #: the task that a tick asks for
    cron: str  #: five fields
    timezone: str  #: in which the fields are meant
    owner: str  #: for whom
    args: dict[str, Any]  #: what goes in
    next_run_at: datetime  #: the next tick; who moves it on has fired it
    enabled: bool  #: whether it ticks
    updated_at: datetime  #: when its declaration last changed
    last_run_at: NotRequired[datetime]  #: when it last ticked
    last_job_id: NotRequired[str]  #: the job of that tick


class Hit(TypedDict):
    """What was taken from a rate at one moment."""

    at: datetime  #: when
    times: int  #: how many jobs
    receipt: ObjectId  #: by which it can be given back


class RateDocument(TypedDict):
    """How often an owner has asked for a task lately, `_id: "rate:<owner>:<task>"`. Written by who asks."""

    _id: str  #: owner and task
    hits: list[Hit]  #: those of the window
    at: datetime  #: the last try
    expires_at: datetime  #: when the window is over


class Slot(TypedDict):
    """A running job that holds a slot."""

    job: ObjectId  #: which
    token: ObjectId  #: its lease token: with another one the slot is free


class SlotsDocument(TypedDict):
    """Which jobs hold an owner's slots of a task, `_id: "slots:<owner>:<task>"`. Written by workers."""

    _id: str  #: owner and task
    holders: list[Slot]  #: at most `concurrency_per_owner`
    expires_at: datetime  #: a day after the longest of them must have ended


class MinuteKey(TypedDict):
    """Which minute of which queue."""

    at: datetime  #: when the minute began
    queue: str  #: the queue


class MinuteDocument(TypedDict):
    """What became of a queue's jobs in one minute, over all workers, which write it. Kept for a week."""

    _id: MinuteKey  #: the minute comes first, so that its index finds a span of time
    succeeded: NotRequired[int]  #: attempts that ended so
    failed: NotRequired[int]  #: attempts that ended so
    cancelled: NotRequired[int]  #: attempts that ended so
    retried: NotRequired[int]  #: attempts that wait for another
    waits: NotRequired[dict[str, int]]  #: how long jobs waited for their first start, counted by bucket
    runs: NotRequired[dict[str, int]]  #: how long attempts ran, counted by bucket
    expires_at: datetime  #: when it is forgotten


class FileDocument(TypedDict):
    """A stored file's own document, written after its last piece: without it there is nothing to read."""

    _id: ObjectId  #: that of its record in `artifacts`
    length: Int64  #: in bytes
    chunkSize: int  #: bytes of a piece
    uploadDate: datetime  #: when it was whole


class ChunkDocument(TypedDict):
    """A piece of a stored file."""

    _id: ObjectId  #: its own
    files_id: ObjectId  #: the file's id
    n: int  #: which piece, from 0
    data: bytes  #: 255 KB of it, the last one less


DOCUMENTS: Final[dict[str, tuple[type, ...]]] = {
    collections.JOBS: (JobDocument,),
    collections.EVENTS: (EventDocument,),
    collections.COUNTERS: (CounterDocument,),
    collections.ARTIFACTS: (ArtifactDocument,),
    f"{collections.ARTIFACT_BUCKET}.files": (FileDocument,),
    f"{collections.ARTIFACT_BUCKET}.chunks": (ChunkDocument,),
    collections.WORKERS: (WorkerDocument,),
    collections.QUEUES: (QueueDocument,),
    collections.SCHEDULES: (ScheduleDocument,),
    collections.LIMITS: (RateDocument, SlotsDocument),
    collections.MINUTES: (MinuteDocument,),
}
"""What documents each collection of the engine holds."""
