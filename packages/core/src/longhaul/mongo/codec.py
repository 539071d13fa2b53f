"""Between job documents and `Job` values."""

from __future__ import annotations

from typing import Any

from bson import ObjectId

from longhaul.model.artifact import ArtifactRef
from longhaul.model.errors import NotFound
from longhaul.model.event import CREATED, STARTED, OutboxEntry
from longhaul.model.job import Failure, Job, NewJob, Progress
from longhaul.model.lease import Lease
from longhaul.model.states import Status
from longhaul.mongo.driver import Document


def object_id(text: str, what: str = "job") -> ObjectId:
    """The ObjectId written as `text`. Raises `NotFound` where it is not one: nothing can have that id."""
    if not ObjectId.is_valid(text):
        raise NotFound(what, text[:40])
    return ObjectId(text)


def new_document(job: NewJob, job_id: ObjectId, now: Any) -> Document:
    """The document of a job that has just been asked for, its first event in its outbox."""
    run_at = job.run_at if job.run_at is not None and job.run_at > now else now
    document: Document = {
        "_id": job_id,
        "type": job.type,
        "queue": job.queue,
        "owner": job.owner,
        "status": Status.QUEUED.value,
        "priority": job.priority,
        "run_at": run_at,
        "args": job.args,
        "attempt": 0,
        "max_attempts": job.max_attempts,
        "interruptions": 0,
        "refunds": 0,
        "timeout_s": job.timeout_s,
        "retention_s": job.retention_s,
        "tags": list(job.tags),
        "v": 1,
        "outbox": [{"v": 1, "type": CREATED, "data": _created_data(job)}],
        "outbox_at": now,
        "created_at": now,
    }
    for name in ("idempotency_key", "unique_key", "parent"):
        value = getattr(job, name)
        if value is not None:
            document[name] = value
    return document


def as_claimed(found: Document, token: str, worker_id: str) -> Document:
    """`found` as it stands after the claim that matched its version: nothing else can have changed it."""
    attempt, v = found["attempt"] + 1, found["v"] + 1
    data: Document = {
        "task": found["type"],
        "queue": found["queue"],
        "status": Status.RUNNING.value,
        "attempt": attempt,
        "worker_id": worker_id,
    }
    return {
        **found,
        "status": Status.RUNNING.value,
        "attempt": attempt,
        "v": v,
        "lease": {"token": token, "worker_id": worker_id, "expires_at": None},
        "started_at": None,  # the database's clock decides; nobody here needs it
        "deadline_at": None,
        "progress": None,
        "outbox": [*found.get("outbox", ()), {"v": v, "type": STARTED, "data": data}],
    }


def to_job(document: Document) -> Job:
    """The job that `document` describes."""
    lease = document.get("lease")
    progress = document.get("progress")
    error = document.get("error")
    job_id = str(document["_id"])
    return Job(
        id=job_id,
        type=document["type"],
        queue=document["queue"],
        owner=document["owner"],
        status=Status(document["status"]),
        priority=document["priority"],
        run_at=document["run_at"],
        args=document["args"],
        attempt=document["attempt"],
        max_attempts=document["max_attempts"],
        interruptions=document.get("interruptions", 0),
        refunds=document.get("refunds", 0),
        timeout_s=document["timeout_s"],
        v=document["v"],
        created_at=document["created_at"],
        tags=tuple(document.get("tags", ())),
        result=document.get("result"),
        error=_to_failure(error) if error else None,
        errors=tuple(_to_failure(entry) for entry in document.get("errors", ())),
        progress=_to_progress(progress) if progress else None,
        steps=document.get("steps", {}),
        artifacts=tuple(ArtifactRef.model_validate(entry) for entry in document.get("artifacts", ())),
        lease=Lease(job_id, str(lease["token"]), lease["worker_id"]) if lease else None,
        lease_expires_at=lease["expires_at"] if lease else None,
        deadline_at=document.get("deadline_at"),
        cancel_requested_at=document.get("cancel_requested_at"),
        idempotency_key=document.get("idempotency_key"),
        unique_key=document.get("unique_key"),
        parent=document.get("parent"),
        started_at=document.get("started_at"),
        finished_at=document.get("finished_at"),
        expires_at=document.get("expires_at"),
        peak_rss_mb=document.get("peak_rss_mb"),
        outbox=to_outbox(document),
    )


def to_outbox(document: Document) -> tuple[OutboxEntry, ...]:
    """The events of the job that may not be in the log yet, in order."""
    return tuple(OutboxEntry(entry["v"], entry["type"], entry["data"]) for entry in document.get("outbox", ()))


def _to_progress(entry: Document) -> Progress:
    return Progress(
        percent=entry.get("percent", 0),
        message=entry.get("message", ""),
        step=entry.get("step"),
        code=entry.get("code"),
        counters=entry.get("counters", {}),
    )


def _to_failure(entry: Document) -> Failure:
    return Failure(
        cause=entry["cause"],
        kind=entry["kind"],
        code=entry["code"],
        message=entry["message"],
        hint=entry.get("hint"),
        attempt=entry.get("attempt"),
        at=entry.get("at"),
    )


def _created_data(job: NewJob) -> Document:
    data: Document = {"task": job.type, "queue": job.queue, "status": Status.QUEUED.value, "attempt": 0}
    if job.tags:
        data["tags"] = list(job.tags)
    return data
