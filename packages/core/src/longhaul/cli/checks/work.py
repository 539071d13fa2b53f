"""Is work being done: the log and its outboxes, leases, workers, queues and dead letters."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Final

from longhaul.cli.checks.finding import Check, Finding
from longhaul.cli.output import duration
from longhaul.cli.queues import queue_facts
from longhaul.model.errors import StoreMisconfigured
from longhaul.model.event import Event, from_millis
from longhaul.mongo.overdue import COUNTED, Late
from longhaul.mongo.requests import COUNT_CAP
from longhaul.runtime import OperatorRuntime

_TAIL: Final = 1000
_HOLE_S: Final = 10.0
_OUTBOX_S: Final = 10.0
_OUTBOX_FAIL_S: Final = 60.0
_LEASE_S: Final = 5.0
_LEASE_FAIL_S: Final = 60.0


async def log(runtime: OperatorRuntime) -> Finding:
    """The counter, the newest entries, and the oldest."""
    core = runtime.core
    try:
        head = await core.log.head()
    except StoreMisconfigured:
        advice = "it is made when an API or worker starts, or by: longhaul indexes build"
        return Finding("warn", "the log has no counter: no process has used this database yet", advice)
    beyond = await core.log.tail(head.seq, 1)
    if beyond and beyond[0].seq > (await core.log.head()).seq:
        facts = {"head": head.seq, "newest": beyond[0].seq}
        found = f"the counter stands at {head.seq:,}, an entry has number {beyond[0].seq:,}"
        advice = (
            "it was restored without its counter: run `longhaul indexes build`, which lifts it, before anything else"
        )
        return Finding("fail", found, advice, facts)
    entries = await core.log.tail(max(0, head.seq - _TAIL), _TAIL)
    oldest = await core.log.tail(0, 1)
    now = await core.time.now()
    reach_s = (now - from_millis(oldest[0].at)).total_seconds() if oldest else None
    holes = _holes(entries, before=now - timedelta(seconds=_HOLE_S))
    facts = {"head": head.seq, "reaches_back_s": reach_s, "holes": [{"first": one, "last": two} for one, two in holes]}
    reach = f", reaches back {duration(reach_s)}" if reach_s is not None else ", empty"
    found = f"{head.seq:,} numbers given out{reach}"
    if holes:
        first, last = holes[0]
        found = f"{found}; {len(holes)} old holes among the newest {_TAIL:,}, the first from {first:,} to {last:,}"
        return Finding("warn", found, "any reader closes them: is an API running?", facts)
    return Finding("ok", f"{found}, no holes among the newest {_TAIL:,}", facts=facts)


async def outboxes(runtime: OperatorRuntime) -> Finding:
    """Events that are stored in jobs and not carried into the log."""
    late = await runtime.overdue.outboxes(older_than_s=_OUTBOX_S)
    facts = {"jobs": late.count, "oldest_s": round(late.oldest_s, 1)}
    if not late.count:
        return Finding("ok", f"none has waited for more than {duration(_OUTBOX_S)}", facts=facts)
    found = f"{_number(late)} of jobs wait to be carried into the log, the oldest for {duration(late.oldest_s)}"
    advice = "API and workers carry them: is one running, and does it reach the database?"
    return Finding("fail" if late.oldest_s > _OUTBOX_FAIL_S else "warn", found, advice, facts)


async def leases(runtime: OperatorRuntime) -> Finding:
    """Jobs of workers that are gone, which nobody has taken over."""
    late = await runtime.overdue.leases(older_than_s=_LEASE_S)
    facts = {"jobs": late.count, "oldest_s": round(late.oldest_s, 1)}
    if not late.count:
        return Finding("ok", "no running job has lost its worker", facts=facts)
    found = f"{_number(late)} running jobs have lost their worker, the first {duration(late.oldest_s)} ago"
    return Finding(
        "fail" if late.oldest_s > _LEASE_FAIL_S else "warn",
        found,
        "workers rescue them: start one, of any queue",
        facts,
    )


async def workers(runtime: OperatorRuntime) -> Finding:
    """Who has reported itself, and whether every queue in which jobs wait is served."""
    records = await runtime.core.registry.list()
    served = {queue for record in records if record.state == "active" for queue in record.queues}
    waiting = await runtime.core.insights.oldest_waits_s(await runtime.core.insights.waiting_queues())
    unserved = sorted(set(waiting) - served)
    slots = sum(record.concurrency for record in records)
    facts = {"workers": len(records), "slots": slots, "unserved": unserved}
    if unserved:
        found = f"{len(records)} seen; due jobs wait in {', '.join(unserved)}, which none of them serves"
        return Finding("warn", found, f"start a worker with LONGHAUL_QUEUES={','.join(unserved)}", facts)
    if not records:
        return Finding("warn", "none has reported itself within the last minute", "start one", facts)
    found = f"{len(records)} seen, {slots} jobs at once, queues {', '.join(sorted(served))}"
    return Finding("ok", found, facts=facts)


async def queues(runtime: OperatorRuntime) -> Finding:
    """How many wait, for how long at most, and what is paused."""
    facts = await queue_facts(runtime.core)
    paused = [one.name for one in facts if one.paused]
    queued, running = sum(one.queued for one in facts), sum(one.running for one in facts)
    oldest_s = max((one.oldest_wait_s for one in facts if one.oldest_wait_s is not None), default=None)
    wait = f", the oldest for {duration(oldest_s)}" if oldest_s is not None else ""
    more = "+" if any(one.queued >= COUNT_CAP for one in facts) else ""
    found = f"{queued:,}{more} queued{wait}; {running:,} running"
    told = {"queued": queued, "running": running, "oldest_wait_s": oldest_s, "paused": paused}
    if paused:
        advice = f"resume when you are done: longhaul queues resume {paused[0]}"
        return Finding("warn", f"{found}; paused: {', '.join(paused)}", advice, told)
    return Finding("ok", found, facts=told)


async def dead_letters(runtime: OperatorRuntime) -> Finding:
    """Jobs that failed for good."""
    failed = {one.name: one.failed for one in await queue_facts(runtime.core) if one.failed}
    facts = {"failed": failed}
    if not failed:
        return Finding("ok", "none", facts=facts)
    words = ", ".join(f"{count:,}{'+' if count >= COUNT_CAP else ''} in {name}" for name, count in failed.items())
    return Finding("warn", words, "look: longhaul jobs ls --status failed; then: longhaul jobs requeue ...", facts)


def _holes(entries: Sequence[Event], *, before: datetime) -> list[tuple[int, int]]:
    return [
        (low.seq + 1, high.seq - 1)
        for low, high in pairwise(entries)
        if high.seq > low.seq + 1 and from_millis(high.at) < before
    ]


def _number(late: Late) -> str:
    return f"{late.count:,}+" if late.count >= COUNTED else f"{late.count:,}"


WORK_CHECKS: Final = (
    Check("log", log),
    Check("outboxes", outboxes),
    Check("leases", leases),
    Check("workers", workers),
    Check("queues", queues),
    Check("dead letters", dead_letters),
)
