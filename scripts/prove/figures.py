"""Figures of a run: how fast jobs came back, how long it was silent, what it cost."""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any, Final

from scripts.prove.evidence import Evidence
from scripts.prove.fleet import Life
from scripts.prove.injector import Injected
from scripts.prove.process import database_file
from scripts.prove.promises import holder_of, rescues

_SETTLES_S: Final = 6.0
"""How long after a fault has ended a silence may still be due to it."""
_ENDS_WORKER: Final = frozenset({"kill", "crash", "poison"})


def collect(evidence: Evidence, directory: Path) -> dict[str, Any]:
    """All figures, as they stand in the report."""
    statuses = Counter(str(job["status"]) for job in evidence.jobs.values())
    failed = Counter(str(job["error"]["cause"]) for job in evidence.jobs.values() if job["status"] == "failed")
    return {
        "jobs": {
            "enqueued": len(set(evidence.asked.keys.values())),
            **{status: statuses[status] for status in ("succeeded", "failed", "cancelled")},
            "failed_by_cause": dict(failed),
            "requests_sent_again": evidence.asked.tries_again,
            "unique_key_met_active_job": evidence.asked.shared,
            "cancels": dict(evidence.asked.cancels),
            "requeues": dict(evidence.asked.requeues),
        },
        "faults": _faults(evidence),
        "bodies": _bodies(evidence),
        "rescue_s": _rescue_times(evidence),
        "log": _log(evidence),
        "subscribers": _subscribers(evidence),
        "silence_s": _silences(evidence),
        "shutdowns": _shutdowns(evidence.lives),
        "processes": _processes(evidence, directory),
        "database": _database(directory),
    }


def spread(values: Sequence[float]) -> dict[str, float]:
    """How many, and their median and extremes."""
    if not values:
        return {"n": 0}
    ordered = sorted(values)
    return {
        "n": len(ordered),
        "min": round(ordered[0], 3),
        "p50": round(median(ordered), 3),
        "max": round(ordered[-1], 3),
    }


def _faults(evidence: Evidence) -> dict[str, Any]:
    by_kind = Counter(one.kind for one in evidence.injected)
    poisoned = sum(life.blow == "poison" for life in evidence.lives)
    return {"total": len(evidence.injected) + poisoned, **dict(sorted(by_kind.items())), "killed_by_poison": poisoned}


def _bodies(evidence: Evidence) -> dict[str, Any]:
    tokens = Counter((line.job, line.token) for line in evidence.ledger if line.kind == "begin")
    attempts = Counter(job for job, _ in tokens)
    return {
        "started": sum(tokens.values()),
        "most_per_lease_token": max(tokens.values(), default=0),
        "jobs_with_several": sum(count > 1 for count in attempts.values()),
    }


def _rescue_times(evidence: Evidence) -> dict[str, Any]:
    """From the death of a worker to the rescue of each job it held, by the database's clock.

    Apart from the others stand those where no other worker was there all the time, or the database or network was away.
    """
    alone: list[float] = []
    disturbed: list[float] = []
    for event in rescues(evidence):
        life = holder_of(evidence, event)
        if life.blow in _ENDS_WORKER and life.ended_at is not None:
            rescued_at = event.at / 1000
            if rescued_at < life.ended_at:
                continue  # robbed while it lived
            calm = _somebody_could_rescue(evidence, life.ended_at, rescued_at)
            (alone if calm else disturbed).append(rescued_at - life.ended_at)
    return {"worker_died": spread(alone), "worker_died_and_others_or_database_too": spread(disturbed)}


def _somebody_could_rescue(evidence: Evidence, begins: float, ends: float) -> bool:
    for one in evidence.injected:
        away = one.kind.startswith(("primary", "network"))
        if away and one.began_at < ends and begins < one.ended_at + _SETTLES_S:
            return False
    frozen = {one.pid for one in evidence.injected if one.kind == "worker_freeze" and one.began_at < ends}
    return any(
        life.role == "worker"
        and life.ready_at is not None
        and life.ready_at < begins
        and (life.ended_at or ends) >= ends
        and life.pid not in frozen
        for life in evidence.lives
    )


def _log(evidence: Evidence) -> dict[str, Any]:
    tombstones = sum(event.is_tombstone for event in evidence.log)
    return {"entries": len(evidence.log), "events": len(evidence.log) - tombstones, "tombstones": tombstones}


def _subscribers(evidence: Evidence) -> dict[str, Any]:
    openings: Counter[str] = Counter()
    for got in evidence.received:
        openings.update(got.openings)
    return {
        "count": len(evidence.received),
        "events_received": sum(len(got.seqs) for got in evidence.received),
        "connections_by_status": dict(openings),
        "resets": dict(Counter(reset for got in evidence.received for reset in got.resets)),
    }


def _silences(evidence: Evidence) -> dict[str, Any]:
    """The longest time without an event around each fault, over the subscribers that follow everything."""
    whole = [got.arrivals for got in evidence.received if got.types is None]
    by_kind: defaultdict[str, list[float]] = defaultdict(list)
    best_by_kind: defaultdict[str, list[float]] = defaultdict(list)
    for one in evidence.injected:
        gaps = [_longest_gap(arrivals, one) for arrivals in whole]
        by_kind[one.kind].append(max(gaps, default=0.0))
        best_by_kind[one.kind].append(median(gaps) if gaps else 0.0)
    return {
        kind: {"worst_subscriber": spread(by_kind[kind]), "median_subscriber": spread(best_by_kind[kind])}
        for kind in sorted(by_kind)
    }


def _longest_gap(arrivals: Sequence[float], fault: Injected) -> float:
    first = max(0, bisect_left(arrivals, fault.began_at) - 1)
    last = min(len(arrivals), bisect_right(arrivals, min(fault.ended_at, fault.began_at + _SETTLES_S) + 1) + 1)
    window = arrivals[first:last]
    return max((later - earlier for earlier, later in pairwise(window)), default=0.0)


def _shutdowns(lives: Iterable[Life]) -> dict[str, Any]:
    took: defaultdict[str, list[float]] = defaultdict(list)
    for life in lives:
        if life.blow == "term" and life.struck_at is not None and life.ended_at is not None:
            took[life.role].append(life.ended_at - life.struck_at)
    return {f"{role}_exit_s": spread(values) for role, values in took.items()}


def _processes(evidence: Evidence, directory: Path) -> dict[str, Any]:
    """Growth of memory and tasks over the longest life of each role."""
    found: dict[str, Any] = {}
    for role in ("worker", "api"):
        lives = [life for life in evidence.lives if life.role == role and life.ended_at is not None]
        longest = max(lives, key=lambda life: (life.ended_at or 0) - life.began_at, default=None)
        if longest is None:
            continue
        path = directory / f"figures-{longest.pid}.jsonl"
        lines = [json.loads(text) for text in path.read_text().splitlines()] if path.exists() else []
        if lines:
            found[role] = {
                "seconds": round(lines[-1]["at"] - lines[0]["at"]),
                "rss_mb": [lines[0]["rss_mb"], lines[len(lines) // 2]["rss_mb"], lines[-1]["rss_mb"]],
                "tasks_most": max(line["tasks"] for line in lines),
            }
        found[f"{role}_starts"] = len(lives)
    return found


def _database(directory: Path) -> dict[str, Any]:
    """What the primary held open: at first, in the middle, at last, and at most."""
    lines = [json.loads(text) for text in database_file(directory).read_text().splitlines()]
    found: dict[str, Any] = {}
    for name in ("cursors", "connections"):
        values = [int(line[name]) for line in lines] or [0]
        found[f"{name}_open"] = [values[0], values[len(values) // 2], values[-1]]
        found[f"{name}_most"] = max(values)
    return found
