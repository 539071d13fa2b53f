"""Pieces of pipeline updates that the transitions share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from longhaul.model.job import Failure
from longhaul.mongo.driver import Document

ERRORS_KEPT: Final = 10
REMOVED: Final = "$$REMOVE"


def stage(fields: Document, type_: Any, data: Document, now: Any) -> Document:
    """One `$set` stage: the fields, the next version, and the event of exactly that version."""
    next_v = {"$add": ["$v", 1]}
    entry: Document = {"v": next_v, "type": type_, "data": {"task": "$type", "queue": "$queue", **data}}
    outbox: Document = {"$concatArrays": [{"$ifNull": ["$outbox", []]}, [entry]]}
    return {"$set": {**fields, "v": next_v, "outbox": outbox, "outbox_at": {"$ifNull": ["$outbox_at", now]}}}


def ended(now: Any) -> Document:
    """What every end has: no lease but who held it last, when it ended, and how long it is kept."""
    return {
        "lease": REMOVED,
        "ended_by": {"token": "$lease.token", "worker_id": "$lease.worker_id", "attempt": "$attempt"},
        "finished_at": now,
        "expires_at": {"$add": [now, {"$multiply": ["$retention_s", 1000]}]},
    }


def cancel_asked() -> Document:
    """Whether somebody asked to cancel the job."""
    return {"$eq": [{"$type": "$cancel_requested_at"}, "date"]}


def if_cancelled(then: Any, otherwise: Any) -> Document:
    """`then` where somebody asked to cancel, else `otherwise`."""
    return {"$cond": [cancel_asked(), then, otherwise]}


def failure_expr(failure: Failure, now: Any) -> Document:
    """The failure as it is stored, with the attempt and the moment."""
    return {
        "cause": failure.cause,
        "kind": failure.kind,
        "code": literal(failure.code),
        "message": literal(failure.message),
        "hint": literal(failure.hint),
        "attempt": "$attempt",
        "at": now,
    }


def errors_expr(error: Document) -> Document:
    """The errors so far and this one, the oldest dropped."""
    return {"$slice": [{"$concatArrays": [{"$ifNull": ["$errors", []]}, [error]]}, -ERRORS_KEPT]}


def poison(interruptions_cap: int) -> tuple[Document, Failure]:
    """Whether this interruption is one too many, and how the job fails then."""
    condition = {"$gte": [{"$add": ["$interruptions", 1]}, interruptions_cap]}
    return condition, Failure("poison", "permanent", "POISON", f"interrupted {interruptions_cap} times")


def interruption_exprs(
    ends: Sequence[tuple[Any, Failure]], died: Failure | None, asked: Document, now: Any
) -> tuple[Document, Document]:
    """The error and the errors of a job whose attempt was interrupted: the first of `ends` that holds makes it fail.

    What only `died` joins the errors; where it was `asked` to cancel, nothing does.
    """
    branches = [{"case": condition, "then": failure_expr(failure, now)} for condition, failure in ends]
    fails = {"$and": [{"$not": [asked]}, {"$or": [condition for condition, _ in ends]}]}
    happened = {"$switch": {"branches": branches, "default": failure_expr(died, now) if died is not None else None}}
    told = fails if died is None else {"$not": [asked]}
    error = {"$cond": [fails, happened, {"$ifNull": ["$error", REMOVED]}]}
    return error, {"$cond": [told, errors_expr(happened), {"$ifNull": ["$errors", REMOVED]}]}


def duration_ms(now: Any) -> Document:
    """How long the attempt has run."""
    return {"$subtract": [now, "$started_at"]}


def after(now: Any, seconds: float) -> Document:
    """`seconds` after `now`."""
    return {"$add": [now, round(seconds * 1000)]}


def literal(value: Any) -> Document:
    """`value` as it is, whatever it looks like."""
    return {"$literal": value}
