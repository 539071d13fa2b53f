"""The life of a job: one pure function per verb, and the only file that writes `status`.

Each returns a `Change`, a filter and a pipeline update that are applied in one statement. What a running job writes
matches `_id`, `status: running` and its `lease.token`, so whoever lost the lease writes nothing. What is an event also
raises `v` and appends to `outbox` in that same statement, so a change and its event cannot come apart. Time is the
database's (`now`). Values from outside stand in `$literal`: in a pipeline a plain "$x" would be an expression.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from bson import ObjectId

from longhaul.model import event
from longhaul.model.artifact import ArtifactRef
from longhaul.model.job import Failure, Progress
from longhaul.model.lease import Lease
from longhaul.model.states import ACTIVE, TERMINAL
from longhaul.mongo.change import Change, Success
from longhaul.mongo.driver import Document
from longhaul.mongo.expressions import (
    REMOVED,
    after,
    cancel_asked,
    duration_ms,
    ended,
    errors_expr,
    failure_expr,
    if_cancelled,
    interruption_exprs,
    literal,
    poison,
    stage,
)

_TERMINAL: Final = sorted(TERMINAL)
_ACTIVE: Final = sorted(ACTIVE)


def held_by(lease: Lease) -> Document:
    """The fence: matches the job only while `lease` holds it."""
    return {"_id": ObjectId(lease.job_id), "status": "running", "lease.token": ObjectId(lease.token)}


def due(queues: Sequence[str], types: Sequence[str], now: Any) -> Document:
    """What may be claimed now. `$expr` alone would match a missing `run_at`, hence the `$type`."""
    return {
        "queue": {"$in": list(queues)},
        "status": "queued",
        "type": {"$in": list(types)},
        "run_at": {"$type": "date"},
        "$expr": {"$lte": ["$run_at", now]},
    }


def claim(matching: Document, token: str, worker_id: str, lease_s: float, now: Any) -> Change:
    """Take what matches: raise `attempt` and stamp a lease with a token that is never used again."""
    lease = {
        "token": ObjectId(token),
        "worker_id": literal(worker_id),
        "expires_at": after(now, lease_s),
    }
    fields = {
        "status": "running",
        "attempt": {"$add": ["$attempt", 1]},
        "lease": lease,
        "started_at": now,
        "deadline_at": {"$add": [now, {"$multiply": ["$timeout_s", 1000]}]},
        "progress": REMOVED,
        "waits_for": REMOVED,
    }
    data = {"status": "running", "attempt": {"$add": ["$attempt", 1]}, "worker_id": literal(worker_id)}
    return Change({**matching, "status": "queued"}, [stage(fields, event.STARTED, data, now)])


def unchanged(ids: Sequence[ObjectId], versions: Sequence[int]) -> Document:
    """Matches those of `ids` that still have the version read before, so that what was read is still true."""
    position = {"$indexOfArray": [list(ids), "$_id"]}
    return {"_id": {"$in": list(ids)}, "$expr": {"$eq": ["$v", {"$arrayElemAt": [list(versions), position]}]}}


def held_by_any(leases: Sequence[Lease]) -> Document:
    """Matches the jobs that one of `leases` holds."""
    jobs: dict[str, list[ObjectId]] = {}  # by token: one claim gives all its jobs the same
    for lease in leases:
        jobs.setdefault(lease.token, []).append(ObjectId(lease.job_id))
    held = [{"_id": {"$in": ids}, "lease.token": ObjectId(token)} for token, ids in jobs.items()]
    return {"status": "running", "$or": held}


def claimed_with(token: str) -> Document:
    """Matches the jobs that one claim took and that still run; the `$type` lets the index of leases answer."""
    return {"status": "running", "lease.expires_at": {"$type": "date"}, "lease.token": ObjectId(token)}


def renew(matching: Document, lease_s: float, now: Any) -> Change:
    """Keep the leases of what matches. One that expired but was not rescued is still the holder's."""
    return Change(matching, [{"$set": {"lease.expires_at": after(now, lease_s)}}])


def report_progress(lease: Lease, progress: Progress, now: Any) -> Change:
    """Say how far the job is; the percentage never falls within an attempt."""
    percent = {"$max": [{"$ifNull": ["$progress.percent", 0]}, progress.percent]}
    body: Document = {
        "percent": percent,
        "message": literal(progress.message),
        "step": literal(progress.step),
        "code": literal(progress.code),
        "counters": literal(progress.counters),
    }
    return Change(held_by(lease), [stage({"progress": body}, event.PROGRESS, body, now)])


def write_log(lease: Lease, lines: Sequence[Document], now: Any) -> Change:
    """Append lines of the handler's own log; they live in the event log only."""
    return Change(held_by(lease), [stage({}, event.LOG, {"lines": literal(list(lines))}, now)])


def keep_step(lease: Lease, name: str, memo: Document, duration_ms: int, now: Any) -> Change:
    """Remember the result of a step, so that the next attempt does not repeat it."""
    stored = {**{key: literal(value) for key, value in memo.items()}, "attempt": "$attempt", "at": now}
    data = {"name": literal(name), "duration_ms": duration_ms}
    return Change(held_by(lease), [stage({f"steps.{name}": stored}, event.STEP, data, now)])


def publish(lease: Lease, artifact: ArtifactRef, now: Any) -> Change:
    """Make a staged file the job's; one of the same kind and name from an earlier attempt gives way."""
    kept: Document = {
        "$filter": {
            "input": {"$ifNull": ["$artifacts", []]},
            "as": "a",
            "cond": {
                "$not": {
                    "$and": [
                        {"$eq": ["$$a.kind", literal(artifact.kind)]},
                        {"$eq": ["$$a.filename", literal(artifact.filename)]},
                    ]
                }
            },
        }
    }
    ref = artifact.model_dump()
    fields: Document = {"artifacts": {"$concatArrays": [kept, [literal(ref)]]}}
    return Change(held_by(lease), [stage(fields, event.ARTIFACT, {"artifact": literal(ref)}, now)])


def succeed_all(ends: Sequence[Success], now: Any) -> Change:
    """End many jobs as succeeded in one statement; each finds its own result by its place in `ends`.

    Matches a job only if token *and* version are as its holder knows them, so the holder also knows the outbox.
    """
    ids = [ObjectId(end.lease.job_id) for end in ends]
    position = {"$indexOfArray": [ids, "$_id"]}

    def own(values: Sequence[Any], place: Any = "$_place") -> Document:
        return {"$arrayElemAt": [literal(list(values)), place]}

    tokens = [ObjectId(end.lease.token) for end in ends]
    matching = {
        "_id": {"$in": ids},
        "status": "running",
        "$expr": {
            "$and": [
                {"$eq": ["$lease.token", own(tokens, position)]},
                {"$eq": ["$v", own([end.v for end in ends], position)]},
            ]
        },
    }
    fields = {
        "status": "succeeded",
        "result": own([end.result for end in ends]),
        "peak_rss_mb": own([end.peak_rss_mb for end in ends]),
        "error": REMOVED,
        **ended(now),
    }
    data = {key: own([end.data[key] for end in ends]) for key in ends[0].data}
    return Change(
        matching,
        [{"$set": {"_place": position}}, stage(fields, event.COMPLETED, data, now), {"$unset": "_place"}],
    )


def succeed(end: Success, now: Any) -> Change:
    """End one job as succeeded, whatever its version."""
    fields = {
        "status": "succeeded",
        "result": literal(end.result),
        "peak_rss_mb": literal(end.peak_rss_mb),
        "error": REMOVED,
        **ended(now),
    }
    data = {key: literal(value) for key, value in end.data.items()}
    return Change(held_by(end.lease), [stage(fields, event.COMPLETED, data, now)])


def retry(lease: Lease, failure: Failure, delay_s: float, *, refund: bool, now: Any) -> Change:
    """Back to queued after `delay_s`, unless somebody asked to cancel: that wins in the same statement."""
    error = failure_expr(failure, now)
    fields = {
        **_back_or_cancelled(after(now, delay_s), now),
        "error": error,
        "errors": errors_expr(error),
        "attempt": {"$subtract": ["$attempt", 1 if refund else 0]},
        "refunds": {"$add": [{"$ifNull": ["$refunds", 0]}, 1 if refund else 0]},
    }
    data = {
        "status": if_cancelled("cancelled", "queued"),
        "attempt": "$attempt",
        "error": error,
        "delay_s": delay_s,
    }
    return Change(held_by(lease), [stage(fields, if_cancelled(event.CANCELLED, event.RETRYING), data, now)])


def fail(lease: Lease, failure: Failure, now: Any, *, peak_rss_mb: float | None = None) -> Change:
    """End as failed, for good."""
    error = failure_expr(failure, now)
    fields = {
        "status": "failed",
        "error": error,
        "errors": errors_expr(error),
        "peak_rss_mb": literal(peak_rss_mb),
        **ended(now),
    }
    data = {"status": "failed", "attempt": "$attempt", "error": error, "duration_ms": duration_ms(now)}
    return Change(held_by(lease), [stage(fields, event.FAILED, data, now)])


def snooze(lease: Lease, delay_s: float, reason: str, now: Any) -> Change:
    """Back to queued after `delay_s` without an error; the attempt is given back."""
    fields = {**_back_or_cancelled(after(now, delay_s), now), "attempt": {"$subtract": ["$attempt", 1]}}
    data = {"status": if_cancelled("cancelled", "queued"), "delay_s": delay_s, "reason": literal(reason)}
    return Change(held_by(lease), [stage(fields, if_cancelled(event.CANCELLED, event.RETRYING), data, now)])


def release(lease: Lease, interruptions_cap: int, now: Any) -> Change:
    """Give the job back because the worker stops: the attempt is refunded, the interruption counted.

    A job given back `interruptions_cap` times is poison and fails.
    """
    return _interrupted(held_by(lease), [poison(interruptions_cap)], None, event.RELEASED, now)


def rescue(lease: Lease, interruptions_cap: int, now: Any) -> Change:
    """Take the job from a holder whose lease expired, by the database's clock, and queue it again.

    The attempt is spent, and stands among the errors: with none left the job fails as `worker_died`, and at the cap as
    `poison`.
    """
    matching = {**held_by(lease), "$expr": {"$lt": ["$lease.expires_at", now]}}
    spent = {"$gte": ["$attempt", "$max_attempts"]}
    died = Failure("worker_died", "transient", "WORKER_DIED", "the worker running this job died")
    ends = [poison(interruptions_cap), (spent, replace(died, message=f"{died.message}, and no attempt is left"))]
    return _interrupted(matching, ends, died, event.RESCUED, now)


def cancel(lease: Lease, reason: str, now: Any) -> Change:
    """End as cancelled, by the holder."""
    fields = {"status": "cancelled", **ended(now)}
    data = {"status": "cancelled", "attempt": "$attempt", "reason": literal(reason)}
    return Change(held_by(lease), [stage(fields, event.CANCELLED, data, now)])


def request_cancel(job_id: str, owner: str, now: Any) -> Change:
    """Cancel a queued job at once; ask the holder of a running one to stop. Asking twice changes nothing."""
    matching = {
        "_id": ObjectId(job_id),
        "owner": owner,
        "status": {"$in": _ACTIVE},
        "cancel_requested_at": {"$exists": False},
    }
    queued = {"$eq": ["$status", "queued"]}
    end = ended(now)
    fields = {
        "status": {"$cond": [queued, "cancelled", "running"]},
        "cancel_requested_at": now,
        "finished_at": {"$cond": [queued, end["finished_at"], REMOVED]},
        "expires_at": {"$cond": [queued, end["expires_at"], REMOVED]},
    }
    data = {"status": {"$cond": [queued, "cancelled", "running"]}, "attempt": "$attempt"}
    kind = {"$cond": [queued, event.CANCELLED, event.CANCEL_REQUESTED]}
    return Change(matching, [stage(fields, kind, data, now)])


def requeue(job_id: str, owner: str, now: Any) -> Change:
    """Start an ended job anew, with all its attempts and no past errors. What did not succeed keeps steps and files."""
    matching = {"_id": ObjectId(job_id), "owner": owner, "status": {"$in": _TERMINAL}}
    again = {"$eq": ["$status", "succeeded"]}
    fields: Document = {
        "status": "queued",
        "run_at": now,
        "attempt": 0,
        "interruptions": 0,
        "refunds": 0,
        "steps": {"$cond": [again, literal({}), {"$ifNull": ["$steps", {}]}]},
        "artifacts": {"$cond": [again, [], {"$ifNull": ["$artifacts", []]}]},
        **dict.fromkeys(
            ("result", "error", "errors", "progress", "started_at", "finished_at", "expires_at", "deadline_at"), REMOVED
        ),
        "cancel_requested_at": REMOVED,
    }
    return Change(matching, [stage(fields, event.REQUEUED, {"status": "queued", "attempt": 0}, now)])


def _interrupted(
    matching: Document, ends: Sequence[tuple[Any, Failure]], died: Failure | None, kind: str, now: Any
) -> Change:
    """Queued again at its old place; cancelled where that was asked for; failed where one of `ends` holds.

    With `died` the attempt is spent for that, otherwise given back.
    """
    asked, refund = cancel_asked(), died is None
    failed = {"$or": [condition for condition, _ in ends]}
    error, errors = interruption_exprs(ends, died, asked, now)
    status = {"$cond": [asked, "cancelled", {"$cond": [failed, "failed", "queued"]}]}
    over = {"$or": [asked, failed]}
    end = ended(now)
    fields = {
        "status": status,
        "interruptions": {"$add": ["$interruptions", 1]},
        "attempt": {"$subtract": ["$attempt", 1 if refund else 0]},
        "error": error,
        "errors": errors,
        "lease": REMOVED,
        # Only a holder's own end stamps this: who was robbed looks for it, to know whether its end had landed.
        **({"ended_by": end["ended_by"]} if refund else {}),
        "finished_at": {"$cond": [over, end["finished_at"], REMOVED]},
        "expires_at": {"$cond": [over, end["expires_at"], REMOVED]},
    }
    type_ = {"$cond": [asked, event.CANCELLED, {"$cond": [failed, event.FAILED, kind]}]}
    verb = "release" if refund else "rescue"
    data = {"status": status, "attempt": "$attempt", "worker_id": "$lease.worker_id", "verb": verb, "error": error}
    return Change(matching, [stage(fields, type_, data, now)])


def _back_or_cancelled(run_at: Any, now: Any) -> Document:
    end = ended(now)
    return {
        "status": if_cancelled("cancelled", "queued"),
        "run_at": if_cancelled("$run_at", run_at),
        "lease": REMOVED,
        "ended_by": end["ended_by"],
        "finished_at": if_cancelled(end["finished_at"], REMOVED),
        "expires_at": if_cancelled(end["expires_at"], REMOVED),
    }
