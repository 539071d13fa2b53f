"""Says where a stored job is not what the model says, and whether its events are moves of the table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from longhaul.model.states import TERMINAL, TRANSITIONS, Status
from longhaul.mongo.driver import Document

from .lives import RETENTION_S, TIMEOUT_S, Entry, Fault, Life

Picture = dict[str, Any]


class Disagreement(AssertionError):
    """The store did something else than the model."""


def agree(what: str, model: object, store: object) -> None:
    """Raise `Disagreement` where the two differ."""
    if model != store:
        raise Disagreement(f"{what}: the model says {model!r}, the store {store!r}")


def expected_picture(life: Life) -> Picture:
    """What must be stored of the job, field by field; None stands for a field that must be absent."""
    hold, progress, wish = life.hold, life.progress, life.wish
    return {
        "status": life.status,
        "owner": wish.owner,
        "type": wish.type,
        "queue": wish.queue,
        "priority": wish.priority,
        "max_attempts": wish.max_attempts,
        "unique_key": wish.unique_key,
        "idempotency_key": wish.idempotency_key,
        "args": {"n": wish.n},
        "created_at": life.created_at,
        "run_at": life.run_at,
        "attempt": life.attempt,
        "interruptions": life.interruptions,
        "refunds": life.refunds,
        "lease": (hold.token, hold.worker_id, hold.expires_at) if hold is not None else None,
        "v": life.v,
        "events": list(enumerate(life.history, 1)),
        "progress": progress,
        "steps": dict(life.steps),
        "artifacts": [(kind, filename, id_) for (kind, filename), id_ in life.artifacts.items()],
        "result": {"n": life.result} if life.result is not None else None,
        "error": life.error,
        "errors": life.errors,
        "started_at": life.started_at,
        "deadline_at": life.started_at + timedelta(seconds=TIMEOUT_S) if life.started_at else None,
        "cancel_requested_at": life.cancel_requested_at,
        "finished_at": life.finished_at,
        "expires_at": life.finished_at + timedelta(seconds=RETENTION_S) if life.finished_at else None,
    }


def stored_picture(document: Document) -> Picture:
    """The same of a document of `background_jobs` whose outbox was never cleared."""
    lease, progress = document.get("lease"), document.get("progress")
    plain = {name: document[name] for name in _REQUIRED} | {name: document.get(name) for name in _OPTIONAL}
    return plain | {
        "lease": (str(lease["token"]), lease["worker_id"], lease["expires_at"]) if lease is not None else None,
        "events": [(entry["v"], _entry(entry)) for entry in document["outbox"]],
        "progress": (progress["percent"], progress["message"]) if progress is not None else None,
        "steps": {name: (memo["result"], memo["attempt"]) for name, memo in document.get("steps", {}).items()},
        "artifacts": [(ref["kind"], ref["filename"], ref["id"]) for ref in document.get("artifacts", [])],
        "error": _fault(document["error"]) if "error" in document else None,
        "errors": [_fault(error) for error in document.get("errors", [])],
    }


def compare(life: Life, document: Document) -> None:
    """Raise `Disagreement` naming the first field in which the document is not what the model says."""
    expected, stored = expected_picture(life), stored_picture(document)
    for name, value in expected.items():
        agree(f"{name} of job {life.number}", value, stored[name])


def check_events(document: Document) -> None:
    """Raise `Disagreement` where two events that follow each other are no move of the table."""
    status: str = ""
    for entry in document["outbox"]:
        after = entry["data"].get("status", status)
        if (status, entry["type"], after) not in _MOVES:
            raise Disagreement(f"{entry['type']} takes a job from {status or 'nothing'} to {after}: no such move")
        status = after
    agree("status after the last event", status, document["status"])


def check_unique_keys(documents: Iterable[Document]) -> None:
    """Raise `Disagreement` where two active jobs of an owner and task have one unique key."""
    seen: set[tuple[str, str, str]] = set()
    for document in documents:
        if "unique_key" in document and document["status"] not in TERMINAL:
            key = (document["owner"], document["type"], document["unique_key"])
            if key in seen:
                raise Disagreement(f"two active jobs have the unique key {key}")
            seen.add(key)


def check_terminal(document: Document) -> None:
    """Raise `Disagreement` where an ended job has a lease, or does not say when it ended and how long it stays."""
    if document["status"] in TERMINAL and ("lease" in document or not {"finished_at", "expires_at"} <= set(document)):
        raise Disagreement(f"an ended job has {sorted(document)}")


def in_order(lives: Sequence[Life]) -> list[tuple[Any, ...]]:
    """The places of these jobs in their queues, best first."""
    return sorted(life.place for life in lives)


def _legal_moves() -> set[tuple[str, str, str]]:
    """Each status, event, and status after it, as the table has them."""
    moves = {("", "job.created", "queued")}
    ends = {Status.FAILED: "job.failed", Status.CANCELLED: "job.cancelled"}
    for verb, move in TRANSITIONS.items():
        for source in move.source:
            for target in move.target:
                event = ends.get(target, move.event)
                if verb == "request_cancel":
                    # A queued job is cancelled, a running one asked: what else the row allows belongs to `cancel`.
                    event = "job.cancelled" if source is Status.QUEUED else "job.cancel_requested"
                    if (source, target) not in _ASKED:
                        continue
                if event is not None:
                    moves.add((source.value, event, target.value))
    return moves


_ASKED = {(Status.QUEUED, Status.CANCELLED), (Status.RUNNING, Status.RUNNING)}
_MOVES = _legal_moves()
_REQUIRED = (
    *("owner", "type", "queue", "priority", "max_attempts", "args", "created_at", "run_at"),
    *("status", "attempt", "interruptions", "refunds", "v"),
)
_OPTIONAL = (
    *("unique_key", "idempotency_key", "result", "started_at", "deadline_at", "cancel_requested_at"),
    *("finished_at", "expires_at"),
)


def _entry(stored: Document) -> Entry:
    return Entry(stored["type"], stored["data"].get("status"), stored["data"].get("attempt"))


def _fault(stored: Document) -> Fault:
    return Fault(stored["cause"], stored["attempt"], stored["at"])
