"""How jobs are shown: as rows of a list, as a page of everything, and as JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from rich.text import Text

from longhaul.cli.output import Output, duration, moment, plain, size, styled
from longhaul.engine.why import Explanation
from longhaul.model.job import Failure, Job
from longhaul.model.states import Status

LIST_HEADER: Final = ("ID", "STATUS", "TASK", "QUEUE", "OWNER", "TRY", "AGE", "LAST WORD")
_SHOWN: Final = 2000


def list_row(job: Job, now: datetime) -> Sequence[str | Text]:
    """A job in one line."""
    return (
        job.id,
        styled(job.label(now)),
        job.type,
        job.queue,
        job.owner,
        f"{job.attempt}/{job.max_attempts}",
        duration(max(0.0, (now - job.created_at).total_seconds())),
        last_word(job),
    )


def last_word(job: Job) -> str:
    """What there is to say about where a job stands."""
    if job.error is not None and job.status in {Status.FAILED, Status.QUEUED}:
        return f"{job.error.code}: {job.error.message}"
    if job.progress is not None and job.status is Status.RUNNING:
        return f"{job.progress.percent} % {job.progress.message}".rstrip()
    return ""


def job_facts(job: Job, now: datetime) -> dict[str, Any]:
    """A job as JSON, named as the API names it. The lease's token stays inside."""
    lease = None
    if job.lease is not None:
        lease = {"worker_id": job.lease.worker_id, "expires_at": job.lease_expires_at}
    facts: dict[str, Any] = plain(job)
    for hidden in ("lease_expires_at", "outbox", "refunds"):
        del facts[hidden]
    return {**facts, "label": job.label(now), "lease": plain(lease)}


def listed_facts(job: Job, now: datetime) -> dict[str, Any]:
    """The same of a job that was read for a list."""
    facts = job_facts(job, now)
    for absent in ("args", "steps", "errors", "result"):
        del facts[absent]
    return facts


def why_facts(explanation: Explanation) -> dict[str, Any]:
    """Why a job stands where it does, as JSON."""
    return {"ahead": explanation.ahead, "reasons": plain(explanation.reasons)}


def show_job(output: Output, job: Job, why: Explanation | None, now: datetime) -> None:
    """Write everything about a job."""
    heading = Text.assemble((job.type, "bold"), " ", job.id, " ", styled(job.label(now)))
    output.say(heading)
    for name, value in _facts(job, now):
        output.say(f"  {name:<12} {value}")
    if why is not None:
        output.say()
        output.say("Why it stands there")
        for reason in why.reasons:
            output.say(f"  {reason.message}")
            if reason.hint:
                output.say(f"    {reason.hint}")
    if job.errors:
        output.say()
        output.say("Attempts that did not succeed")
        output.table(("", "AT", "TRY", "CAUSE", "CODE", "MESSAGE"), [_failure_row(one) for one in job.errors])
    if job.steps:
        output.say()
        output.say("Steps kept")
        output.table(("", "NAME", "AT", "TRY", "RESULT"), [_step_row(name, job.steps[name]) for name in job.steps])
    if job.artifacts:
        output.say()
        output.say("Files")
        rows = [("", ref.id, ref.kind, size(ref.size), ref.content_type, ref.filename) for ref in job.artifacts]
        output.table(("", "ID", "KIND", "SIZE", "TYPE", "NAME"), rows)
    for name, value in (("Args", job.args), ("Result", job.result)):
        if value is not None:
            output.say()
            output.say(name)
            output.say(_indented(value))


def _facts(job: Job, now: datetime) -> list[tuple[str, str]]:
    age_s = (now - job.created_at).total_seconds()
    facts: list[tuple[str, str | None]] = [
        ("owner", job.owner),
        ("queue", f"{job.queue}, priority {job.priority}"),
        ("created", f"{moment(job.created_at)} UTC, {duration(max(0.0, age_s))} ago"),
        ("due", f"{moment(job.run_at)} UTC" if job.status is Status.QUEUED else None),
        ("started", f"{moment(job.started_at)} UTC" if job.started_at is not None else None),
        ("ended", _ended(job)),
        ("kept until", f"{moment(job.expires_at)} UTC" if job.expires_at is not None else None),
        ("attempt", f"{job.attempt} of {job.max_attempts}, each up to {duration(job.timeout_s)}"),
        ("interrupted", f"{job.interruptions} times" if job.interruptions else None),
        ("worker", _holder(job)),
        ("progress", _progress(job)),
        ("memory", f"{job.peak_rss_mb:.0f} MB at most" if job.peak_rss_mb is not None else None),
        ("tags", ", ".join(job.tags) or None),
        ("unique key", job.unique_key),
        ("idempotency", job.idempotency_key),
        ("parent", job.parent),
        ("version", f"{job.v}" + (f", {len(job.outbox)} events not in the log yet" if job.outbox else "")),
    ]
    return [(name, value) for name, value in facts if value is not None]


def _ended(job: Job) -> str | None:
    if job.finished_at is None:
        return None
    took = f", after {duration((job.finished_at - job.started_at).total_seconds())}" if job.started_at else ""
    return f"{moment(job.finished_at)} UTC{took}"


def _holder(job: Job) -> str | None:
    if job.lease is None:
        return None
    return f"{job.lease.worker_id}, lease until {moment(job.lease_expires_at)} UTC"


def _progress(job: Job) -> str | None:
    if job.progress is None:
        return None
    step = f" ({job.progress.step})" if job.progress.step else ""
    return f"{job.progress.percent} % {job.progress.message}{step}"


def _failure_row(failure: Failure) -> Sequence[str]:
    hint = f" ({failure.hint})" if failure.hint else ""
    attempt = "-" if failure.attempt is None else str(failure.attempt)
    return "", moment(failure.at), attempt, failure.cause, failure.code, f"{failure.message}{hint}"


def _step_row(name: str, memo: Any) -> Sequence[str]:
    if not isinstance(memo, dict):
        return "", name, "-", "-", json.dumps(plain(memo), ensure_ascii=False, default=str)
    kept: dict[str, Any] = plain(memo)
    at, attempt = kept.pop("at", None), kept.pop("attempt", None)
    value = kept.get("result", kept)
    text = json.dumps(value, ensure_ascii=False, default=str)
    return "", name, str(at or "-"), str(attempt or "-"), text


def _indented(value: Any) -> str:
    text = json.dumps(plain(value), ensure_ascii=False, indent=2, default=str)
    if len(text) > _SHOWN:
        text = f"{text[:_SHOWN]}\n... {len(text) - _SHOWN:,} more characters: --json has all of it"
    return "\n".join(f"  {line}" for line in text.splitlines())
